"""Numbers into words: what is happening at each recorded step, in one sentence."""

from typing import Final

import numpy as np

from core.experiments.diagnosis import NetworkDiagnosis
from core.experiments.higham.experiment import HighamExperiment, batch_size, sample_count
from core.theory.gradient_noise import minibatch_variance
from core.training.descent import Trajectory
from core.training.samplers import WithReplacement
from pages.ui.chapter.words import Told, percent, since_half, three, told

# A cost that has stayed within this share of what it was at half as many steps is on a plateau.
FLAT: Final = 0.05
_EQUAL: Final = 1e-12
# F₁ - F₂ goes from -1 to 1: a map on which it differs by less than this has one tint.
_PALE: Final = 0.2


def tell(spec: HighamExperiment, run: Trajectory, diagnosis: NetworkDiagnosis) -> Told:
    """A sentence for each frame of a spec's run, from what is known until that frame."""
    return told([_sentence(spec, run, diagnosis, frame) for frame in range(len(run.k))])


def _sentence(spec: HighamExperiment, run: Trajectory, diagnosis: NetworkDiagnosis, f: int) -> str:
    N = sample_count(spec)
    right = f"{diagnosis.correct[f]} of {N} points right"
    if 0 <= run.diverged_at <= run.k[f]:
        return f"Diverged at step {run.diverged_at:,}. The picture keeps the last finite point."
    if f == 0:
        return f"The start: {right}{_bends(diagnosis, f)}.{_pale(diagnosis, f)}"
    if diagnosis.cost[f] == 0:
        return (
            f"The cost is 0 as far as double precision goes: {right}. A sigmoid reaches its "
            "targets 0 and 1 only in rounding."
        )
    past = since_half(run.k, diagnosis.cost, f)
    since = f"since step {past.step:,}"
    slope = f"‖∇C‖ = {three(diagnosis.gradient_norm[f])}"
    if past.swing < FLAT:
        moved = f"has stayed within {percent(past.swing)}"
        if past.swing < _EQUAL:
            moved = "has been the same to twelve digits"
        return (
            f"On a plateau: the cost {moved} {since}; {right}, {slope}{_bends(diagnosis, f)}."
            f"{_pale(diagnosis, f)}"
        )
    if abs(past.fall) < FLAT:
        return (
            f"Up and down: the cost is about what it was at step {past.step:,}; {right}, {slope}."
        )
    if past.fall < 0:
        return f"Uphill {since}: {right}, {slope}.{_shaken(spec, diagnosis, f)}"
    if diagnosis.correct[f] == N:
        return (
            f"All {N} points are right. The cost still fell by {percent(past.fall)} {since}: it "
            "measures how far the outputs are from 0 and 1, which they never reach."
        )
    return f"Falling: by {percent(past.fall)} {since}; {right}{_bends(diagnosis, f)}."


def _shaken(spec: HighamExperiment, diagnosis: NetworkDiagnosis, f: int) -> str:
    """What can lift the cost, where it is there: noise above the pull, η above its limit."""
    N, m = sample_count(spec), batch_size(spec)
    said = "" if m < N else " Along the full gradient only a step that is too long climbs."
    replacement = isinstance(spec.sampler, WithReplacement)
    noise = float(np.sqrt(minibatch_variance(diagnosis.noise[f], N, m, replacement)))
    if m < N and noise > diagnosis.gradient_norm[f]:
        points = "one drawn point" if m == 1 else f"{m} drawn points"
        said += f" The gradient of {points} misses ∇C by {three(noise)} in root mean square."
    spectrum = diagnosis.spectrum
    if spectrum is not None and spec.eta * spectrum.largest[f] > 2:
        bound = three(2 / spectrum.largest[f])
        said += f" η = {three(spec.eta)} is above 2/λ_max = {bound} here."
    return said


def _pale(diagnosis: NetworkDiagnosis, f: int) -> str:
    """Why the map shows hardly more than one tint, where it does."""
    if diagnosis.spread[f] > _PALE:
        return ""
    return f" From point to point F₁ − F₂ differs by at most {three(diagnosis.spread[f])}."


def _bends(diagnosis: NetworkDiagnosis, f: int) -> str:
    if diagnosis.spectrum is None:
        return ""
    negative, size = int(diagnosis.spectrum.negative[f]), diagnosis.spectrum.eigenvalues.shape[-1]
    return f"; the Hessian bends down in {negative} of {size} directions"
