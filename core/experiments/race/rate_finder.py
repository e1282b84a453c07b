"""The learning-rate finder: every entrant's race for every η of four decades, at once."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.race.experiment import RaceExperiment, start
from core.experiments.race.ground import Ground
from core.experiments.race.race import labels
from core.rounding import SHAKE, moved
from core.training.descent import Trajectory, record_steps
from core.training.recipe import Recipe
from core.training.regimes import Regime, regimes
from core.training.sweep import and_last_but_one, joined, run_all

COUNT = 61
# Final costs that differ by less than this, in units of 1 + |C|, are equal.
_ROUNDING = 1e-12
_DECADES, _HIGH, _HIGHER, _FRAMES = 4, 10.0, 100.0, 40


@dataclass(frozen=True, eq=False)
class Finder:
    """What each entrant of a race would come to with each learning rate.

    lanes and labels of the E entrants; eta (V,); final (E, V), the cost after all steps, where a
    run diverged that of its last good point; diverged (E, V); regimes (E, V). A rule without η,
    Levenberg-Marquardt, has the same run for all of them, and has_rate (E,) says no. steady (E, V):
    the higher of the final costs from the start and from one moved by `core.rounding.SHAKE`,
    infinite where either run diverged.
    """

    lanes: tuple[str, ...]
    labels: tuple[str, ...]
    eta: Array
    final: Array
    diverged: NDArray[np.bool_]
    regimes: tuple[tuple[Regime, ...], ...]
    has_rate: tuple[bool, ...]
    steady: Array

    @property
    def best(self) -> Array:
        """The η (E,) with which each entrant ends lowest, whatever rounding does.

        The least of those that end there within rounding.
        """
        lowest = self.steady.min(axis=1, keepdims=True)
        near = self.steady <= lowest + _ROUNDING * (1 + np.abs(lowest))
        return self.eta[near.argmax(axis=1)]


def scale(ground: Ground) -> Array:
    """The learning rates (V,): 61 over four decades, even in their logarithm, to three digits.

    From 0.001 to 10, or from 0.01 to 100 where the ground suggests a rate beyond 10.
    """
    high = _HIGHER if ground.rates.largest > _HIGH else _HIGH
    even = np.geomspace(high / 10**_DECADES, high, COUNT)
    return np.array([float(f"{eta:.3g}") for eta in even])


def find(spec: RaceExperiment) -> Finder:
    """Train each entrant with all learning rates in one batch, η being its axis.

    The entrants' own rates do not matter.
    """
    eta = scale(spec.ground)
    has_rate = tuple(entrant.optimizer.has_rate for entrant in spec.entrants.values())
    rates = [eta if has else None for has in has_rate]
    runs, others = (
        [
            _runs(replace(made, start=moved(made.start, by)), each)
            for made, each in zip(spec.recipes().values(), rates, strict=True)
        ]
        for by in (0.0, SHAKE)
    )
    final = np.array([run.value[-1] for run in runs]).reshape(len(runs), len(eta))
    diverged = np.array([run.diverged_at >= 0 for run in runs], bool).reshape(final.shape)
    worst = [np.maximum(_ending(a), _ending(b)) for a, b in zip(runs, others, strict=True)]
    best = float(np.where(diverged, np.inf, final).min(initial=np.inf))
    best = min(best, float(spec.ground.objective.value(np.array(start(spec)))))
    return Finder(
        tuple(spec.entrants),
        labels(spec),
        eta,
        final,
        diverged,
        tuple(tuple(regimes(run, best)) for run in runs),
        has_rate,
        np.array(worst).reshape(final.shape),
    )


def _ending(run: Trajectory) -> Array:
    return np.where(run.diverged_at >= 0, np.inf, run.value[-1])


def _runs(made: Recipe, eta: Array | None) -> Trajectory:
    """The runs of one entrant with every learning rate, p (K, V, s); equal where it has none."""
    made = replace(made, record_every=and_last_but_one(record_steps(made.steps, _FRAMES + 1)))
    if eta is None:
        return joined([made.run()] * COUNT)
    return joined(run_all([replace(made, optimizer=made.optimizer.at_rate(e)) for e in eta]))
