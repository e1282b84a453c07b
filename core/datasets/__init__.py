"""Labeled samples: where they come from, and how they are split."""

from core.datasets.dataset import Dataset
from core.datasets.digits import (
    DIGITS_TRAIN,
    augmented,
    digits,
    images,
    moved,
    moved_batches,
    on_canvas,
    shuffled,
)
from core.datasets.measured import DATASETS, BreastCancer, IrisPetal, IrisSepal, Measured
from core.datasets.regression import Regression
from core.datasets.samples import Samples, standardize
from core.datasets.splits import Parts, split
from core.datasets.synthetic import (
    FarOutlier,
    HighamPoints,
    Separable,
    SixPoints,
    TwoClouds,
    TwoMinima,
)
from core.datasets.tables import MAX_BYTES, MAX_ROWS, TableError, read_table, write_table
from core.datasets.wide import WIDE, BreastCancerNuclei, Diabetes

__all__ = [
    "DATASETS",
    "DIGITS_TRAIN",
    "MAX_BYTES",
    "MAX_ROWS",
    "WIDE",
    "BreastCancer",
    "BreastCancerNuclei",
    "Dataset",
    "Diabetes",
    "FarOutlier",
    "HighamPoints",
    "IrisPetal",
    "IrisSepal",
    "Measured",
    "Parts",
    "Regression",
    "Samples",
    "Separable",
    "SixPoints",
    "TableError",
    "TwoClouds",
    "TwoMinima",
    "augmented",
    "digits",
    "images",
    "moved",
    "moved_batches",
    "on_canvas",
    "read_table",
    "shuffled",
    "split",
    "standardize",
    "write_table",
]
