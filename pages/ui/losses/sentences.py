"""Numbers into words: what is happening at each step of a run, in one sentence."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array
from core.experiments.diagnosis import Diagnosis
from core.landscape.critical_points import CriticalPoint
from pages.ui.chapter.runs import Strip
from pages.ui.chapter.words import Told, counted, three, told

# A run has arrived within this share of a minimum's cost, with a gradient this small; away from the
# minima a gradient below the last is faint.
_NEAR, _SETTLED, _FAINT = 1e-6, 1e-2, 5e-3


def tell(
    diagnosis: Diagnosis,
    runs: Strip,
    selected: int,
    samples: int,
    found: Sequence[CriticalPoint] = (),
    *,
    descent: bool = True,
) -> Told:
    """A sentence for each frame of the run `selected`, diagnosed at its recorded points.

    found: the minima that the run may come to. descent: it is gradient descent with the full
    gradient, for which 2/λ_max at the lowest of them limits η.
    """
    eta, run = float(runs.values[selected]), runs.run
    lost, p = int(run.diverged_at[selected]), run.p[:, selected]
    length = np.linalg.norm(p, axis=-1)
    grows = np.append(np.diff(length) > 0, length[-1] > length[-2])
    return told(
        [
            _diverged(eta, lost, diagnosis)
            if 0 <= lost <= run.k[f]
            else _arriving(diagnosis, f, found)
            or (_overshooting(eta, diagnosis.gradient_norm[f], p[f], found) if descent else "")
            or (_running_away(diagnosis, f, float(length[f])) if grows[f] else "")
            or _now(diagnosis, f, samples)
            for f in range(len(run.k))
        ]
    )


def _diverged(eta: float, step: int, diagnosis: Diagnosis) -> str:
    bound = 2 / diagnosis.largest[0] if diagnosis.largest[0] > 0 else np.inf
    why = (
        f"η = {three(eta)} is more than 2/λ_max = {three(bound)} at the start, so every step "
        "overshoots by more than the one before"
        if eta > bound
        else f"with η = {three(eta)} the steps grew until they left all bounds"
    )
    return f"Diverged at step {step}: {why}. The picture keeps the last finite point."


def _arriving(diagnosis: Diagnosis, f: int, found: Sequence[CriticalPoint]) -> str:
    cost = diagnosis.cost[f] + diagnosis.penalty[f]
    near = [m for m in found if abs(cost - m.value) <= _NEAR * (1 + abs(m.value))]
    if not near or diagnosis.gradient_norm[f] > _SETTLED:
        return ""
    return (
        f"At a minimum, to within {three(cost - near[0].value)} of its cost: "
        f"‖∇C‖ = {three(diagnosis.gradient_norm[f])}, every eigenvalue positive."
        if cost > near[0].value
        else f"At a minimum: ‖∇C‖ = {three(diagnosis.gradient_norm[f])}, every eigenvalue positive."
    )


def _overshooting(eta: float, norm: float, p: Array, found: Sequence[CriticalPoint]) -> str:
    if not found:
        return ""
    bound = 2 / found[0].eigenvalues[-1]
    distance = float(np.linalg.norm(p - found[0].p))
    if eta <= bound or eta * norm <= distance:
        return ""
    return (
        f"Overshooting: the step of length η‖∇C‖ = {three(eta * norm)} goes beyond the minimum, "
        f"{three(distance)} away. There η = {three(eta)} is more than 2/λ_max = {three(bound)}."
    )


def _running_away(diagnosis: Diagnosis, f: int, length: float) -> str:
    if diagnosis.gradient_norm[f] > _FAINT:
        return ""
    return (
        f"Running away: only ‖∇C‖ = {three(diagnosis.gradient_norm[f])} is left, and it leads "
        f"outwards: ‖p‖ = {three(length)} and growing, the cost levels off at "
        f"{three(diagnosis.cost[f])}."
    )


def _now(diagnosis: Diagnosis, f: int, samples: int) -> str:
    norm, low = diagnosis.gradient_norm[f], diagnosis.smallest[f]
    wrong = int(diagnosis.saturated_wrong[f])
    slope = f"‖∇C‖ = {three(norm)}"
    if 2 * wrong >= samples and norm < 0.1:
        return (
            f"Held back: {slope}, because {counted(wrong, samples)} are saturated on the wrong "
            "side, where σ′ is almost 0."
        )
    if wrong and norm >= 0.1:
        return f"Pulled hard: {slope}; {counted(wrong, samples)} far on the wrong side."
    # Below the largest eigenvalue's rounding the sign says nothing.
    if low < -1e-12 * diagnosis.largest[f]:
        return f"Not convex here: λ_min = {three(low)} < 0. Still downhill, with {slope}."
    return f"Downhill where it is convex: {slope}, λ_min = {three(low)}."
