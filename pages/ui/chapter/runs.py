"""Trajectories and sweeps of core as the stage's runs and families."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from core.arrays import Array, Steps
from core.training.descent import Trajectory
from core.training.sweep import Sweep, joined, one_of
from pages.ui.stage import Family, Panel, Repertoire, Runs


def of_one(p: Array, cost: Array, diverged_at: int = -1) -> Runs:
    """A single run: parameters p (F, s), cost (F,)."""
    return Runs(
        p=p[None],
        cost=cost[None],
        diverged_at=np.array([diverged_at]),
    )


def of_many(
    run: Trajectory,
    regime: Sequence[str] = (),
    *,
    factor: float = 1.0,
    accuracy: Array | None = None,
) -> Runs:
    """A batch of runs: p (F, V, s), value (F, V) shown `factor` times as high, accuracy (F, V)."""
    return Runs(
        p=run.p.swapaxes(0, 1),
        cost=factor * run.value.T,
        diverged_at=run.diverged_at,
        regime=[str(each) for each in regime],
        accuracy=None if accuracy is None else accuracy.T,
    )


_BLOCK: Final = 16

ONE: Final = ("run", 0)
"""The home of a scene with one run."""


def family_of_one(k: Steps, runs: Sequence[Runs]) -> dict[str, Family]:
    """Nothing to vary: one run in each lane, recorded at the steps k (F,)."""
    return {ONE[0]: Family(np.zeros(1), k, runs)}


def standing(panels: Sequence[Panel]) -> Repertoire:
    """Panels that need no run: of a scene without lanes."""
    return Repertoire(family_of_one(np.zeros(1, dtype=np.int64), []), panels)


@dataclass(frozen=True, eq=False)
class Strip:
    """The runs of one lane for V values of a knob: values (V,), run p (K, V, s)."""

    values: Array
    run: Trajectory

    @property
    def final(self) -> Array:
        """Cost (V,) at the end of each run."""
        return np.asarray(self.run.value[-1])

    def position(self, value: float) -> int:
        """Which of the runs has a value; IndexError if none has."""
        return int(np.flatnonzero(self.values == value)[0])

    def at(self, position: int) -> Trajectory:
        """One of the runs."""
        return one_of(self.run, position)


def strip_of(sweep: Sweep, lane: str) -> Strip:
    """One lane of a sweep whose runs have parameters of one shape."""
    return Strip(sweep.values, sweep.batch(lane))


def block_of(values: Sequence[float], value: float) -> Sequence[float]:
    """The values of a strip that are trained before the others: `value`, and those in its block.

    Matrix products go by blocks of at most sixteen rows: among these a run is the same, to the last
    bit, as among all. What is left over at the end goes with the block before it.
    """
    if value not in values:
        return (value,)
    begin = list(values).index(value) // _BLOCK * _BLOCK
    if len(values) - begin < _BLOCK:
        return values[max(0, begin - _BLOCK) :]
    return values[begin : begin + _BLOCK]


def among(strip: Strip, values: Sequence[float]) -> Strip:
    """A strip over all these values with the runs of `strip` only: the others' costs are NaN."""
    run, at = strip.run, np.searchsorted(values, strip.values)
    batch = (len(run.k), len(values))
    p, value = np.zeros((*batch, run.p.shape[-1])), np.full(batch, np.nan)
    diverged_at = np.full(len(values), -1)
    p[:, at], value[:, at], diverged_at[at] = run.p, run.value, run.diverged_at
    return Strip(np.array(values), replace(run, p=p, value=value, diverged_at=diverged_at))


def merged(one: Strip, other: Strip) -> Strip:
    """Both strips' runs by increasing value; they must record the same steps."""
    values = np.concatenate([one.values, other.values])
    runs = [each.at(v) for each in (one, other) for v in range(len(each.values))]
    order = np.argsort(values)
    return Strip(values[order], joined([runs[i] for i in order]))
