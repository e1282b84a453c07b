"""The solution by hand: four tables to fill in, marked cell by cell."""

from hashlib import sha256
from typing import Final

import streamlit as st

from core.arrays import Array
from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment
from core.objectives.risk import Risk
from core.rounding import without_rounding
from pages.ui.chapter.words import printed
from pages.ui.controls import as_plain
from pages.ui.figures.formulas import column, matrix, number
from pages.ui.figures.numbers import exactly
from pages.ui.page import style
from pages.ui.turns import one_run
from pages.ui.widgets import title_of
from pages.ui.xor.tables import LONGEST, Mark, Table, complaint, forward_tables, marked, shown
from pages.ui.xor.training import Training

_MOST_UNITS: Final = 3
_CHOSEN: Final = "xor-hand-weights"
_BOOK, _STAGE = "the textbook's", "those of the run's end"
_ICONS: Final = {
    Mark.RIGHT: ":material/check:",
    Mark.WRONG: ":material/close:",
    Mark.NO_NUMBER: ":material/question_mark:",
}
_POINTS = ("00", "01", "10", "11")


def show_by_hand(training: Training, spec: XorExperiment) -> None:
    """The network's formula, and the tables of one forward pass over all four points."""
    style("xor/tables.css")
    st.markdown(
        "**A network that computes XOR, by hand.** One row of X for each point, one column of W "
        "for each hidden unit, all four points at once; the outputs should be 0, 1, 1, 0:"
    )
    st.latex(r"f(x; W, c, w, b) = w^T \max\{0, W^T x + c\} + b \quad (6.3)")
    _fill_in(training, spec)


def by_hand_of(spec: XorExperiment) -> object:
    """What of a spec the section depends on: all, where it has the weights of the run's end."""
    return spec if st.session_state.get(_CHOSEN) == _STAGE else None


@st.fragment
@one_run()
def _fill_in(training: Training, spec: XorExperiment) -> None:
    chosen = st.segmented_control(
        "Weights", (_BOOK, _STAGE), default=_BOOK, key=_CHOSEN, required=True
    )
    if chosen == _STAGE:
        risk, p = training.risk, without_rounding(training.run.p[-1])
    else:
        risk, p = xor.risk(xor.network(2)), xor.hand_solution()
    if risk.network.widths[1] > _MOST_UNITS:
        st.caption(f"The tables are written out for at most {_MOST_UNITS} hidden units.")
        return
    _show_weights(risk, p, by_book=chosen == _BOOK)
    tables = forward_tables(risk.network, p, _heading(risk))
    place = f"xor-cell-{sha256(p.tobytes()).hexdigest()[:8]}"
    marks: list[Mark] = []
    refused: list[str] = []
    columns = st.columns([cells.values.shape[1] + 0.7 for cells in tables])
    for where, table in zip(columns, tables, strict=True):
        with where:
            _show_table(table, place, marks, refused)
    _say(marks, refused, float(risk.value(p)))
    keys = [key for table in tables for key in _keys(table, place)]
    if any(st.session_state.get(key) for key in keys):
        st.button("Clear the tables", on_click=_write, args=(dict.fromkeys(keys, ""),))


def _show_weights(risk: Risk, p: Array, *, by_book: bool) -> None:
    (W, c), (w, b) = risk.network.unflatten(p)
    parts = {
        rf"W = {matrix(W.T)}": "(6.4)",
        f"c = {column(c)}": "(6.5)",
        f"w = {column(w[0])}": "(6.6)",
        f"b = {number(float(b[0]))}": "",
    }
    # Within a sentence, so that a phone can break the line.
    said = [f"${formula}$ {equation if by_book else ''}" for formula, equation in parts.items()]
    st.markdown(", ".join(part.strip() for part in said))
    if not by_book:
        st.caption("Two decimals are enough.")


def _heading(risk: Risk) -> str:
    name = title_of(type(risk.network.activations[0]))
    return r"h = \max\{0, XW + c\}" if name == "ReLU" else rf"h = \text{{{name.lower()}}}(XW + c)"


def _show_table(table: Table, place: str, marks: list[Mark], refused: list[str]) -> None:
    st.markdown(f"${table.heading}$")
    for i, row in enumerate(table.values):
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall"):
            st.markdown(f"`{_POINTS[i]}`", width="content")
            for j, value in enumerate(row):
                key = _key(table, place, i, j)
                entry = str(st.session_state.get(key) or "")
                mark = marked(entry, float(value))
                marks.append(mark)
                if mark is Mark.NO_NUMBER:
                    refused.append(entry)
                st.text_input(
                    f"{table.name}, point {_POINTS[i]}, number {j + 1}: {mark}",
                    key=key,
                    max_chars=LONGEST,
                    label_visibility="collapsed",
                    icon=_ICONS.get(mark),
                    autocomplete="off",
                    persist_state="session",
                )
    st.button(
        "Show me",
        key=f"{place}-{table.name}-show",
        on_click=_write,
        args=(dict(zip(_keys(table, place), map(shown, table.values.ravel()), strict=True)),),
    )


def _say(marks: list[Mark], refused: list[str], loss: float) -> None:
    sentence = complaint(refused)
    if sentence:
        st.warning(as_plain(sentence))
    filled = [mark for mark in marks if mark is not Mark.EMPTY]
    right, wrong = (filled.count(mark) for mark in (Mark.RIGHT, Mark.WRONG))
    if right == len(marks):
        st.markdown(
            f"**All {right} cells are right.** XW + c puts the points on one line, 01 and 10 at "
            "the same place of it; the ReLU bends that line at 01 and 10, so that now a line cuts "
            f"them off from 00 and 11. The mean squared error is **{exactly(loss)}**."
            if loss == 0
            else f"**All {right} cells are right.** The mean squared error is "
            f"{printed(loss, '.4g')}."
        )
    elif filled:
        st.markdown(f"{right} of {len(marks)} cells right ✓, {wrong} wrong ✗.")
    else:
        st.caption("Fill in any cell: a ✓ or a ✗ appears in it.")


def _keys(table: Table, place: str) -> list[str]:
    rows, columns = table.values.shape
    return [_key(table, place, i, j) for i in range(rows) for j in range(columns)]


def _key(table: Table, place: str, i: int, j: int) -> str:
    return f"{place}-{table.name}-{i}-{j}"


def _write(cells: dict[str, str]) -> None:
    """Put text into cells, in a callback."""
    for key, text in cells.items():
        st.session_state[key] = text
