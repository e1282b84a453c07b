"""Numbers into words: what is happening at each step of a run, in one sentence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.activations import Array
from core.critical import CriticalPoint
from core.diagnosis import Diagnosis
from core.sweep import Sweep

_COUNT_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Told:
    """Distinct sentences, and for each frame (F,) the number of the one that holds there."""

    sentences: list[str]
    frame: NDArray[np.int32]


def three(value: float) -> str:
    """Three significant digits, in the way a reader writes them: 0.00123, 4.56e-7, 1200."""
    if value == 0 or not np.isfinite(value):
        return f"{value:g}"
    return f"{value:.3g}" if 1e-4 <= abs(value) < 1e5 else f"{value:.2e}".replace("e-0", "e-")


def counted(count: int, of: int, noun: str = "points") -> str:
    """“five of six points”, in words as far as ten."""
    words = _COUNT_WORDS[count] if count < len(_COUNT_WORDS) else str(count)
    return f"{words} of {_COUNT_WORDS[of] if of < len(_COUNT_WORDS) else of} {noun}"


def tell(
    seen: Diagnosis,
    runs: Sweep,
    selected: int,
    samples: int,
    minimum: CriticalPoint | None = None,
) -> Told:
    """A sentence for each frame of the run `selected`, diagnosed at its recorded points.

    minimum: where the run should go, if it is full-gradient descent, for which the bound 2/λ_max
    there limits η; None for other optimizers, for minibatches, and where there is no minimum.
    """
    eta, run = float(runs.eta[selected]), runs.trajectory
    lost = int(run.diverged_at[selected])
    told = [
        _diverged(eta, lost, seen)
        if 0 <= lost <= run.k[f]
        else _overshooting(eta, seen.gradient_norm[f], run.p[f, selected], minimum)
        or _now(seen, f, samples)
        for f in range(len(run.k))
    ]
    distinct = list(dict.fromkeys(told))
    number = {sentence: i for i, sentence in enumerate(distinct)}
    return Told(distinct, np.array([number[sentence] for sentence in told], dtype=np.int32))


def _diverged(eta: float, step: int, seen: Diagnosis) -> str:
    bound = 2 / seen.largest[0] if seen.largest[0] > 0 else np.inf
    why = (
        f"η = {three(eta)} is more than 2/λ_max = {three(bound)} at the start, so every step "
        "overshoots by more than the one before"
        if eta > bound
        else f"with η = {three(eta)} the steps grew until they left all bounds"
    )
    return f"Diverged at step {step}: {why}. The picture keeps the last finite point."


def _overshooting(eta: float, norm: float, p: Array, minimum: CriticalPoint | None) -> str:
    if minimum is None:
        return ""
    bound, distance = 2 / minimum.eigenvalues[-1], float(np.linalg.norm(p - minimum.p))
    if eta <= bound or eta * norm <= distance:
        return ""
    return (
        f"Overshooting: the step of length η‖∇C‖ = {three(eta * norm)} goes beyond the minimum, "
        f"{three(distance)} away. There η = {three(eta)} is more than 2/λ_max = {three(bound)}."
    )


def _now(seen: Diagnosis, f: int, samples: int) -> str:
    norm, low = seen.gradient_norm[f], seen.smallest[f]
    wrong = int(seen.saturated_wrong[f])
    slope = f"‖∇C‖ = {three(norm)}"
    if 2 * wrong >= samples and norm < 0.1:
        return (
            f"Held back: {slope}, because {counted(wrong, samples)} are saturated on the wrong "
            "side, where σ′ is almost 0."
        )
    if norm < 1e-3 and low > 0:
        return f"Settling: {slope}, and every eigenvalue is positive (λ_min = {three(low)})."
    if wrong and norm >= 0.1:
        return f"Pulled hard: {slope}; {counted(wrong, samples)} far on the wrong side."
    if low < 0:
        return f"Not convex here: λ_min = {three(low)} < 0. Still downhill, with {slope}."
    return f"Downhill where it is convex: {slope}, λ_min = {three(low)}."
