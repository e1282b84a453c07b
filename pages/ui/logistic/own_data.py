"""The reader's own table in this chapter: what it takes, and what is done about its units."""

from typing import Final

import numpy as np
import streamlit as st

from core.datasets import SixPoints
from core.datasets.samples import Samples
from core.experiments.logistic.choices import (
    ILL_CONDITIONED,
    Never,
    OwnTable,
    WhereNeeded,
    condition,
)
from core.experiments.logistic.experiment import LogisticExperiment
from pages.ui.chapter.words import three
from pages.ui.controls import as_plain
from pages.ui.own import OwnData
from pages.ui.tables import MOST_FEATURES

OWN: Final = OwnData(
    LogisticExperiment,
    "own-table",
    OwnTable.title,
    SixPoints(),
    "six points",
    "Columns of numbers",
    "hours,passed\n1.5,0\n4,1\n…",
    fewest=1,
    most=MOST_FEATURES,
)


def say_scaling(spec: LogisticExperiment, samples: Samples) -> None:
    """A sentence where the reader's columns are standardized, or should be."""
    sentence = scaling_sentence(spec, samples)
    if sentence:
        st.caption(as_plain(sentence))


def scaling_sentence(spec: LogisticExperiment, samples: Samples) -> str:
    """What has been done about a table's units, and why; nothing where they are harmless."""
    if not isinstance(spec.data, OwnTable):
        return ""
    number = condition(samples.center + samples.scale * samples.x)
    far = f"In its own units the table's condition number is {three(number)}"
    standardized = np.allclose(samples.x.mean(axis=0), 0) and bool((samples.scale != 1).any())
    if standardized and isinstance(spec.data.scaling, WhereNeeded):
        return (
            f"{far}, more than {ILL_CONDITIONED:,.0f}: gradient descent would creep along a "
            "valley. So its columns are shown standardized, with mean 0 and variance 1; “More” "
            "has its own units."
        )
    if isinstance(spec.data.scaling, Never) and number > ILL_CONDITIONED:
        return f"{far}: gradient descent creeps along a valley. “More” can standardize it."
    return ""
