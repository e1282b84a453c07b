"""The reader's own data: paste or upload a table, or download the one of now and edit it."""

from dataclasses import replace

import numpy as np
import streamlit as st

from core.datasets import SixPoints
from core.datasets.samples import Samples
from core.datasets.tables import TableError, write_table
from core.experiments.logistic.choices import (
    ILL_CONDITIONED,
    Never,
    OwnTable,
    WhereNeeded,
    condition,
)
from core.experiments.logistic.experiment import LogisticExperiment
from pages.ui.chapter.words import three
from pages.ui.controls import as_plain, assign, in_force
from pages.ui.logistic.kept_table import keep
from pages.ui.logistic.own_table import last, place_columns, take, take_kept
from pages.ui.losses import cached
from pages.ui.stage import MOST_POINTS

_PASTED, _UPLOADED = "pasted table", "uploaded table"


def place_own_data(samples: Samples) -> None:
    """The form; a table that cannot be read is explained in a sentence, and nothing changes."""
    place_columns(in_force(LogisticExperiment))
    st.markdown(
        "Columns of numbers, and one with the label: 0 and 1, yes and no, names of classes. With "
        "or without a header, as your program writes it; at most 2,000 rows and 1 MB. Up to "
        f"{MOST_POINTS} points can also be changed in their picture on stage: ✎."
    )
    st.text_area(
        "Paste a table",
        key=_PASTED,
        height=140,
        placeholder="hours,passed\n1.5,0\n4,1\n…",
        on_change=_take_pasted,
        persist_state="session",
    )
    st.file_uploader(
        "or upload a CSV file",
        type=["csv", "txt", "tsv", "dat", "data"],
        key=_UPLOADED,
        on_change=_take_file,
    )
    st.download_button(
        "Download the data of now",
        write_table(samples),
        "data.csv",
        "text/csv",
        on_click="ignore",
    )
    st.caption(
        "Your table stays in this browser: after a reload, or when you choose another data set and "
        "then “Your own table” again, it is there. A link carries only short tables."
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


def readable(spec: LogisticExperiment) -> LogisticExperiment:
    """The spec, or with the default data if it names a table that is not there, or a bad one."""
    data = spec.data
    if not isinstance(data, OwnTable):
        return spec
    own, kept = last()
    shown = replace(spec, data=SixPoints())
    if own and not data.table:
        assign(LogisticExperiment, {"data.table": own})
        data = replace(data, table=own)
        spec = replace(spec, data=data)
    # A table that came by a link replaces no table of the reader's.
    keep(kept if data.table == own else "", wanted=not data.table, take=take_kept)
    if not data.table:
        st.info("Open “Your own data” in the sidebar and paste a table. Until then: six points.")
        return shown
    try:
        cached.problem(spec)
    except TableError as error:
        st.error(
            as_plain(f"The table in this address cannot be shown: here are six points. {error}")
        )
        return shown
    return spec


def _take_pasted() -> None:
    if st.session_state[_PASTED].strip():
        take(st.session_state[_PASTED])


def _take_file() -> None:
    upload = st.session_state[_UPLOADED]
    if upload is not None:
        take(upload.getvalue())
