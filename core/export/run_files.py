"""Runs as files: the recorded steps as CSV and as NumPy arrays, the experiment as JSON."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any, Final, TypeVar

import numpy as np

from core.datasets.tables import harmless
from core.spec import SpecError, from_query, to_query
from core.training.descent import Trajectory

S = TypeVar("S")

_FORMAT: Final = "loss-landscape-lab/experiment"
_VERSION: Final = 1


def runs_as_csv(runs: Mapping[str, Trajectory]) -> str:
    """The recorded steps of runs of one model each: run, step, cost and the parameters p1, …, ps.

    Numbers have all of their digits. A run of fewer parameters leaves the last cells of its rows
    empty; a name that a spreadsheet would take for a formula has an apostrophe before it.
    """
    most = max((run.p.shape[-1] for run in runs.values()), default=0)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["run", "step", "cost", *(f"p{i + 1}" for i in range(most))])
    for name, run in runs.items():
        for k, cost, p in zip(run.k.tolist(), run.value.tolist(), run.p.tolist(), strict=True):
            cells = [*map(repr, [cost, *p]), *[""] * (most - len(p))]
            writer.writerow([harmless(name), k, *cells])
    return text.getvalue()


def runs_as_npz(runs: Mapping[str, Trajectory], spec: object | None = None) -> bytes:
    """The same as a file for `numpy.load`: arrays NAME.k (K,), NAME.p (K, s), NAME.cost (K,).

    NAME.diverged_at is the step that could not be taken, or -1. With a spec, `experiment` is its
    JSON text. Nothing in it is pickled.
    """
    arrays: dict[str, Any] = {}
    for name, run in runs.items():
        arrays[f"{name}.k"], arrays[f"{name}.p"], arrays[f"{name}.cost"] = run.k, run.p, run.value
        arrays[f"{name}.diverged_at"] = run.diverged_at
    if spec is not None:
        arrays["experiment"] = np.array(experiment_as_json(spec))
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def experiment_as_json(spec: object) -> str:
    """Everything that a reader can set, by its name in the address; `experiment_of` reads it."""
    content = {
        "format": _FORMAT,
        "version": _VERSION,
        "experiment": type(spec).__name__,
        "settings": to_query(spec),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def experiment_of(cls: type[S], text: str) -> S:
    """The experiment in JSON text; SpecError for settings or a file that are not of this kind."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise SpecError("file", text[:40], "allowed is the JSON of an experiment") from None
    head = {"format": _FORMAT, "version": _VERSION, "experiment": cls.__name__}
    for key, wanted in head.items():
        found = content.get(key) if isinstance(content, dict) else None
        if found != wanted:
            raise SpecError(key, str(found), f"allowed is {wanted}")
    settings = content.get("settings")
    if not isinstance(settings, dict) or not all(isinstance(v, str) for v in settings.values()):
        raise SpecError("settings", str(settings)[:40], "allowed are names with texts")
    return from_query(cls, settings)
