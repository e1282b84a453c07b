"""Numbers into words: what is happening at each recorded step of a run, in one sentence."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.experiments.xor import problem as xor
from core.training.descent import Trajectory
from pages.ui.chapter.words import Told, counted, fall, three, told
from pages.ui.xor.training import Diagnosis

# A gradient below this no longer moves anything visible.
_STILL: Final = 1e-3
# A fall of the cost by less than this while the number of steps doubles is a plateau.
_FLAT: Final = 0.05
LEVEL_NAMES: Final = {"1/4": "¼", "1/6": "1/6", "1/8": "1/8"}
_MOST_NAMED: Final = 4


def tell(run: Trajectory, diagnosis: Diagnosis) -> Told:
    """A sentence for each frame of a run, from what is known until that frame."""
    return told([_sentence(run, diagnosis, frame) for frame in range(len(run.k))])


def units(which: NDArray[np.bool_]) -> str:
    """“unit 2”, “units 1 and 3”, “12 of 64 units”; empty for none. which (H,)."""
    names = [str(i + 1) for i in np.flatnonzero(which)]
    if not names:
        return ""
    if len(names) == 1:
        return f"unit {names[0]}"
    if len(names) > _MOST_NAMED:
        return f"{len(names)} of {len(which)} units"
    return f"units {', '.join(names[:-1])} and {names[-1]}"


def level_name(cost: float) -> str:
    """The level at which a run of this cost is stuck, as a reader writes it, or nothing."""
    return LEVEL_NAMES.get(xor.fate(cost), "")


def _sentence(run: Trajectory, diagnosis: Diagnosis, f: int) -> str:
    if 0 <= run.diverged_at <= run.k[f]:
        return f"Diverged at step {run.diverged_at:,}. The picture keeps the last finite point."
    cost, slope, N = float(run.value[f]), float(diagnosis.slope[f]), diagnosis.output.shape[-1]
    right = f"{counted(int(diagnosis.right[f]), N)} on the right side of ½"
    dead = _dead(diagnosis.dead[f])
    if cost == 0:
        return f"Exactly 0: {right}, and no cost can be lower. A global minimum{dead}."
    if cost <= xor.SOLVED:
        return f"Solved: {right}, the cost is {three(cost)}, and none is below 0{dead}."
    if f == 0:
        return f"The start: {right}{dead}."
    if slope < _STILL and (level := level_name(cost)):
        return f"Stuck at {level}: {right}, ‖∇C‖ is down to {three(slope)}{dead}."
    if slope < _STILL:
        return f"Hardly moving: ‖∇C‖ = {three(slope)}, {right}{dead}."
    drop = fall(run.k, run.value, f)
    if drop < -_FLAT:
        return f"Uphill: the step was too long or saw too few points; {right}{dead}."
    if drop < _FLAT:
        return f"On a plateau: {right}, ‖∇C‖ = {three(slope)}{dead}."
    return f"Folding: the cost fell by {100 * drop:.0f} % while the steps doubled; {right}{dead}."


def _dead(which: NDArray[np.bool_]) -> str:
    if not which.any():
        return ""
    verb = "is" if which.sum() == 1 else "are"
    return f"; {units(which)} {verb} dead, off at all points"
