"""Measured data of ten columns and more, and their menu."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import final

import numpy as np

from core.arrays import Array
from core.datasets.regression import Regression
from core.datasets.samples import Samples
from core.spec import menu, switch

_FOLDER = Path(__file__).with_name("csv")


@final
@dataclass(frozen=True)
class Diabetes:
    """442 patients, ten measurements each (Efron, Hastie, Johnstone & Tibshirani 2004)."""

    title = "Diabetes"
    why = "Ten measurements, some of which say nearly the same: which of them does a model need?"
    table = "diabetes.csv"

    standardize: bool = switch(True, help="columns with mean 0 and variance 1")

    def __call__(self) -> Regression:
        """x (442, 10), and y (442,), the disease's progression within a year."""
        names, numbers = _read(self.table)
        samples = Regression(numbers[:, :-1], numbers[:, -1], names[:-1], names[-1])
        return samples.standardized() if self.standardize else samples


@final
@dataclass(frozen=True)
class BreastCancerNuclei:
    """All thirty columns of the breast tumors (Street, Wolberg, Mangasarian 1993)."""

    title = "Breast cancer, all columns"
    why = "Thirty columns for 569 tumors: a hyperplane separates them, so something must stop w."
    table = "breast_cancer_nuclei.csv"

    standardize: bool = switch(True, help="columns with mean 0 and variance 1")

    def __call__(self) -> Samples:
        """x (569, 30), y (569, 1) with 1 for benign."""
        names, numbers = _read(self.table)
        x, y = numbers[:, :-1], numbers[:, -1]
        samples = Samples(x, y, names[:-1], ("malignant", "benign"), names[-1])
        return samples.standardized() if self.standardize else samples


@cache
def _read(name: str) -> tuple[tuple[str, ...], Array]:
    header, *rows = (_FOLDER / name).read_text("utf-8").splitlines()
    return tuple(header.split(",")), np.array([row.split(",") for row in rows], dtype=float)


WIDE = menu(Diabetes, BreastCancerNuclei)
