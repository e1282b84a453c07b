"""What the chapter on digits asks before its runs, and what the engine answers."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from core.arrays import Array
from core.datasets.digits import moved
from core.experiments.digits.experiment import DigitsExperiment as Experiment
from core.experiments.digits.experiment import unseen_digits
from core.theory.convolutions import layer_table
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.words import percent
from pages.ui.digits.presets import MOVED
from pages.ui.digits.recording import finished
from pages.ui.digits.sentences import said_epoch
from pages.ui.predict.kinds import Choice, Drawn, Number
from pages.ui.predict.question import Question
from pages.ui.stage import SKETCHED

_TEST: Final = 1
_EDGES: Final = (0.6, 0.8, 0.95)
_SHARES: Final = ("Fewer than 60 %", "60 to 80 %", "80 to 95 %", "More than 95 %")


def parameters(spec: Experiment) -> float:
    """How many numbers the network learns."""
    return float(spec.model().size)


def reveal_parameters(spec: Experiment) -> str:
    """The sum over the layers."""
    rows = [row for row in layer_table(spec.model()) if row.parameters]
    if len(rows) == 1:
        return f"{spec.model().size:,} in its only layer, with the biases."
    terms = " + ".join(f"{row.parameters:,}" for row in rows)
    return f"{terms} = {spec.model().size:,}, layer by layer, each with its biases."


def error(spec: Experiment) -> Array:
    """The share of test digits read wrongly, at as many steps as a drawn curve has."""
    recorded = finished(spec)
    at = np.linspace(0, recorded.run.k[-1], SKETCHED)
    return np.interp(at, recorded.run.k, recorded.test.error)


def reveal_error(spec: Experiment) -> str:
    """How it begins, is at best and ends."""
    recorded = finished(spec)
    share, best = recorded.test.error, int(recorded.test.error.argmin())
    when = said_epoch(spec, int(recorded.run.k[best]))
    return (
        f"At the start {percent(float(share[0]))} of the test digits are read wrongly, at best "
        f"{percent(float(share[best]))}, after epoch {when}, and {percent(float(share[-1]))} "
        f"at the end. Of the training digits it is {percent(float(recorded.train.error[-1]))} then."
    )


def wrong(spec: Experiment) -> float:
    """How many test digits are read wrongly at the end."""
    return float(finished(spec).test.wrong[-1])


def reveal_wrong(spec: Experiment) -> str:
    """The count, and that of the training digits."""
    recorded = finished(spec)
    train, test = recorded.train, recorded.test
    return (
        f"{test.wrong[-1]} of {len(test.labels)} after {spec.epochs} epochs, and {train.wrong[-1]} "
        f"of the {len(train.labels):,} digits that it was trained on: the test digits were written "
        "by other people."
    )


@remembered(Experiment, lambda spec: spec.without("view"))
def moved_right(spec: Experiment) -> float:
    """The share of test digits read rightly at the end when they stand one pixel further right."""
    x, _, labels = unseen_digits()
    z = spec.model().logits(finished(spec).run.p[-1], moved(x, 1, 0))
    return float((z.argmax(axis=-1) == labels).mean())


def reveal_moved(spec: Experiment) -> str:
    """Both shares."""
    there = float(finished(spec).test.accuracy[-1])
    return (
        f"{percent(moved_right(spec))}, against {percent(there)} where they stand. A convolution "
        "moves along with its image, but the last layer has weights of its own for each place. "
        f"All moves by one and two pixels stand below, under “{MOVED}”."
    )


def part(spec: Experiment) -> int:
    """In which part of the scale the share of test digits read rightly is."""
    return int(np.searchsorted(_EDGES, finished(spec).test.accuracy[-1], side="right"))


def reveal_part(spec: Experiment) -> str:
    """The share, and what the network is."""
    test = finished(spec).test
    return (
        f"{len(test.labels) - test.wrong[-1]} of {len(test.labels)}, "
        f"{percent(float(test.accuracy[-1]))}, with {spec.model().size:,} parameters: ten images "
        "of weights, and the digit is the one whose image fits best. Guessing has one in ten right."
    )


QUESTIONS: Final[Sequence[Question[Experiment]]] = (
    Number(
        "parameters",
        "How many numbers does this network learn, its kernels, weights and biases together?",
        reveal_parameters,
        answer=parameters,
        near=1.0,
        around=1.5,
        by_factor=True,
        high=1e6,
        free=("network", "seed", "optimizer"),
        hides=("maps", "error", "mistakes"),
        whole=True,
    ),
    Drawn(
        "its-error",
        "How will the share of test digits that are read wrongly go in fifteen epochs?",
        reveal_error,
        answer=error,
        lane=_TEST,
        panel="error",
        height=lambda spec: 1.0,
        hides=("mistakes",),
    ),
    Number(
        "wrong",
        "After fifteen epochs with 1,397 digits, how many of the 400 test digits are still read "
        "wrongly?",
        reveal_wrong,
        answer=wrong,
        near=1.25,
        around=2.0,
        by_factor=True,
        high=400,
        hides=("error",),
        whole=True,
    ),
    Number(
        "one-pixel",
        "After training, the test digits are moved by one pixel to the right. What share is read "
        "rightly, in percent?",
        reveal_moved,
        answer=lambda spec: 100 * moved_right(spec),
        near=5,
        around=15,
        high=100,
        hides=("error",),
    ),
    Choice(
        "no-hidden-layer",
        "No hidden layer, ten images of weights: what share of the test digits is read rightly "
        "in the end?",
        reveal_part,
        options=lambda spec: _SHARES,
        answer=part,
        settings={"network": "softmax-regression"},
        hides=("error",),
    ),
)
