"""The presets of the fourth chapter, and what readers do to its surface, start and entrants."""

from dataclasses import replace
from time import monotonic_ns
from typing import Any, Final

import streamlit as st

from core.experiments.race.experiment import (
    LANE_NAMES,
    METHODS,
    ByEvaluations,
    Entrant,
    Nobody,
    RaceExperiment,
    UsualStart,
    moved_to,
    with_rate,
)
from core.experiments.race.ground import Ground
from core.experiments.race.grounds import (
    GROUNDS,
    HighamPlane,
    LogisticCrossEntropy,
    Rosenbrock,
    Saddle,
)
from core.experiments.race.redundant import Tumors
from core.optimizers import OPTIMIZERS, Adam, GradientDescent, Momentum, Nesterov, RMSProp
from core.optimizers.second_order import LevenbergMarquardt, Newton
from core.spec import to_query
from core.training.samplers import ShuffledEpochs
from pages.ui.address import here
from pages.ui.chapter.presets import Preset, restart
from pages.ui.controls import assign, in_force
from pages.ui.queries import link

STAGE: Final = "race-stage"
SURFACE: Final = "race-surface"
RATES: Final = "Learning rates"
_MEASURED: Final = "race-measured"


def lined_up(*entrants: Entrant) -> dict[str, Entrant | Nobody]:
    """Fields of a race for these entrants, the other lanes empty."""
    empty = [Nobody() for _ in range(len(LANE_NAMES) - len(entrants))]
    return dict(zip(LANE_NAMES, [*entrants, *empty], strict=True))


def _on(spec: RaceExperiment, ground: Ground, **settings: Any) -> dict[str, str]:
    """The settings of the same race on another ground."""
    return to_query(replace(moved_to(spec, ground), **settings))


_FIRST_ORDER: Final = replace(RaceExperiment(), six=Nobody())
_TO_A_SADDLE: Any = lined_up(
    Entrant(GradientDescent()), Entrant(Newton()), Entrant(LevenbergMarquardt())
)
_TOO_EXPENSIVE: Any = lined_up(Entrant(GradientDescent()), Entrant(GradientDescent(), m=569))
_WITH_BATCHES: Any = lined_up(
    Entrant(GradientDescent()),
    Entrant(GradientDescent(), m=6),
    Entrant(Adam()),
    Entrant(Adam(), m=6),
)
QUESTION: Final = (
    "One surface, one start: watch who zigzags, who overshoots and who strolls. Click anywhere on "
    "the surface to start from there."
)
PRESETS: Final = (
    Preset("Race down a ravine", QUESTION),
    Preset(
        "Roll along a valley",
        "Rosenbrock's function: along the floor of the curved valley the gradient is small. "
        "Gradient descent creeps there; momentum and Nesterov remember their speed.",
        _on(RaceExperiment(), Rosenbrock()),
    ),
    Preset(
        "Escape a saddle",
        "The start is a thousandth beside the ridge. Gradient descent leaves the saddle as slowly "
        "as its gradient grows; dividing by the gradient's size forgets how small it is.",
        _on(_FIRST_ORDER, Saddle()),
    ),
    Preset(
        "Trap Newton",
        "Newton's method looks for ∇C = 0, whatever lies there. Levenberg-Marquardt shifts the "
        "curvature until it points downhill, and arrives.",
        _on(replace(RaceExperiment(), **_TO_A_SADDLE), Saddle(), steps=150),
    ),
    Preset(
        "Train a real model",
        "Higham & Higham's network on the plane of its published run, two of its ten points a "
        "step, the same two for everybody: the gradients are noisy now.",
        _on(_FIRST_ORDER, HighamPlane(), sampler=ShuffledEpochs(m=2), steps=500),
    ),
    Preset(
        "Let two use more data",
        "Logistic regression, one point a step; number 2 and number 4 look at all six. Their paths "
        "are smooth, and they pay six times as much: compare by gradient evaluations.",
        _on(
            replace(RaceExperiment(), **_WITH_BATCHES),
            LogisticCrossEntropy(),
            sampler=ShuffledEpochs(m=1),
        ),
    ),
    Preset(
        "Too expensive!",
        "569 tumors: number 1 looks at twenty a step, number 2 at all of them, 28 times the price. "
        "Counted in gradient evaluations the minibatches are far ahead at first, then their noise "
        "levels them off; the mark is where all samples begin to pay.",
        _on(
            replace(RaceExperiment(), **_TOO_EXPENSIVE),
            Tumors(),
            sampler=ShuffledEpochs(m=20),
            steps=1000,
            axis=ByEvaluations(),
        ),
    ),
)


