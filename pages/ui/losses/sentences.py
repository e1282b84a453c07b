"""Numbers into words: what is happening at each step of a run, in a few sentences.

Each holds of its frame: a limit is a proven one, a reason is computed, a trend is that since the
frame before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Steps
from core.experiments.diagnosis import Diagnosis
from core.experiments.logistic.infimum import Infimum
from core.landscape.critical_points import CriticalPoint
from pages.ui.chapter.runs import Strip
from pages.ui.chapter.words import Told, three, told
from pages.ui.losses.pulls import headline, who_pulls

# A run has arrived within this share of a minimum's cost, with a gradient this small; away from the
# minima a gradient below the last is faint.
_NEAR, _SETTLED, _FAINT = 1e-6, 1e-2, 5e-3
# A change of cost this small against the cost is rounding.
_ROUNDING = 1e-13


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of a loss besides its run.

    names: what its samples are called. found: the minima that the run may come to. infimum: how low
    the loss can get; rays (F,) where it tends along the ray through each frame's point. squared:
    whether it is the squared loss. descent: whether the run is gradient descent with the full
    gradient, whose steps 2/λ_max limits.
    """

    names: Sequence[str]
    found: Sequence[CriticalPoint] = ()
    infimum: Infimum | None = None
    rays: Sequence[float | None] = ()
    squared: bool = False
    descent: bool = True


def tell(diagnosis: Diagnosis, runs: Strip, selected: int, known: Known) -> Told:
    """What is happening at each frame of the run `selected`, diagnosed at its recorded points."""
    eta, run = float(runs.values[selected]), runs.run
    lost, p = int(run.diverged_at[selected]), run.p[:, selected]
    return told(
        [
            _diverged(eta, lost, diagnosis, known)
            if 0 <= lost <= run.k[f]
            else _arriving(diagnosis, f, p[f], known.found)
            or _drowned(diagnosis, f)
            or (_overshooting(eta, diagnosis, f, p[f], known.found) if known.descent else "")
            or _running_away(diagnosis, f, run.k, p, known)
            or _now(diagnosis, f, run.k, known)
            for f in range(len(run.k))
        ]
    )


def _diverged(eta: float, step: int, diagnosis: Diagnosis, known: Known) -> str:
    highest = float(diagnosis.largest[0])
    bound = 2 / highest if highest > 0 else np.inf
    why = (
        f"η = {three(eta)} is more than 2/λ_max = {three(bound)} at the start"
        if known.descent and eta > bound
        else f"with η = {three(eta)} the next point would be out of all bounds"
    )
    return f"Diverged at step {step}: {why}. The picture keeps the last finite point."


def _arriving(diagnosis: Diagnosis, f: int, p: Array, found: Sequence[CriticalPoint]) -> str:
    cost, norm, low = diagnosis.total[f], diagnosis.gradient_norm[f], diagnosis.smallest[f]
    near = [m for m in found if _is_near(m, p, float(cost))]
    if not near or norm > _SETTLED or low <= 0:
        return ""
    above = cost - near[0].value
    within = f", to within {three(above)} of its cost" if above > 0 else ""
    return f"At a minimum{within}: ‖∇C‖ = {three(norm)}, every eigenvalue positive."


def _is_near(minimum: CriticalPoint, p: Array, cost: float) -> bool:
    # Points elsewhere may cost the same: the minimum's smallest curvature says how far it can be.
    tolerance = _NEAR * (1 + abs(minimum.value))
    away = float(np.linalg.norm(p - minimum.p))
    flat = 0.5 * float(minimum.eigenvalues[0]) * away**2
    return abs(cost - minimum.value) <= tolerance and flat <= 4 * tolerance


def _drowned(diagnosis: Diagnosis, f: int) -> str:
    if not diagnosis.drowned[f]:
        return ""
    return (
        f"Out of double precision's reach: ‖∇C‖ is 0 to within {three(diagnosis.rounding[f])}, "
        "the rounding of its terms. No number here tells which way is down."
    )


