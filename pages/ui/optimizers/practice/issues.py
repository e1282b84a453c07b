"""Practical issues: scaling the inputs, the first weights, clipping, when to stop."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import streamlit as st

from core.arrays import Array
from core.datasets import BreastCancer, IrisSepal
from core.datasets.splits import split
from core.experiments.practice.early_stopping import Watched, patience, watched
from core.experiments.practice.initialization import Initialization, initialization
from core.experiments.practice.scaling import Scaling, clipped_ends, exploding, scaling
from core.experiments.race.experiment import RaceExperiment
from core.networks.activation import Activation
from core.networks.activations import Sigmoid, Tanh
from core.optimizers.adam import Adam
from core.training.descent import Trajectory
from pages.ui.chapter.remembered import kept
from pages.ui.chapter.sections import view
from pages.ui.chapter.words import printed
from pages.ui.chapter.work import at_hand, need
from pages.ui.figures.curves import curves
from pages.ui.optimizers.practice import figures
from pages.ui.optimizers.words import practice as words
from pages.ui.theme import CURVE_COLORS

_SCALING_STEPS: Final = 300
_ACTIVATIONS: Final[dict[str, tuple[type[Activation], float]]] = {
    "tanh": (Tanh, 0.1),
    "sigmoid": (Sigmoid, 1.0),
}
_SCALES: Final = tuple(np.geomspace(0.1, 10, 13).tolist())
_DEEP_STEPS, _SEEDS = 150, 3
# A step of 43 rates for 569 tumors, four times; one of 13 scales, three seeds and three starts for
# 75 flowers and 49 units.
_SCALING_SECONDS, _DEEP_SECONDS = _SCALING_STEPS * 2e-3, _DEEP_STEPS * 1e-2
_CLIP_RATE, _CLIP_STEPS = 0.002, 3000
_WINDOW: Final = (-2.2, 2.6, -2.6, 3.4)
_TRAINING, _VALIDATION, _EVERY, _LONG = 60, 150, 10, 2000


def show_practice(spec: RaceExperiment) -> None:
    """One practical issue at a time."""
    views: dict[str, Callable[[], None]] = {
        "Scale the inputs": _show_scaling,
        "First weights": _show_initialization,
        "Clip the gradient": _show_clipping,
        "When to stop": _show_stopping,
    }
    view("optimizers-practice", views)()


def _show_scaling() -> None:
    needs = [need(_SCALING_SECONDS, _scalings)]
    if not at_hand("scalings", "", needs, doing="Training with every learning rate"):
        return
    raw, scaled = _scalings()
    samples = BreastCancer(standardize=True)(np.random.default_rng(0))
    columns = " and ".join(
        f"{name} ({mean:.1f} ± {spread:.1f})"
        for name, mean, spread in zip(samples.features, samples.center, samples.scale, strict=True)
    )
    st.markdown(
        f"Logistic regression on {len(samples.x)} tumors by gradient descent from 0, on {columns}. "
        "Standardizing gives each column the mean 0 and the variance 1. For both, every η of a "
        "scale is tried, and the best run shown:"
    )
    left, right = st.columns(2)
    names = ("as measured", "standardized")
    left.plotly_chart(
        curves(
            raw.k,
            {name: one.value for name, one in zip(names, (raw, scaled), strict=True)},
            CURVE_COLORS[:2],
            ("step", "cross-entropy"),
            log=(False, False),
            dashes=("dash", "solid"),
        ),
        key="optimizers-scaling",
    )
    right.plotly_chart(
        curves(
            raw.final_eta,
            {
                name: np.minimum(one.final, 10.0)
                for name, one in zip(names, (raw, scaled), strict=True)
            },
            CURVE_COLORS[:2],
            ("η", f"cost after {_SCALING_STEPS} steps, cut at 10"),
            log=(True, True),
            dashes=("dash", "solid"),
        ),
        key="optimizers-scaling-rates",
    )
    st.markdown(words.scales(raw, scaled))


def _show_initialization() -> None:
    st.markdown(
        "Six hidden layers of eight units on the sepals of every other iris, weights drawn as "
        "scale · N(0, 1)/√fan-in and no bias. At scale 1, dotted, a linear layer keeps the "
        "variance (LeCun et al. 1998):"
    )
    name = st.segmented_control(
        "Activation",
        _ACTIVATIONS,
        default="tanh",
        required=True,
        key="optimizers-activation",
        persist_state="session",
    )
    name = name or "tanh"
    needs = [need(_DEEP_SECONDS, _initialization, name)]
    if not at_hand("initialization", name, needs, doing="Training from every scale"):
        return
    made = _initialization(name)
    pictures = (figures.saturation, figures.norms, figures.learned)
    for column, picture in zip(st.columns(3), pictures, strict=True):
        column.plotly_chart(picture(made), key=f"optimizers-{picture.__name__}")
    eta = _ACTIVATIONS[name][1]
    st.markdown(words.first_weights(made, _DEEP_STEPS, eta, _SEEDS))


def _show_clipping() -> None:
    st.markdown(
        f"A start on the wall of Rosenbrock's valley, η = {printed(_CLIP_RATE)}: the first "
        f"gradient "
        "throws the run out. Clipped, g min(1, c/‖g‖), it keeps its direction, but no step is "
        "longer than η c (Pascanu, Mikolov, Bengio 2013)."
    )
    bound = st.select_slider(
        "Longest gradient c",
        (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000),
        10,
        key="optimizers-clip",
        persist_state="session",
    )
    plain, clipped = _exploding(float(bound))
    left, right = st.columns(2)
    paths = {"clipped": clipped.p, "as it is": plain.p}
    left.plotly_chart(figures.two_paths(paths, _WINDOW), key="optimizers-clip-paths")
    shown = max(2, int(plain.diverged_at))
    right.plotly_chart(
        curves(
            clipped.k,
            {"clipped": clipped.value, "as it is": plain.value[:shown]},
            CURVE_COLORS[1:3],
            ("step + 1", "cost"),
            dashes=("solid", "dot"),
            own_x={"clipped": clipped.k + 1, "as it is": plain.k[:shown] + 1},
        ),
        key="optimizers-clip-costs",
    )
    st.markdown(words.clipped(plain, _clipped_ends(float(bound)), _CLIP_STEPS))


def _show_stopping() -> None:
    st.markdown(
        f"A 2-16-1 tanh network on {_TRAINING} of the 569 tumors. {_VALIDATION} others, on which "
        "it is not trained, say when to stop; the rest judge the choice and have no part in it. "
        "All are standardized by the mean and deviation of the training part alone."
    )
    left, right = st.columns(2)
    seed = left.slider("Split (seed)", 0, 19, 3, key="optimizers-split", persist_state="session")
    wait = right.slider(
        "Patience (evaluations, one every 10 steps)",
        1,
        100,
        20,
        key="optimizers-patience",
        persist_state="session",
    )
    costs = _watched(seed)
    stop = patience(costs.validation, wait)
    st.plotly_chart(figures.stopping(costs, stop), key="optimizers-stopping")
    st.markdown(words.stopped(costs, stop, wait))


@kept()
def _scalings() -> tuple[Scaling, Scaling]:
    rng = np.random.default_rng(0)
    raw, scaled = (
        scaling(BreastCancer(standardize)(rng), _SCALING_STEPS) for standardize in (False, True)
    )
    return raw, scaled


@kept()
def _initialization(name: str) -> Initialization:
    activation, eta = _ACTIVATIONS[name]
    samples = IrisSepal()(np.random.default_rng(0))
    samples = replace(samples, x=samples.x[::2], y=samples.y[::2])
    return initialization(activation(), samples, np.array(_SCALES), eta, _DEEP_STEPS, _SEEDS)


@kept()
def _exploding(bound: float) -> tuple[Trajectory, Trajectory]:
    return exploding(_CLIP_RATE, bound, _CLIP_STEPS)


@kept()
def _clipped_ends(bound: float) -> Array:
    return clipped_ends(_CLIP_RATE, bound, _CLIP_STEPS)


@kept()
def _watched(seed: int) -> Watched:
    parts = split(BreastCancer(False)(np.random.default_rng(0)), _TRAINING, _VALIDATION, seed)
    return watched(parts, 16, Adam(0.01), _LONG, _EVERY)
