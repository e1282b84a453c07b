"""The reader's own table: as it came, which of its columns are in use, and where it is kept."""

import json
from dataclasses import asdict, replace
from typing import Final

import numpy as np
import streamlit as st

from core.datasets.samples import Samples
from core.datasets.tables import TableError, write_table
from core.experiments.logistic.choices import OwnTable
from core.experiments.logistic.experiment import LogisticExperiment
from pages.ui.chapter.remembered import key_of
from pages.ui.controls import as_plain, assign, in_force
from pages.ui.tables import Picked, Understood, read_any
from pages.ui.tables.letters import text_of

_WRONG: Final = "what is wrong with the table"
_LAST: Final = "last table"


def take(content: str | bytes, picked: Picked | None = None) -> None:
    """Make a table the data, in a callback; where it cannot be read, say so and change nothing."""
    data = content.encode() if isinstance(content, str) else content
    try:
        found = read_any(data, picked)
    except TableError as error:
        sentence = f"Your table was not taken, the data are as before. {error}"
        st.session_state[_WRONG] = (sentence, key_of(in_force(LogisticExperiment)))
        return
    table = write_table(found.samples)
    kept = {"text": text_of(data)[0], "picked": asdict(found.picked)}
    st.session_state[_LAST] = {"table": table, "kept": json.dumps(kept)}
    st.session_state.pop(_WRONG, None)
    assign(LogisticExperiment, {"data": "own-table", "data.table": table})


def take_points(key: str, samples: Samples) -> None:
    """Make the points of a stage, as the reader has changed `samples`, the table; in a callback."""
    rows = np.array(st.session_state[key].points, dtype=float)
    take(write_table(Samples(rows[:, :-1], rows[:, -1:], samples.features, label=samples.label)))


def take_kept(kept: str) -> None:
    """The table that the browser has kept, with the reader's choice of columns."""
    try:
        text, picked = _parsed(kept)
    except (ValueError, KeyError, TypeError):
        # An older version kept the table alone.
        take(kept)
    else:
        take(text, picked)


def last() -> tuple[str, str]:
    """The table of this session as the experiment has it, and as it is kept; "" without one."""
    found: dict[str, str] = st.session_state.get(_LAST, {})
    return found.get("table", ""), found.get("kept", "")


def say_what_is_wrong(spec: LogisticExperiment) -> None:
    """The sentence about the last table, until something else is chosen."""
    sentence, said_at = st.session_state.get(_WRONG, ("", ""))
    if sentence and said_at == key_of(spec):
        st.error(as_plain(sentence))


def place_columns(spec: LogisticExperiment) -> None:
    """What was understood of the table, its first rows, and the choice of its columns."""
    found = _understood(spec)
    if found is None:
        return
    st.caption(as_plain(found.said))
    rows = zip(*found.preview, strict=True)
    st.dataframe(
        {name: list(cells) for name, cells in zip(found.columns, rows, strict=True)},
        hide_index=True,
        height="content",
    )
    picked = found.picked
    others = [name for name in found.features if name != picked.label]
    _choose("features", list(picked.features))
    _choose("label", picked.label)
    _choose("one", picked.one)
    st.multiselect(
        "Features, one or two",
        others,
        key=_key("features"),
        on_change=_pick,
        args=("features",),
        max_selections=2,
        placeholder="Choose a column of numbers",
    )
    st.selectbox("Label", list(found.labels), key=_key("label"), on_change=_pick, args=("label",))
    st.selectbox(
        "Class 1 is",
        found.labels[picked.label],
        key=_key("one"),
        on_change=_pick,
        args=("one",),
        help="all other values are class 0",
    )


def _understood(spec: LogisticExperiment) -> Understood | None:
    """The table in force as it came, with the columns in use."""
    text, picked = _source(spec)
    try:
        return read_any(text.encode(), picked) if text else None
    except TableError:
        return None


def _source(spec: LogisticExperiment) -> tuple[str, Picked | None]:
    """The table in force and the choice of its columns; one from a link has no other columns."""
    if not isinstance(spec.data, OwnTable):
        return "", None
    table, kept = last()
    return _parsed(kept) if table and table == spec.data.table else (spec.data.table, None)


def _parsed(kept: str) -> tuple[str, Picked]:
    """A table and a choice as they are kept; ValueError, KeyError or TypeError for other text."""
    found = json.loads(kept)
    text, choice = found["text"], found["picked"]
    picked = Picked(tuple(choice["features"]), choice["label"], choice["one"])
    if not all(
        isinstance(part, str) for part in (text, *picked.features, picked.label, picked.one)
    ):
        raise TypeError("A table, its columns and its class are text.")
    return text, picked


def _pick(which: str) -> None:
    text, _ = _source(in_force(LogisticExperiment))
    found = _understood(in_force(LogisticExperiment))
    if found is None:
        return
    picked, value = found.picked, st.session_state[_key(which)]
    if which == "features":
        picked = replace(picked, features=tuple(value) or picked.features)
    elif which == "one":
        picked = replace(picked, one=value)
    else:
        others = [name for name in found.features if name != value]
        features = [name for name in picked.features if name != value] or others[:1]
        picked = Picked(tuple(features), value, "")
    take(text, picked)


def _choose(which: str, value: object) -> None:
    # The table in force decides what the widgets show, whoever has set it.
    st.session_state[_key(which)] = value


def _key(which: str) -> str:
    return f"own table's {which}"
