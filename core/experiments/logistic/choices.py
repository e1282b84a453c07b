"""What the experiment of two losses lets a reader choose: data, losses, axes."""

from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from core.arrays import Array
from core.datasets.measured import DATASETS, Measured
from core.datasets.samples import Samples
from core.experiments.own_data import Own, read_once
from core.objectives.losses import BinaryCrossEntropy, Loss, SquaredError
from core.spec import choice, menu


@dataclass(frozen=True)
class WhereNeeded:
    """Standardized where the condition number of the columns is beyond `ILL_CONDITIONED`."""

    title: ClassVar[str] = "where needed"


@dataclass(frozen=True)
class Always:
    """Columns with mean 0 and variance 1."""

    title: ClassVar[str] = "standardized"


@dataclass(frozen=True)
class Never:
    """Columns in the table's own units."""

    title: ClassVar[str] = "own units"


SCALINGS = menu(WhereNeeded, Always, Never)
ILL_CONDITIONED = 1e4
"""From this condition number on gradient descent is lost in a table's own units."""


def condition(x: Array) -> float:
    """The condition number of X̃ᵀX̃ for the columns x (N, d) and a constant one; inf if singular."""
    X = np.column_stack([x, np.ones(len(x))])
    singular = np.linalg.svd(X, compute_uv=False)
    return float((singular[0] / singular[-1]) ** 2) if singular[-1] else np.inf


@final
@dataclass(frozen=True)
class OwnTable(Own):
    """The reader's own table; a call raises `TableError` if it cannot be read."""

    title = "Your own table"
    why = "Your own measurements: one to thirty features, and a label 0 or 1."

    scaling: WhereNeeded | Always | Never = choice(
        SCALINGS, "where-needed", "columns with mean 0 and variance 1"
    )

    def __call__(self, rng: np.random.Generator) -> Samples:
        samples = read_once(self.table)
        needed = isinstance(self.scaling, WhereNeeded) and condition(samples.x) > ILL_CONDITIONED
        return samples.standardized() if needed or isinstance(self.scaling, Always) else samples


@final
@dataclass(frozen=True)
class Nuclei(Measured):
    """Thirty measurements of the nuclei in 569 tumors (Street, Wolberg, Mangasarian 1993)."""

    title = "Breast cancer, 30 columns"
    why = "Real tumors in thirty dimensions: a hyperplane separates them, which no picture shows."
    table = "breast_cancer_nuclei.csv"
    classes = ("malignant", "benign")


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


DATA = DATASETS | menu(Nuclei, OwnTable)
LOSS_CHOICES = menu(Both, Squared, CrossEntropy)
AXES = menu(BothWeights, WeightAndBias, OtherWeightAndBias)
