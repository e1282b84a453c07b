"""The experiment of the digits: what a reader can set, and the run that it means.

A run is determined by its spec: the same spec gives the same bits.
"""

from dataclasses import dataclass
from functools import cache
from typing import ClassVar, NamedTuple, final

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Rows, Steps
from core.datasets.digits import DIGITS_TRAIN, augmented, digits, images, moved_batches
from core.experiments.digits.networks import DIGIT_NETWORKS, Convolutional, DigitNetwork
from core.experiments.experiment import Experiment
from core.networks.initialization import kaiming, uniform_fan_in
from core.networks.layers import Sequential
from core.objectives.losses import SoftmaxCrossEntropy
from core.objectives.penalties import Ridge
from core.objectives.risk import Risk
from core.optimizers.first_order import OPTIMIZERS, Momentum
from core.optimizers.optimizer import Optimizer
from core.spec import choice, knob, menu, switch, text
from core.training.descent import record_steps
from core.training.recipe import Recipe
from core.training.samplers import SAMPLERS, Sampler, ShuffledEpochs

FRAMES = 151
"""As many steps of a run are recorded: each is a picture of all kernels."""

ONE_PIXEL = ((0, 0), (1, 0), (0, 1), (-1, 0), (0, -1))
"""How images are moved in training, (right, down): not at all, or by one pixel."""

PIXELS, INK = 64, 16
"""Pixels of an image, and the most ink that one has: the data have 0 to 16."""

STREAMS, START, PICKS, MOVES = 3, 0, 1, 2
"""How many streams of random numbers a seed gives, and which of them draws what."""


@dataclass(frozen=True)
class Drawn:
    """Weights and biases uniform between ±1/√(fan-in), as PyTorch draws them."""

    title: ClassVar[str] = "uniform, ±1/√fan-in"


@dataclass(frozen=True)
class Kaiming:
    """Weights √(2/fan-in) N(0, 1), biases 0 (He et al. 2015)."""

    title: ClassVar[str] = "Kaiming, √(2/fan-in)"


DIGIT_STARTS = menu(Drawn, Kaiming)


class Part(NamedTuple):
    """Images x (N, 1, n, n) from 0 to 1, targets y (N, 10), 1 at the digit, and labels (N,)."""

    x: Array
    y: Array
    labels: NDArray[np.int64]


@cache
def training_digits(count: int = DIGITS_TRAIN) -> Part:
    """The first so many of the 1,397 digits for training."""
    return _part(slice(count))


@cache
def unseen_digits() -> Part:
    """The 400 digits that no training sees, written by other people."""
    return _part(slice(DIGITS_TRAIN, None))


def _part(rows: slice) -> Part:
    data = digits()
    return Part(images(data.x[rows]), data.targets()[rows], data.labels[rows])


@final
@dataclass(frozen=True)
class DigitsExperiment(Experiment):
    """Everything a reader can set; each field is a parameter of the URL."""

    network: DigitNetwork = choice(DIGIT_NETWORKS, Convolutional(), "what reads the digits")
    optimizer: Optimizer = choice(OPTIMIZERS, Momentum(0.1, 0.9), "how a gradient makes a step")
    sampler: Sampler = choice(SAMPLERS, ShuffledEpochs(m=50), "which digits a step looks at")
    decay: float = knob(0.0, 0.0, 1.0, symbol="λ", help="pulls all parameters toward 0: λ/2 ‖p‖²")
    moves: bool = switch(False, "move each batch by a pixel at random, or not at all")
    count: int = knob(
        DIGITS_TRAIN, 50, DIGITS_TRAIN, symbol="N", log=True, help="digits to train on"
    )
    epochs: int = knob(15, 1, 60, log=True, help="how often each digit is seen")
    start: Drawn | Kaiming = choice(DIGIT_STARTS, Drawn(), "how the first parameters are drawn")
    seed: int = knob(1, 0, 9999, help="draws the start, the batches and their moves")
    log_cost: bool = switch(False, "error on a logarithmic scale", part="view")
    drawn: str = text(
        "",
        PIXELS,
        f"{PIXELS} signs, the ink of each pixel of your own digit: 0 to 9, and a to g up to {INK}, "
        "or the number of a test digit, 1 to 400",
        rf"([0-9a-g]{{{PIXELS}}}|[1-9]\d?|[123]\d\d|400)?",
        part="view",
    )

    unit: str = text(
        "",
        7,
        "the unit that says what it sees, by its layer and its number there, as in 2.17",
        r"([1-9]?\d\.\d{1,4})?",
        part="view",
    )
    taken: str = text(
        "",
        2,
        "two digits, as in 49: the test digits of the first kind that are read as the second",
        r"(\d\d)?",
        part="view",
    )

    # Elsewhere the steps are what a reader sets; here they follow from the epochs.
    @property
    def steps(self) -> int:  # type: ignore[override]
        """Enough for every digit to be seen `epochs` times."""
        return max(1, round(self.epochs * self.count / self.batch))

    @property
    def batch(self) -> int:
        """How many digits a step looks at."""
        return self.sampler.size(self.count)

    def recorded(self, frames: int = FRAMES) -> Steps:
        return record_steps(self.steps, frames)

    def model(self, side: int = 8) -> Sequential:
        """The network, for images of so many pixels along a side."""
        return self.network(side, self.seed)

    def recipes(self) -> dict[str, Recipe]:
        """The run of the network."""
        stream = self.stream(self.sampler, self.count, STREAMS, PICKS)
        recipe = Recipe(
            risk(self),
            self.optimizer,
            start(self, self.model()),
            self.steps,
            stream=None if self.moves else stream,
            batches=self._moved() if self.moves else None,
            title=f"Digits, {self.network.title}",
            record_every=self.recorded(),
        )
        return {"network": recipe}

    def _moved(self) -> Rows:
        """Rows (steps, m) of the digits at their five places below each other."""
        streams = self.streams(STREAMS)
        if self.batch >= self.count:
            rows = np.tile(np.arange(self.count), (self.steps, 1))
        else:
            rows = self.sampler.batches(self.count, self.steps, streams[PICKS])
        return moved_batches(rows, self.count, len(ONE_PIXEL), streams[MOVES])


def risk(spec: DigitsExperiment) -> Risk:
    """What is minimized: the mean cross-entropy, and λ/2 ‖p‖² if there is decay.

    With moves the digits stand in it at all their places.
    """
    x, y, _ = training_digits(spec.count)
    if spec.moves:
        x, y = augmented(x, ONE_PIXEL), np.tile(y, (len(ONE_PIXEL), 1))
    penalty = Ridge(spec.decay) if spec.decay else None
    return Risk(spec.model(), SoftmaxCrossEntropy(), x, y, penalty)


def start(spec: DigitsExperiment, network: Sequential) -> Array:
    """The parameters (s,) before the first step."""
    draw = kaiming if isinstance(spec.start, Kaiming) else uniform_fan_in
    return draw(network, spec.streams(STREAMS)[START])
