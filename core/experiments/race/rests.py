"""Where runs are at rest without having arrived: what the second derivatives prove of the point."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.experiments.race.ground import Ground
from core.experiments.race.race import Race
from core.experiments.race.standings import Standings
from core.landscape.critical_points import Verdict, classify
from core.objectives.objective import Objective

# A run rests at a critical point if Newton's step to it is this small, against the point's size.
_CLOSE = 1e-3


@dataclass(frozen=True)
class Rest:
    """A point at rest: its verdict, UNDECIDED where none is near, and the smaller curvature."""

    verdict: Verdict
    curvature: float


def rests(ground: Ground, race: Race, stands: Standings) -> dict[tuple[int, int], Rest]:
    """What each run at rest is at, by the run and the record."""
    objective = ground.objective
    scale = float(np.abs(objective.hessian(race.start)).max())
    known: dict[bytes, Rest] = {}
    found = {}
    for i, f in np.argwhere(stands.resting >= 0).tolist():
        p = race.runs[i].trajectory.p[f]
        key = p.tobytes()
        if key not in known:
            known[key] = _rest(objective, p, scale)
        found[i, f] = known[key]
    return found


def _rest(objective: Objective, p: Array, scale: float) -> Rest:
    point = classify(objective, p, scale)
    verdict = point.verdict
    if verdict is not Verdict.UNDECIDED:
        step = np.linalg.solve(objective.hessian(p), objective.gradient(p))
        if np.linalg.norm(step) > _CLOSE * (1 + np.linalg.norm(p)):
            verdict = Verdict.UNDECIDED
    return Rest(verdict, float(point.eigenvalues[0]))
