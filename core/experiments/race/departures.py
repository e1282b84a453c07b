"""Runs that were there and left again, and the one reason that can be proven: a memory faded.

RMSProp and Adam divide by an average of squared gradients. Beside a minimum gradients are small,
the average fades, and the step per gradient grows until no minimum holds the run: once λ_max(D H),
D the scale of the steps, exceeds 2, it is thrown out (Cohen, Ghorbani, Krishnan et al. 2022).
"""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.experiments.race.experiment import Entrant, RaceExperiment, recipe
from core.experiments.race.race import Race
from core.experiments.race.standings import Standings
from core.training.recipe import Recipe

_BOUND = 2.0


@dataclass(frozen=True)
class Faded:
    """λ_max(D H) with the scale D of the arrival and with that of the departure, H at the latter.

    The first is at most 2, the second above.
    """

    before: float
    after: float


@dataclass(frozen=True)
class Departure:
    """A stay that ended: there from record `came` on, out at record `left`; why, where proven."""

    came: int
    left: int
    faded: Faded | None


def departures(spec: RaceExperiment, race: Race, stands: Standings) -> tuple[list[Departure], ...]:
    """The stays of each run that ended before the race did, in their order."""
    found = []
    for i, entrant in enumerate(spec.entrants.values()):
        ended = [(came, left) for came, left in stands.visits(i) if left < len(race.k)]
        scales = _scales(spec, entrant, race, ended)
        found.append(
            [
                Departure(came, left, _faded(spec, scales, race, i, came, left))
                for came, left in ended
            ]
        )
    return tuple(found)


def _scales(
    spec: RaceExperiment, entrant: Entrant, race: Race, ended: list[tuple[int, int]]
) -> dict[int, Array]:
    """D at the records at which stays begin, and at the last ones of stays."""
    made = recipe(spec, entrant)
    records = {at for came, left in ended for at in (came, left - 1)} - {0}
    if not records or made.picks is not None:
        return {}
    return _replayed(made, {int(race.k[at]): at for at in records})


def _replayed(made: Recipe, at: dict[int, int]) -> dict[int, Array]:
    rule, p, found = made.optimizer, made.start, {}
    state = rule.init(p)
    for k in range(1, max(at) + 1):
        p, state = rule.step(k, p, made.objective.gradient(p), state)
        if k in at:
            scale = rule.held_scale(state)
            if scale is None:
                return {}
            found[at[k]] = scale
    return found


def _faded(
    spec: RaceExperiment, scales: dict[int, Array], race: Race, i: int, came: int, left: int
) -> Faded | None:
    if came not in scales or left - 1 not in scales:
        return None
    H = spec.ground.objective.hessian(race.runs[i].trajectory.p[left - 1])
    before, after = (sharpness(scales[at], H) for at in (came, left - 1))
    return Faded(before, after) if before <= _BOUND < after else None


def sharpness(scale: Array, H: Array) -> float:
    """λ_max(D H) for D = diag(scale) (s,) and H (s, s)."""
    root = np.sqrt(scale)
    return float(np.linalg.eigvalsh(root[:, None] * H * root)[-1])