def _overshooting(
    eta: float, diagnosis: Diagnosis, f: int, p: Array, found: Sequence[CriticalPoint]
) -> str:
    if not found:
        return ""
    nearest = min(found, key=lambda m: float(np.linalg.norm(p - m.p)))
    bound = 2 / float(nearest.eigenvalues[-1])
    toward = nearest.p - p
    distance = float(np.linalg.norm(toward))
    if eta <= bound or -eta * float(diagnosis.gradient[f] @ toward) <= distance**2:
        return ""
    length = eta * diagnosis.gradient_norm[f]
    return (
        f"Overshooting: the step of length η‖∇C‖ = {three(length)} goes beyond the minimum, "
        f"{three(distance)} away. There η = {three(eta)} is more than 2/λ_max = {three(bound)}."
    )


def _running_away(diagnosis: Diagnosis, f: int, k: Steps, p: Array, known: Known) -> str:
    if diagnosis.gradient_norm[f] > _FAINT or not _leads_away(diagnosis, f, p, known):
        return ""
    length = float(np.linalg.norm(p[f]))
    said = (
        f"Running away: only ‖∇C‖ = {three(diagnosis.gradient_norm[f])} is left, and it leads "
        f"outwards: ‖p‖ = {three(length)}."
    )
    return " ".join(filter(None, [said, _lowest(diagnosis, f, known), _fall(diagnosis, f, k)]))


def _leads_away(diagnosis: Diagnosis, f: int, p: Array, known: Known) -> bool:
    """Whether downhill is away from 0 and from every minimum that is known, and the run goes so."""
    # With a minimum at a finite place, or a penalty, nothing runs away for ever.
    if diagnosis.penalty[f] > 0 or (known.infimum is not None and known.infimum.p is not None):
        return False
    centers = [np.zeros(p.shape[-1]), *(m.p for m in known.found)]
    downhill = all(float((p[f] - c) @ diagnosis.gradient[f]) < 0 for c in centers)
    before, after = max(0, f - 1), min(len(p) - 1, f if f else 1)
    grows = float(np.linalg.norm(p[after]) - np.linalg.norm(p[before])) > 0
    return downhill and grows


def _lowest(diagnosis: Diagnosis, f: int, known: Known) -> str:
    here = three(diagnosis.cost[f])
    if known.infimum is not None:
        above = three(max(0.0, float(diagnosis.cost[f]) - known.infimum.cost))
        return f"C is {above} above its infimum {three(known.infimum.cost)}, attained nowhere."
    ray = known.rays[f] if known.rays else None
    if ray is None:
        return f"C = {here}."
    return f"C = {here}; farther along this ray it tends to {three(ray)}."


def _fall(diagnosis: Diagnosis, f: int, k: Steps) -> str:
    change = _change(diagnosis, f)
    if change >= 0:
        return ""
    return f"It fell by {three(-change / (k[f] - k[f - 1]))} a step."


def _now(diagnosis: Diagnosis, f: int, k: Steps, known: Known) -> str:
    norm, low, change = diagnosis.gradient_norm[f], diagnosis.smallest[f], _change(diagnosis, f)
    slope = f"‖∇C‖ = {three(norm)}"
    if low < 0:
        curved = f"not convex here: {slope}, λ_min = {three(low)} < 0"
    elif low > 0:
        curved = f"convex here: {slope}, λ_min = {three(low)}"
    else:
        curved = f"flat along some direction, to within rounding: {slope}"
    if change > 0:
        trend = f"Uphill by {three(change)} since step {k[f - 1]}, "
    else:
        trend = "Downhill, " if change < 0 else ""
    pulled = headline(diagnosis, f, known.squared)
    first = f"{pulled}: {slope}." if pulled and change <= 0 else f"{trend}{curved}."
    who = who_pulls(diagnosis, f, known.names, known.squared)
    return " ".join(filter(None, [first[0].upper() + first[1:], who]))


def _change(diagnosis: Diagnosis, f: int) -> float:
    """How what is minimized has changed since the frame before; 0 within rounding, or at first."""
    if f == 0:
        return 0.0
    change = float(diagnosis.total[f] - diagnosis.total[f - 1])
    return change if abs(change) > _ROUNDING * (1 + abs(float(diagnosis.total[f]))) else 0.0
