"""The learning-rate finder: every entrant's race for every η of four decades, at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.race.experiment import Entrant, RaceExperiment, picks, rule, start
from core.experiments.race.ground import Ground
from core.experiments.race.race import labels
from core.rounding import moved
from core.training.descent import Trajectory
from core.training.regimes import Regime, regimes
from core.training.sweep import Sweep, sweep

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

    The entrants' own rates do not matter: `RaceExperiment.of_finder` forgets them.
    """
    eta = scale(spec.ground)
    origin = np.array(start(spec))
    runs, others = (
        [_runs(spec, entrant, eta, begin) for entrant in spec.entrants.values()]
        for begin in (origin, moved(origin))
    )
    shape = (len(runs), len(eta))
    final = np.array([each.final for each in runs]).reshape(shape)
    diverged = np.array([each.trajectory.diverged_at >= 0 for each in runs], bool).reshape(shape)
    worst = [np.maximum(_ending(a), _ending(b)) for a, b in zip(runs, others, strict=True)]
    best = float(np.where(diverged, np.inf, final).min(initial=np.inf))
    best = min(best, float(spec.ground.objective.value(origin)))
    return Finder(
        tuple(spec.entrants),
        labels(spec),
        eta,
        final,
        diverged,
        tuple(tuple(regimes(each, best)) for each in runs),
        tuple(hasattr(entrant.optimizer, "eta") for entrant in spec.entrants.values()),
        np.array(worst).reshape(shape),
    )


def _ending(runs: Sweep) -> Array:
    return np.where(runs.trajectory.diverged_at >= 0, np.inf, runs.final)


def _runs(spec: RaceExperiment, entrant: Entrant, eta: Array, origin: Array) -> Sweep:
    objective = spec.ground.objective
    optimizer, batches = rule(spec, entrant), picks(spec, entrant)
    if hasattr(entrant.optimizer, "eta"):
        return sweep(objective, optimizer, origin, spec.steps, eta.tolist(), batches, _FRAMES)
    one = sweep(objective, optimizer, origin, spec.steps, [1.0], batches, _FRAMES).trajectory
    V = len(eta)
    run = Trajectory(
        one.k,
        np.repeat(one.p, V, axis=1),
        np.repeat(one.value, V, axis=1),
        one.status,
        np.repeat(one.diverged_at, V),
    )
    return Sweep(eta, run)
