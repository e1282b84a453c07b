"""Numbers into words: what is happening at each recorded step, in one sentence."""

from core.experiments.diagnosis import NetworkDiagnosis
from core.training.descent import Trajectory
from pages.ui.chapter.words import Told, fall, three, told

# A fall of the cost by less than this while the number of steps doubles is a plateau.
_FLAT = 0.05


def tell(run: Trajectory, diagnosis: NetworkDiagnosis, N: int) -> Told:
    """A sentence for each frame of a run on N points, from what is known until that frame."""
    return told([_sentence(run, diagnosis, N, frame) for frame in range(len(run.k))])


def _sentence(run: Trajectory, diagnosis: NetworkDiagnosis, N: int, f: int) -> str:
    right = f"{diagnosis.correct[f]} of {N} points right"
    if 0 <= run.diverged_at <= run.k[f]:
        return f"Diverged at step {run.diverged_at:,}. The picture keeps the last finite point."
    if f == 0:
        return f"The start: {right}{_bends(diagnosis, f)}."
    drop = fall(run.k, diagnosis.cost, f)
    slope = f"‖∇C‖ = {three(diagnosis.gradient_norm[f])}"
    if abs(drop) < _FLAT:
        return f"On a plateau: {right}, {slope}{_bends(diagnosis, f)}."
    if drop < 0:
        return f"Uphill for a while: one point at a time is noisy; {right}, {slope}."
    if diagnosis.correct[f] == N:
        return (
            f"All {N} points are right. What still falls is the distance of the outputs from 0 "
            f"and 1, which they never reach: by {100 * drop:.0f} % while the steps doubled."
        )
    return f"Falling: by {100 * drop:.0f} % while the steps doubled; {right}{_bends(diagnosis, f)}."


def _bends(diagnosis: NetworkDiagnosis, f: int) -> str:
    if diagnosis.spectrum is None:
        return ""
    negative, size = int(diagnosis.spectrum.negative[f]), diagnosis.spectrum.eigenvalues.shape[-1]
    return f"; the Hessian bends down in {negative} of {size} directions"
