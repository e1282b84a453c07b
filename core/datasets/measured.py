"""Data sets that were measured, and the menu of all."""

from abc import abstractmethod
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import ClassVar, final

import numpy as np

from core.datasets.dataset import Dataset
from core.datasets.samples import Samples
from core.datasets.synthetic import (
    FarOutlier,
    HighamPoints,
    Separable,
    SixPoints,
    TwoClouds,
    TwoMinima,
)
from core.datasets.tables import read_table
from core.spec import menu, switch

_FOLDER = Path(__file__).with_name("csv")


@dataclass(frozen=True)
class Measured(Dataset):
    """Real measurements, a table in datasets/csv, whose README names sources and license."""

    classes: ClassVar[tuple[str, str]]

    standardize: bool = switch(True, help="columns with mean 0 and variance 1")

    def __call__(self, rng: np.random.Generator) -> Samples:
        samples = replace(_shipped(self.table), classes=self.classes)
        return samples.standardized() if self.standardize else samples

    @property
    @abstractmethod
    def table(self) -> str:
        """The file's name."""


@final
@dataclass(frozen=True)
class IrisPetal(Measured):
    """Petals of two species of iris (Fisher 1936, measured by Anderson)."""

    title = "Iris petals"
    why = "Real flowers, almost separable: the best model gets 94 of 100, in a long flat valley."
    table = "iris_petal.csv"
    classes = ("versicolor", "virginica")


@final
@dataclass(frozen=True)
class IrisSepal(Measured):
    """Sepals of the same two species of iris (Fisher 1936, measured by Anderson)."""

    title = "Iris sepals"
    why = "The same flowers by their sepals, which overlap: the best model gets 75 of 100."
    table = "iris_sepal.csv"
    classes = ("versicolor", "virginica")


@final
@dataclass(frozen=True)
class BreastCancer(Measured):
    """Cell nuclei of breast tumors (Street, Wolberg, Mangasarian 1993)."""

    title = "Breast cancer"
    why = (
        "569 tumors: standardizing takes the condition number at the cross-entropy's minimum from "
        "86,000 to 7, and gradient descent arrives."
    )
    table = "breast_cancer.csv"
    classes = ("malignant", "benign")


@cache
def _shipped(name: str) -> Samples:
    return read_table((_FOLDER / name).read_bytes())


DATASETS = menu(
    SixPoints,
    TwoMinima,
    TwoClouds,
    Separable,
    FarOutlier,
    HighamPoints,
    IrisPetal,
    IrisSepal,
    BreastCancer,
)