def surface_lesson(spec: RaceExperiment) -> str:
    """What is said when no preset is in force."""
    return spec.ground.why


def place_surface(spec: RaceExperiment) -> None:
    """The choice of the surface: on another one everybody gets the learning rate that suits it."""
    now = next(name for name, ground in GROUNDS.items() if isinstance(spec.ground, ground))
    st.session_state[SURFACE] = now
    st.selectbox(
        "Surface",
        list(GROUNDS),
        format_func=lambda name: GROUNDS[name].title,
        key=SURFACE,
        on_change=here(_move),
    )


def place_start(spec: RaceExperiment) -> None:
    """The button that takes a chosen start back."""
    st.button(
        "Back to the usual start",
        on_click=_usual_start,
        width="stretch",
        disabled=isinstance(spec.start, UsualStart),
        help="Click on the surface, or drag the ring on its contour, to start elsewhere.",
    )


def measured() -> int:
    """Which measurement of the seconds this reader sees: 0, the one of all, until they ask anew."""
    return int(st.session_state.get(_MEASURED, 0))


def run_again() -> None:
    """Play the race from its start, and measure its seconds once more, in a callback."""
    st.session_state[_MEASURED] = monotonic_ns()
    restart(RaceExperiment)


def place_again() -> None:
    """The button for that."""
    st.button(
        "Run again",
        on_click=run_again,
        width="stretch",
        help="From the start. What depends on the machine, the seconds, is measured anew.",
    )


def set_start() -> None:
    """The reader has put the start somewhere on the surface."""
    a, b = st.session_state[STAGE].start
    assign(RaceExperiment, {"start": "chosen-start", "start.a": float(a), "start.b": float(b)})
    restart(RaceExperiment)


def enter() -> None:
    """Somebody runs in the first empty lane: the first optimizer that is not there yet."""
    spec = in_force(RaceExperiment)
    there = {type(entrant.optimizer) for entrant in spec.entrants.values()}
    method = next((m for m in _USUAL_ORDER if m not in there), GradientDescent)
    lane = next(name for name in LANE_NAMES if name not in spec.entrants)
    rate = spec.ground.rates.of(method())
    values = to_query(Entrant(method(eta=rate)), f"{lane}.")
    assign(RaceExperiment, {lane: "entrant", **values})


def leave(lane: str) -> None:
    """Nobody runs in this lane any more."""
    assign(RaceExperiment, {lane: "nobody"})


def change_method(lane: str, key: str) -> None:
    """Another optimizer in a lane, with the learning rate that suits the surface."""
    spec, name = in_force(RaceExperiment), st.session_state[key]
    values: dict[str, str | float | bool] = {f"{lane}.optimizer": name}
    if "eta" in METHODS[name].__dataclass_fields__:
        values[f"{lane}.optimizer.eta"] = spec.ground.rates.of(METHODS[name]())
    assign(RaceExperiment, values)


def load_rate(lane: str, eta: float) -> None:
    """The learning rate that the reader has clicked on, for the entrant in a lane."""
    adopt(with_rate(in_force(RaceExperiment), lane, eta))


def adopt(spec: RaceExperiment) -> None:
    """Put a whole race on the controls, in a callback, and play it."""
    assign(RaceExperiment, dict(link(spec)), keep=False)
    restart(RaceExperiment)


_USUAL_ORDER: Final[tuple[Any, ...]] = (
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    Adam,
    *(method for method in OPTIMIZERS.values() if method not in (Adam, RMSProp)),
)


def _move() -> None:
    spec = in_force(RaceExperiment)
    adopt(moved_to(spec, GROUNDS[st.session_state[SURFACE]]()))


def _usual_start() -> None:
    assign(RaceExperiment, {"start": "usual-start"})
    restart(RaceExperiment)
