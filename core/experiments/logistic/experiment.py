"""The experiment of two losses: logistic regression on one data set, trained under both.

The spec is everything that a reader can set; `problem` says what it means. A run is
determined by its spec: the same spec gives the same bits.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar, final

import numpy as np

from core.datasets.dataset import Dataset
from core.datasets.measured import DATASETS
from core.datasets.samples import Samples
from core.datasets.tables import read_table
from core.experiments.starts import STARTS, Plateau, Start
from core.objectives.losses import BinaryCrossEntropy, Loss, SquaredError
from core.optimizers.first_order import OPTIMIZERS, GradientDescent
from core.optimizers.optimizer import Optimizer
from core.spec import choice, knob, menu, switch, text
from core.training.samplers import SAMPLERS, Sampler, ShuffledEpochs

_LARGEST_TABLE = 1_000_000
_EVERY_SAMPLE = 2000


@final
@dataclass(frozen=True)
class OwnTable(Dataset):
    """The reader's own table; a call raises `TableError` if it cannot be read."""

    title = "Your own table"
    why = "Your own measurements: one or two features, and a label 0 or 1."

    table: str = text("", _LARGEST_TABLE, "values separated by commas, with a header line")

    def __call__(self, rng: np.random.Generator) -> Samples:
        return _parsed(self.table)


# Data, surfaces and runs all ask for the samples of the few tables that are in use.
_parsed = lru_cache(maxsize=8)(read_table)


@dataclass(frozen=True)
class Both:
    """Squared loss and cross-entropy, side by side."""

    title: ClassVar[str] = "both"
    losses: ClassVar[tuple[Loss, ...]] = (SquaredError(), BinaryCrossEntropy())


@dataclass(frozen=True)
class Squared:
    """The squared loss alone."""

    title: ClassVar[str] = "squared loss"
    losses: ClassVar[tuple[Loss, ...]] = (SquaredError(),)


@dataclass(frozen=True)
class CrossEntropy:
    """The cross-entropy alone."""

    title: ClassVar[str] = "cross-entropy"
    losses: ClassVar[tuple[Loss, ...]] = (BinaryCrossEntropy(),)


@dataclass(frozen=True)
class WeightAndBias:
    """w₁ and b; with two features, w₂ is the third parameter."""

    title: ClassVar[str] = "w₁ and b"
    indices: ClassVar[tuple[int, int]] = (0, -1)


@dataclass(frozen=True)
class BothWeights:
    """w₁ and w₂, where there are two features; b is the third parameter."""

    title: ClassVar[str] = "w₁ and w₂"
    indices: ClassVar[tuple[int, int]] = (0, 1)


@dataclass(frozen=True)
class OtherWeightAndBias:
    """w₂ and b, where there are two features; w₁ is the third parameter."""

    title: ClassVar[str] = "w₂ and b"
    indices: ClassVar[tuple[int, int]] = (-2, -1)


DATA = DATASETS | menu(OwnTable)
LOSS_CHOICES = menu(Both, Squared, CrossEntropy)
AXES = menu(BothWeights, WeightAndBias, OtherWeightAndBias)


@final
@dataclass(frozen=True)
class LogisticExperiment:
    """Everything a reader can set; each field is a parameter of the URL."""

    data: Dataset = choice(DATA, "six-points", "the data set")
    optimizer: Optimizer = choice(
        OPTIMIZERS, GradientDescent(eta=1.0), "how a gradient makes a step"
    )
    sampler: Sampler = choice(
        SAMPLERS, ShuffledEpochs(m=_EVERY_SAMPLE), "which samples a step looks at"
    )
    loss: Both | Squared | CrossEntropy = choice(LOSS_CHOICES, "both", "what is trained")
    steps: int = knob(500, 10, 5000, log=True, help="number of steps of the run")
    start: Start = choice(STARTS, Plateau(), "where the run starts")
    seed: int = knob(0, 0, 9999, help="draws data, batches and the random start")
    ridge: float = knob(
        0.0, 0.0, 20.0, symbol="λ", log=True, help="adds (λ/2)‖(w, b)‖² to the loss"
    )
    zoom: float = knob(1.0, 0.1, 10.0, log=True, help="larger shows a smaller window")
    axes: BothWeights | WeightAndBias | OtherWeightAndBias = choice(
        AXES, "both-weights", "with two features: the two parameters on the surface"
    )
    minimized: bool = switch(False, "minimize over the third parameter instead of holding it")
    as_printed: bool = switch(
        False, "as in the book's figure: the squared loss as a sum, and ŷ = 1/(1 + exp(b + wx))"
    )
    log_height: bool = switch(False, "height of the surfaces on a logarithmic scale")

    def of_landscape(self) -> "LogisticExperiment":
        """The same landscape, its run forgotten: equal for specs that differ in the run alone."""
        plain = type(self)()
        return replace(
            self,
            optimizer=plain.optimizer,
            sampler=plain.sampler,
            steps=plain.steps,
            start=plain.start,
        )

    def of_run(self) -> "LogisticExperiment":
        """The same run, what is shown of it forgotten."""
        plain = type(self)()
        return replace(
            self,
            axes=plain.axes,
            minimized=plain.minimized,
            as_printed=plain.as_printed,
            log_height=plain.log_height,
        )
