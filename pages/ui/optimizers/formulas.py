"""The entrants' formulas, sources and lines of code, and their schedules drawn."""

import inspect
import re
import textwrap
from typing import Any, Final

import streamlit as st

from core.experiments.race.experiment import RaceExperiment
from core.optimizers.schedules import Constant
from core.optimizers.second_order import LevenbergMarquardt, LevenbergMarquardtOn, Newton, NewtonOn
from pages.ui.controls import in_force
from pages.ui.optimizers.entries import Entry, entries
from pages.ui.optimizers.race_figures import schedules
from pages.ui.parts import folded

FORMULAS: Final = "Formulas"

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


def formulas_of(spec: RaceExperiment) -> object:
    """What of a race its formulas depend on: on no learning rate, but for what tells two apart."""
    return [_spoken(entry) for entry in entries(spec)]


def show_formulas(spec: RaceExperiment) -> None:
    """A formula, a source and the code for each entrant; below, η against the step."""
    who = entries(spec)
    st.markdown(f"**The surface.** {spec.ground.why}" if spec.ground.why else "**The surface.**")
    st.latex(rf"C({', '.join(spec.ground.names)}) = {type(spec.ground).__doc__}")
    shown: set[type] = set()
    pair: list[Any] = []
    for entry in who:
        kind = type(entry.entrant.optimizer)
        if kind in shown:
            continue
        # Row by row, so that on a phone they come in their order.
        pair = pair or list(st.columns(2))
        with pair.pop(0).container(border=True):
            _show_method(entry)
        shown.add(kind)
    _say_schedules(who)


def _show_method(entry: Entry) -> None:
    method = entry.entrant.optimizer
    st.markdown(f"**{_spoken(entry)}** · {method.source}")
    st.latex(stacked(type(method).__doc__ or ""))
    code = update_lines(type(method))
    folded(f"code-{type(method).__name__}", "Its lines of code", lambda: _show_code(code))


def _show_code(code: str) -> None:
    st.code(code, language="python")


def _spoken(entry: Entry) -> str:
    return entry.name.split(", η")[0]


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


def _say_schedules(who: list[Entry]) -> None:
    rated = [entry for entry in who if entry.entrant.optimizer.has_rate]
    st.markdown("**Schedules.** The learning rate of every step, as each entrant uses it.")
    if not rated:
        st.markdown("Nobody in this race has a learning rate.")
        return
    for entry in rated:
        if not isinstance(entry.entrant.schedule, Constant):
            st.markdown(f"{_spoken(entry)}: ${type(entry.entrant.schedule).__doc__}$")
    folded("schedules", "η against the step", _show_schedules, of=lambda spec: spec)


def _show_schedules() -> None:
    spec = in_force(RaceExperiment)
    rated = [entry for entry in entries(spec) if entry.entrant.optimizer.has_rate]
    st.plotly_chart(schedules(rated, spec.steps), key="race-schedules")
