"""Tables that a reader fills in: what is asked for, what is right, and what is no number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.xor import problem as xor
from core.networks.network import Network

LONGEST: Final = 20
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
# As near as this, against 1 or the number itself, is right: two decimals are enough.
_NEAR: Final = 0.006


class Mark(StrEnum):
    """What has become of a cell."""

    EMPTY = "empty"
    RIGHT = "right"
    WRONG = "wrong"
    NO_NUMBER = "no number"


@dataclass(frozen=True, eq=False)
class Table:
    """A table to fill in: its heading (KaTeX), and the numbers (N, n) that belong into it."""

    name: str
    heading: str
    values: Array


def forward_tables(network: Network, p: Array, activation: str) -> list[Table]:
    """XW, XW + c, h = σ(XW + c) and hw + b of a network with one hidden layer, for p (s,)."""
    steps = xor.steps(network, p)
    return [
        Table("XW", "XW", steps.XW),
        Table("XW + c", "XW + c", steps.XWc),
        Table("h", activation, steps.h),
        Table("output", "hw + b", steps.output),
    ]


def marked(entry: str, value: float) -> Mark:
    """Whether what a reader has written is the number that belongs there, to two decimals."""
    written = number(entry)
    if not entry.strip():
        return Mark.EMPTY
    if written is None:
        return Mark.NO_NUMBER
    near = abs(written - value) <= _NEAR * max(1.0, abs(value))
    return Mark.RIGHT if near else Mark.WRONG


def number(entry: str) -> float | None:
    """The number that a reader has written, with the minus sign of print too; None if it is none.

    A comma is a decimal point; what is not finite is no number.
    """
    text = entry.strip().replace("−", "-").replace(",", ".")
    if len(text) > LONGEST or not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if np.isfinite(value) else None


def shown(value: float) -> str:
    """A number as a reader would write it into a cell."""
    return f"{round(value, 3) + 0.0:g}"


def complaint(entries: Sequence[str]) -> str:
    """One sentence about the entries that are no numbers; nothing if there are none."""
    if not entries:
        return ""
    first = entries[0].strip()
    more = f" (and {len(entries) - 1} more)" if len(entries) > 1 else ""
    return f"“{first}”{more} is no number: write one such as -1, 0.25 or 2."
