"""Numbers into words: what is happening at each recorded step of a run, in one sentence."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment
from core.optimizers.first_order import GradientDescent
from core.training.descent import Trajectory
from pages.ui.chapter.words import Told, counted, percent, since_half, three, told
from pages.ui.xor.training import Diagnosis

# A cost that has stayed within this share of what it was at half as many steps hardly moves.
_FLAT: Final = 0.05
LEVEL_NAMES: Final = {"1/4": "¼", "1/6": "1/6", "1/8": "1/8"}
_MOST_NAMED: Final = 4


def tell(spec: XorExperiment, run: Trajectory, diagnosis: Diagnosis) -> Told:
    """A sentence for each frame of a spec's run.

    From what is known until that frame, but for the proof that a run is stuck: it is one of the
    minimum that the run ends at, and holds wherever the run is beside that.
    """
    return told([_sentence(spec, run, diagnosis, frame) for frame in range(len(run.k))])


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


def _sentence(spec: XorExperiment, run: Trajectory, diagnosis: Diagnosis, f: int) -> str:
    if 0 <= run.diverged_at <= run.k[f]:
        return f"Diverged at step {run.diverged_at:,}. The picture keeps the last finite point."
    cost, slope = float(run.value[f]), f"‖∇C‖ = {three(float(diagnosis.slope[f]))}"
    N = diagnosis.output.shape[-1]
    right = f"{counted(int(diagnosis.right[f]), N)} on the right side of ½"
    dead, level = _dead(diagnosis.dead[f]), level_name(cost) if spec.is_xor else ""
    if cost == 0:
        return f"Exactly 0: {right}, and no cost can be lower. A global minimum{dead}."
    if cost <= xor.SOLVED:
        return f"Solved: {right}, the cost is {three(cost)}, and no cost is below 0{dead}."
    if f == 0:
        return f"The start: {right}{dead}."
    if diagnosis.stuck[f] and level:
        return f"Stuck at {level}: beside a local minimum, {right}, {slope}{dead}."
    past = since_half(run.k, run.value, f)
    since = f"since step {past.step:,}"
    if past.swing < _FLAT:
        at = f"near the level {level}" if level else f"at {three(cost)}"
        return f"Hardly moving, {at} {since}: {right}, {slope}{dead}."
    if abs(past.fall) < _FLAT:
        return f"Up and down: about the cost of step {past.step:,}, {right}, {slope}{dead}."
    if past.fall < 0:
        return f"Uphill {since}: {right}, {slope}{dead}.{_why_uphill(spec, N)}"
    return f"Falling: the cost fell by {percent(past.fall)} {since}; {right}{dead}."


def _why_uphill(spec: XorExperiment, N: int) -> str:
    m = spec.sampler.size(N)
    if m < N:
        return f" Each step sees {m} of the {N} points, and the cost is of all of them."
    if type(spec.optimizer) is GradientDescent:
        return " Along the full gradient only a step that is too long climbs."
    return ""


def _dead(which: NDArray[np.bool_]) -> str:
    if not which.any():
        return ""
    verb = "is" if which.sum() == 1 else "are"
    return f"; {units(which)} {verb} dead, off at all points"
