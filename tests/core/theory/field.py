"""The reference tables whose numbers count, and their right values (see their README)."""

import re
from pathlib import Path

import numpy as np

FIELD = Path(__file__).parents[2] / "reference" / "field"


def table(name):
    """x (N, d) and y (N,) of a reference table."""
    numbers = np.loadtxt(FIELD / name, delimiter=",", skiprows=1, ndmin=2)
    return numbers[:, :-1], numbers[:, -1]


def right_values():
    """(file, kind, optimum or None, cost or None) of each row in the README."""
    rows = re.findall(
        r"^\| (\S+\.csv) \| ([\w-]+)[^|]*\| ([^|]+) \| ([^|]+) \|$",
        (FIELD / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    for name, kind, optimum, cost in rows:
        exists = optimum != "none"
        p = [float(number) for number in optimum.split(", ")] if exists else None
        yield name, kind, p, float(cost) if exists else None
