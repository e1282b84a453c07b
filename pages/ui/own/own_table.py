"""The reader's own table: as it came, which of its columns are in use, and where it is kept."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np
import streamlit as st

from core.datasets.dataset import Dataset
from core.datasets.samples import Samples
from core.datasets.tables import MAX_ROWS, TableError, write_table
from core.experiments.experiment import Experiment
from core.experiments.own_data import Own
from pages.ui.chapter.remembered import key_of
from pages.ui.controls import as_plain, assign, in_force
from pages.ui.tables import Picked, Understood, read_any
from pages.ui.tables.letters import text_of

_WRONG: Final = "what is wrong with the table"
_LAST: Final = "last table"


@dataclass(frozen=True)
class OwnData:
    """Where an experiment takes a reader's data, and which data it can take.

    cls: the experiment, with a choice `data`, of which `member` is the reader's own table, called
    `title`, and `instead` what is shown without one, in words `called`. fewest, most: features,
    which `columns` says in words and `example` shows. check: raises TableError for samples that
    are not possible here.
    """

    cls: type[Any]  # Any: of no one class, but with a field `data`.
    member: str
    title: str
    instead: Dataset
    called: str
    columns: str
    example: str
    fewest: int
    most: int
    rows: int = MAX_ROWS
    check: Callable[[Samples], None] = lambda samples: None


def take(own: OwnData, content: str | bytes, picked: Picked | None = None) -> None:
    """Make a table the data, in a callback; where it cannot be read, say so and change nothing."""
    data = content.encode() if isinstance(content, str) else content
    try:
        found = fitting(own, data, picked)
    except TableError as error:
        sentence = f"Your table was not taken, the data are as before. {error}"
        st.session_state[_WRONG] = (sentence, key_of(in_force(own.cls)))
        return
    table = write_table(found.samples)
    kept = json.dumps({"text": text_of(data)[0], "picked": asdict(found.picked)})
    tables = {**st.session_state.get(_LAST, {}).get("tables", {}), own.cls.__name__: (table, kept)}
    st.session_state[_LAST] = {"kept": kept, "tables": tables}
    st.session_state.pop(_WRONG, None)
    assign(own.cls, {"data": own.member, "data.table": table})


def fitting(own: OwnData, data: bytes, picked: Picked | None = None) -> Understood:
    """The table with as many features as the experiment takes; TableError where it has too few."""
    found = read_any(data, picked)
    chosen = found.picked
    if not own.fewest <= len(chosen.features) <= own.most:
        others = [n for n in found.features if n not in (*chosen.features, chosen.label)]
        wanted = (*chosen.features, *others)[: max(own.fewest, min(own.most, 2))]
        found = read_any(data, replace(chosen, features=wanted))
    own.check(found.samples)
    return found


def take_points(own: OwnData, key: str, samples: Samples) -> None:
    """Make the points of a stage, as the reader has changed `samples`, the table; in a callback."""
    rows = np.array(st.session_state[key].points, dtype=float)
    changed = Samples(rows[:, :-1], rows[:, -1:], samples.features, label=samples.label)
    take(own, write_table(changed))


def take_kept(own: OwnData, kept: str) -> None:
    """The table that the browser has kept, with the reader's choice of columns."""
    try:
        text, picked = parsed(kept)
    except (ValueError, KeyError, TypeError):
        # An older version kept the table alone.
        take(own, kept)
    else:
        take(own, text, picked)


def last(own: OwnData) -> tuple[str, str]:
    """The table of this session as the experiment has it, and as it is kept; "" without one."""
    found: tuple[str, str] = (
        st.session_state.get(_LAST, {}).get("tables", {}).get(own.cls.__name__, ("", ""))
    )
    return found


def last_anywhere() -> str:
    """The last table of this session, in whichever chapter, as it is kept; "" without one."""
    return str(st.session_state.get(_LAST, {}).get("kept", ""))


def say_what_is_wrong(spec: Experiment) -> None:
    """The sentence about the last table, until something else is chosen."""
    sentence, said_at = st.session_state.get(_WRONG, ("", ""))
    if sentence and said_at == key_of(spec):
        st.error(as_plain(sentence))


def understood(own: OwnData, spec: Any) -> Understood | None:
    """The table in force as it came, with the columns in use."""
    try:
        text, picked = source(own, spec)
        return read_any(text.encode(), picked) if text else None
    except TableError:
        return None


def source(own: OwnData, spec: Any) -> tuple[str, Picked | None]:
    """The table in force and the choice of its columns; one from a link has no other columns."""
    if not isinstance(spec.data, Own) or not spec.data.table:
        return "", None
    shown, (table, kept) = spec.data.table, last(own)
    if table == shown:
        return parsed(kept)
    # All of its columns are in use, the last one as the label.
    names = read_any(shown.encode()).columns
    return shown, Picked(names[:-1], names[-1], "1")


def parsed(kept: str) -> tuple[str, Picked]:
    """A table and a choice as they are kept; ValueError, KeyError or TypeError for other text."""
    found = json.loads(kept)
    text, choice = found["text"], found["picked"]
    picked = Picked(tuple(choice["features"]), choice["label"], choice["one"])
    if not all(
        isinstance(part, str) for part in (text, *picked.features, picked.label, picked.one)
    ):
        raise TypeError("A table, its columns and its class are text.")
    return text, picked
