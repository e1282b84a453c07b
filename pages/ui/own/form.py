"""The form for a reader's own data, and what is shown where their table is missing or bad."""

from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar

import numpy as np
import streamlit as st

from core.datasets.samples import Samples
from core.datasets.tables import TableError, write_table
from core.experiments.experiment import Experiment
from core.experiments.own_data import Own
from pages.ui.address import here
from pages.ui.controls import as_plain, assign, in_force
from pages.ui.own.columns import place_columns
from pages.ui.own.kept_table import keep
from pages.ui.own.own_table import OwnData, last, last_anywhere, take, take_kept
from pages.ui.stage import MOST_POINTS

_PASTED: Final = "pasted table"
_UPLOADED: Final = "uploaded table"

E = TypeVar("E", bound=Experiment)


def place_own_data(own: OwnData, samples: Samples) -> None:
    """The form; a table that cannot be read is explained in a sentence, and nothing changes."""
    place_columns(own, in_force(own.cls))
    st.markdown(
        f"{own.columns}, and one with the label: 0 and 1, yes and no, names of classes. With "
        f"or without a header, as your program writes it; at most {own.rows:,} rows and 1 MB. Up "
        f"to {MOST_POINTS} points can also be changed in their picture on stage: ✎."
    )
    st.text_area(
        "Paste a table",
        key=_PASTED,
        height=140,
        placeholder=own.example,
        on_change=here(_take_pasted),
        args=(own,),
        persist_state="session",
    )
    st.file_uploader(
        "or upload a CSV file",
        type=["csv", "txt", "tsv", "dat", "data"],
        key=_UPLOADED,
        on_change=here(_take_file),
        args=(own,),
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
        f"then “{own.title}” again, here or in another chapter that takes it, it is there. A link "
        "carries only short tables."
    )


def readable(own: OwnData, spec: E) -> E:
    """The spec, or with other data if it names a table that is not there, or a bad one."""
    changed: Any = spec
    data = changed.data
    if not isinstance(data, Own):
        return spec
    table, kept = last(own)
    if not data.table:
        if table:
            assign(own.cls, {"data.table": table})
        elif anywhere := last_anywhere():
            # Of another chapter, or with another choice of columns.
            take_kept(own, anywhere)
        changed = in_force(own.cls)
        data = changed.data
        table, kept = last(own)
    instead: E = replace(changed, data=own.instead)
    # A table that came by a link replaces no table of the reader's.
    keep(kept if data.table == table else "", wanted=not data.table, take=partial(take_kept, own))
    if not data.table:
        st.info(f"Open “Your own data” in the sidebar and paste a table. Until then: {own.called}.")
        return instead
    try:
        data(np.random.default_rng(0))
    except TableError as error:
        st.error(
            as_plain(f"The table in this address cannot be shown: here are {own.called}. {error}")
        )
        return instead
    shown: E = changed
    return shown


def _take_pasted(own: OwnData) -> None:
    if st.session_state[_PASTED].strip():
        take(own, st.session_state[_PASTED])


def _take_file(own: OwnData) -> None:
    upload = st.session_state[_UPLOADED]
    if upload is not None:
        take(own, upload.getvalue())
