"""What is said of a run, frame by frame: how the training digits are read, and how the others."""

import numpy as np

from core.arrays import Array, Steps
from core.experiments.digits.experiment import DigitsExperiment
from pages.ui.chapter.words import Told, printed, three, told
from pages.ui.digits.recording import Recorded


def epoch_of(spec: DigitsExperiment, step: int) -> float:
    """How often each digit has been seen after so many steps."""
    return step * spec.batch / spec.count


def said_epoch(spec: DigitsExperiment, step: int) -> str:
    """The same to a tenth: “9.9”, “10”."""
    return printed(round(epoch_of(spec, step), 1))


def epochs_of(spec: DigitsExperiment, k: Steps) -> Array:
    """The same for steps k (F,)."""
    return np.asarray(k, dtype=float) * (spec.batch / spec.count)


def tell(spec: DigitsExperiment, recorded: Recorded) -> tuple[Told, Told]:
    """A sentence for each frame of both lanes, from what is known until that frame."""
    frames = range(len(recorded.run.k))
    return (
        told([_of_training(spec, recorded, f) for f in frames]),
        told([_of_test(spec, recorded, f) for f in frames]),
    )


def _of_training(spec: DigitsExperiment, recorded: Recorded, f: int) -> str:
    run, marks, N = recorded.run, recorded.train, len(recorded.train.labels)
    if 0 <= run.diverged_at <= run.k[f]:
        return f"Diverged at step {run.diverged_at:,}. The picture keeps the last finite point."
    wrong = int(marks.wrong[f])
    if f == 0:
        return (
            f"The start: {wrong:,} of {N:,} are wrong. Guessing gets nine in ten wrong on average."
        )
    if wrong == 0:
        return (
            f"All {N:,} are right; the cross-entropy is {three(marks.cost[f])}. It would be 0 only "
            "if the net gave every right digit a share of 1."
        )
    return f"{wrong:,} of {N:,} are wrong, {_rose_or_fell(marks.cost, f)}."


def _rose_or_fell(cost: Array, f: int) -> str:
    """What has become of the cross-entropy since the start."""
    word = "below" if cost[f] < cost[0] else "above"
    if cost[f] == cost[0]:
        return "at the cross-entropy of the start"
    return f"the cross-entropy is {word} the {three(cost[0])} of the start"


def _of_test(spec: DigitsExperiment, recorded: Recorded, f: int) -> str:
    run, wrong, N = recorded.run, recorded.test.wrong, len(recorded.test.labels)
    now = f"{wrong[f]} of {N} are wrong"
    if 0 <= run.diverged_at <= run.k[f]:
        return f"{now} at the last finite point."
    if f == 0:
        return f"{now}. No step looks at these, written by other people."
    best = int(wrong[: f + 1].argmin())
    ended = run.k[f] == spec.steps
    # Of a long run only some steps are recorded.
    of_these = "" if run.k[f] == f else " of the steps shown"
    if best == f:
        return f"{now}, the fewest{of_these}{' until now' if not ended else ''}."
    when = f"after epoch {said_epoch(spec, int(run.k[best]))}" if best else "at the start"
    if wrong[best] == wrong[f]:
        return f"{now}, as few as at best{of_these}, {when}."
    if ended:
        return f"{now} at the end. It was better before: {wrong[best]} {when}."
    return f"{now}; fewest{of_these} until now: {wrong[best]}, {when}."
