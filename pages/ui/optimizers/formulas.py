"""The entrants' formulas, sources and lines of code, and their schedules drawn."""

import inspect
import re
import textwrap
from typing import Any

import streamlit as st

from core.experiments.race.experiment import RaceExperiment
from core.optimizers.schedules import Constant
from core.optimizers.second_order import LevenbergMarquardt, LevenbergMarquardtOn, Newton, NewtonOn
from pages.ui.optimizers.entries import Entry, entries
from pages.ui.optimizers.race_figures import schedules

# Where one part of a formula ends and the next begins.
_BETWEEN = re.compile(r",\\; |, \\quad |, \\qquad |\\qquad ")
# A hat divides an average by what zeros at the start leave it short of; t counts the steps.
_ADAM = {
    r"\hat m": r"\hat m = m/(1-β_1^t)",
    r"\hat v": r"\hat v = v/(1-β_2^t)",
    r"\hat w": r"\hat w = w/(1-β_2^t)",
}
# Its momentum is not constant, so that products of it stand in place of β₁^t.
_NADAM = {
    r"\hat m": r"\hat m = m/(1-μ_1 \cdots μ_{t+1}), \; \hat g = g/(1-μ_1 \cdots μ_t)",
    r"\hat v": r"\hat v = v/(1-β_2^t)",
}
_ON: dict[type, type] = {Newton: NewtonOn, LevenbergMarquardt: LevenbergMarquardtOn}


def show_formulas(spec: RaceExperiment) -> None:
    """A formula, a source and the code for each entrant; below, η against the step."""
    who = entries(spec)
    st.markdown(f"**The surface.** {spec.ground.why}" if spec.ground.why else "**The surface.**")
    st.latex(rf"C({', '.join(spec.ground.names)}) = {type(spec.ground).__doc__}")
    shown: set[type] = set()
    columns = st.columns(2)
    for entry in who:
        kind = type(entry.entrant.optimizer)
        if kind in shown:
            continue
        with columns[len(shown) % 2].container(border=True):
            _show_method(entry)
        shown.add(kind)
    _show_schedules(who, spec.steps)


def _show_method(entry: Entry) -> None:
    method = entry.entrant.optimizer
    st.markdown(f"**{entry.name.split(', η')[0]}** · {method.source}")
    st.latex(stacked(type(method).__doc__ or ""))
    with st.expander("Its lines of code"):
        st.code(update_lines(type(method)), language="python")


def stacked(formula: str) -> str:
    """A formula of several parts, one a line so that a column holds it, and what its hats mean."""
    parts = [part.strip(" ,") for part in _BETWEEN.split(formula)]
    hats = _NADAM if "μ_t" in formula else _ADAM
    parts += [meaning for hat, meaning in hats.items() if hat in formula]
    return r"\begin{gathered}" + r" \\ ".join(parts) + r"\end{gathered}"


def update_lines(method: type) -> str:
    """The body of a member's `step`, as it runs."""
    rule: Any = _ON.get(method, method)
    source = inspect.getsource(rule.step)
    lines = textwrap.dedent(source).splitlines()
    first = next(i for i, line in enumerate(lines) if line.rstrip().endswith(":")) + 1
    return textwrap.dedent("\n".join(lines[first:]))


def _show_schedules(who: list[Entry], steps: int) -> None:
    rated = [entry for entry in who if entry.entrant.optimizer.has_rate]
    st.markdown("**Schedules.** The learning rate of every step, as each entrant uses it.")
    if not rated:
        st.markdown("Nobody in this race has a learning rate.")
        return
    for entry in rated:
        if not isinstance(entry.entrant.schedule, Constant):
            st.markdown(f"{entry.name}: ${type(entry.entrant.schedule).__doc__}$")
    st.plotly_chart(schedules(rated, steps), key="race-schedules")
