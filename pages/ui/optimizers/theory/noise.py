"""The floor at which stochastic gradient descent levels off, and data on which there is none."""

from typing import Final

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.race.experiment import RaceExperiment
from core.scales import log_scale
from core.theory.gradient_noise import coverage
from core.theory.noise_floor import (
    Spread,
    expected_excess,
    floor,
    line_fit,
    small_step_floor,
    spread,
)
from core.training.samplers import ShuffledEpochs, WithReplacement
from pages.ui.chapter.remembered import kept
from pages.ui.chapter.sections import view
from pages.ui.figures.curves import curves
from pages.ui.optimizers.theory.noise_figures import floors, spreads
from pages.ui.optimizers.words import noise as words
from pages.ui.theme import CURVE_COLORS

_SEEDS, _SAMPLES, _FRAMES = 200, 32, 120
# So many steps that nothing is left of the way down in the second half: as the inverse of η.
_STEPS_BY_RATE, _FEWEST = 24, 300
_NOISY, _DRAWING = 0.5, "with replacement (4.8)"
_NOISE: Final = {"Contradictory data": _NOISY, "Data that one plane fits": 0.0}
_SAMPLERS: Final[dict[str, type[WithReplacement | ShuffledEpochs]]] = {
    _DRAWING: WithReplacement,
    "shuffled epochs (4.7)": ShuffledEpochs,
}
_BATCHES: Final = (1, 2, 4, 8, 16)
_DRAWN: Final = (1, 4, 16)
_RATES: Final = log_scale(0.02, 0.5)
_MEASURED: Final = (0.03, 0.1, 0.3)
_POINTS: Final = 10


def show_noise(spec: RaceExperiment) -> None:
    """Runs of 200 seeds on two data sets, the floor over η and m, and what an epoch sees."""
    views = {
        "The floor": _show_runs,
        "Floor against η and m": _show_floors,
        "What an epoch sees": _show_coverage,
    }
    view("optimizers-noise", views)()


def _show_runs() -> None:
    """Mean and band of the runs on both data sets, and their theory."""
    st.markdown(
        f"Where samples contradict each other, a stochastic gradient does not vanish at the "
        f"minimum, and with a constant η the run levels off at a floor instead of coming to rest. "
        f"Where one model fits them all there is none. A plane through {_SAMPLES} points, "
        "with and without noise in the targets:"
    )
    left, right = st.columns(2)
    eta = left.select_slider(
        "Learning rate η", _RATES, 0.1, key="optimizers-noise-eta", persist_state="session"
    )
    m = right.select_slider(
        "Batch size m", _BATCHES, 1, key="optimizers-noise-m", persist_state="session"
    )
    panels = {
        title: {sampler: _run(noise, sampler, eta, m) for sampler in _SAMPLERS}
        for title, noise in _NOISE.items()
    }
    theory = {title: _theory(noise, eta, m) for title, noise in _NOISE.items()}
    for column, title in zip(st.columns(2), _NOISE, strict=True):
        picture = spreads(panels[title], *theory[title])
        column.markdown(f"**{title}**")
        column.plotly_chart(picture, key=f"optimizers-noise-{title}")
    noisy, clean = panels.values()
    drawn, shuffled = noisy.values()
    exact = next(iter(theory.values()))[1]
    st.markdown(words.levels(drawn, shuffled, clean[_DRAWING], exact, eta, m))


def _show_floors() -> None:
    """The floor of theory and of the runs over η, for a few m."""
    st.markdown(
        "On contradictory data the floor is proportional to η/m, while η is small. Each mark is "
        f"the mean of {_SEEDS} seeds, drawn with replacement:"
    )
    rates = np.array(_RATES)
    exact, small = _floors()
    measured = _measured()
    st.plotly_chart(floors(rates, exact, small, measured), key="optimizers-floors")
    at, in_runs = measured[1][0][-1], measured[1][1][-1]
    ratio = float(exact[1][-1] / small[1][-1])
    at_rate = float(exact[1][_RATES.index(at)])
    st.markdown(words.proportional(at, at_rate, in_runs, rates[-1], ratio))


def _show_coverage() -> None:
    """Which share of the samples has been picked."""
    k = np.arange(0, 4 * _POINTS + 1)
    st.markdown(
        "Draws with replacement take some samples twice and leave others out; shuffled epochs "
        "deal all of them before the first comes again:"
    )
    st.plotly_chart(
        curves(
            k,
            {
                "with replacement": 100 * coverage(_POINTS, k),
                "shuffled epochs": 100 * coverage(_POINTS, k, replacement=False),
            },
            CURVE_COLORS[:2],
            ("picks", "% of the samples seen"),
            log=(False, False),
            dashes=("solid", "dash"),
            marks={f"N = {_POINTS}": _POINTS},
        ),
        key="optimizers-coverage",
    )
    st.markdown(words.seen(_POINTS))


def _steps(eta: float) -> int:
    return max(_FEWEST, int(_STEPS_BY_RATE / eta))


@kept()
def _run(noise: float, sampler: str, eta: float, m: int) -> Spread:
    """200 seeds from 0."""
    risk, steps = line_fit(noise, _SAMPLES), _steps(eta)
    rows = _SAMPLERS[sampler](m)
    return spread(risk, eta, rows, np.zeros(risk.size), steps, _SEEDS, every=steps // _FRAMES)


@kept()
def _theory(noise: float, eta: float, m: int) -> tuple[Array, float]:
    risk = line_fit(noise, _SAMPLES)
    return expected_excess(risk, eta, m, np.zeros(risk.size), _steps(eta)), floor(risk, eta, m)


@kept()
def _floors() -> tuple[dict[int, Array], dict[int, Array]]:
    risk = line_fit(_NOISY, _SAMPLES)
    exact = {m: np.array([floor(risk, eta, m) for eta in _RATES]) for m in _DRAWN}
    small = {m: np.array([small_step_floor(risk, eta, m) for eta in _RATES]) for m in _DRAWN}
    return exact, small


@kept()
def _measured() -> dict[int, tuple[list[float], list[float]]]:
    found: dict[int, tuple[list[float], list[float]]] = {}
    for m in _DRAWN:
        runs = [_run(_NOISY, _DRAWING, eta, m) for eta in _MEASURED]
        found[m] = (list(_MEASURED), [run.floor for run in runs])
    return found
