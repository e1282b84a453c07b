"""The reader's own data: paste or upload a table, or download the one of now and edit it."""

from dataclasses import replace

import streamlit as st

from core.datasets import SixPoints
from core.experiment import LogisticExperiment
from core.samples import Samples
from core.table import TableError, read_table, write_table
from pages.ui.controls import as_plain, assign
from pages.ui.logistic import cached

_PASTED, _UPLOADED, _WRONG = "pasted table", "uploaded table", "what is wrong with the table"


def place_own_data(samples: Samples) -> None:
    """The form; a table that cannot be read is explained in a sentence, and nothing changes."""
    st.markdown(
        "A header line, one or two columns of numbers, and a last column with the label 0 or 1; "
        "at most 2,000 rows and 1 MB."
    )
    st.text_area(
        "Paste a table",
        key=_PASTED,
        height=140,
        placeholder="hours,passed\n1.5,0\n4,1\n…",
        on_change=_take_pasted,
    )
    st.file_uploader(
        "or upload a CSV file", type=["csv", "txt"], key=_UPLOADED, on_change=_take_file
    )
    st.download_button(
        "Download the data of now",
        write_table(samples),
        "data.csv",
        "text/csv",
        on_click="ignore",
    )


def say_what_is_wrong() -> None:
    """The sentence about the last table, where every reader sees it."""
    if sentence := st.session_state.get(_WRONG):
        st.error(as_plain(sentence))


def readable(spec: LogisticExperiment) -> LogisticExperiment:
    """The spec, or with the default data if its address holds no table, or a bad one."""
    try:
        cached.problem(spec)
    except TableError as error:
        st.session_state[_WRONG] = (
            "The table that this address names cannot be shown, so here are the default data. "
            f"{error}"
        )
        assign(LogisticExperiment, {"data": "six-points"})
        return replace(spec, data=SixPoints())
    return spec


def _take_pasted() -> None:
    if st.session_state[_PASTED].strip():
        _take(st.session_state[_PASTED])


def _take_file() -> None:
    upload = st.session_state[_UPLOADED]
    if upload is not None:
        _take(upload.getvalue())


def _take(content: str | bytes) -> None:
    try:
        samples = read_table(content)
    except TableError as error:
        st.session_state[_WRONG] = f"Your table was not taken, the data are as before. {error}"
        return
    st.session_state[_WRONG] = ""
    assign(LogisticExperiment, {"data": "own-table", "data.table": write_table(samples)})
