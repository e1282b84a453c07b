"""Numbers into words: what is happening at each recorded step, in one sentence."""

import numpy as np

from core.activations import Array
from core.descent import Steps, Trajectory
from core.network_diagnosis import NetworkDiagnosis
from pages.ui.chapter.words import Told, three

# A fall of the cost by less than this while the number of steps doubles is a plateau.
_FLAT = 0.05


def tell(run: Trajectory, seen: NetworkDiagnosis, N: int) -> Told:
    """A sentence for each frame of a run on N points, from what is known until that frame."""
    told = [_sentence(run, seen, N, frame) for frame in range(len(run.k))]
    distinct = list(dict.fromkeys(told))
    number = {sentence: i for i, sentence in enumerate(distinct)}
    return Told(distinct, np.array([number[sentence] for sentence in told], dtype=np.int32))


def _sentence(run: Trajectory, seen: NetworkDiagnosis, N: int, f: int) -> str:
    right = f"{seen.correct[f]} of {N} points right"
    if 0 <= run.diverged_at <= run.k[f]:
        return f"Diverged at step {run.diverged_at:,}. The picture keeps the last finite point."
    if f == 0:
        return f"The start: {right}{_bends(seen, f)}."
    fall = _fall(run.k, seen.cost, f)
    slope = f"‖∇C‖ = {three(seen.gradient_norm[f])}"
    if abs(fall) < _FLAT:
        return f"On a plateau: {right}, {slope}{_bends(seen, f)}."
    if fall < 0:
        return f"Uphill for a while: one point at a time is noisy; {right}, {slope}."
    if seen.correct[f] == N:
        return (
            f"All {N} points are right. What still falls is the distance of the outputs from 0 "
            f"and 1, which they never reach: by {100 * fall:.0f} % while the steps doubled."
        )
    return f"Falling: by {100 * fall:.0f} % while the steps doubled; {right}{_bends(seen, f)}."


def _fall(k: Steps, cost: Array, f: int) -> float:
    """Share of the cost that is gone since half as many steps."""
    before = int(np.searchsorted(k, k[f] / 2))
    return float(1 - cost[f] / cost[before]) if cost[before] > 0 else 0.0


def _bends(seen: NetworkDiagnosis, f: int) -> str:
    if seen.spectrum is None:
        return ""
    negative, size = int(seen.spectrum.negative[f]), seen.spectrum.eigenvalues.shape[-1]
    return f"; the Hessian bends down in {negative} of {size} directions"
