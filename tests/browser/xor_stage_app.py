"""A page for the tests of the hidden layer's panels: XOR, trained here in a few lines of NumPy."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.networks import ACTIVATIONS as MENU
from core.networks import Network
from pages.ui import theme
from pages.ui.page import style
from pages.ui.stage import (
    Column,
    CurvePanel,
    Family,
    LandscapePanel,
    Lane,
    NetworkPanel,
    PlaneView,
    Reading,
    Repertoire,
    Runs,
    Scene,
    SeparatePanel,
    SpacePanel,
    install_plotly,
    stage,
)

X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([0.0, 1, 1, 0])
NAMES = ("00", "01", "10", "11")
WINDOW = ((-0.5, 1.5), (-0.5, 1.5))
BY_HAND = np.array([1.0, 1, 1, 1, 0, -1, 1, -2, 0])
FRAMES = 300
ACTIVATIONS = {
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
}


def split(p, width):
    return p[: 2 * width].reshape(width, 2), *np.split(p[2 * width :], [width, 2 * width])


def model(p, width, hidden):
    W, c, w, b = split(p, width)
    return ACTIVATIONS[hidden][0](X @ W.T + c) @ w + b


def gradient(p, width, hidden):
    W, c, w, _ = split(p, width)
    z = X @ W.T + c
    delta = 2 * (model(p, width, hidden) - Y) / 4
    back = np.outer(delta, w) * ACTIVATIONS[hidden][1](z)
    h = ACTIVATIONS[hidden][0](z)
    return np.concatenate([(back.T @ X).ravel(), back.sum(0), delta @ h, [delta.sum()]])


def train(start, width, hidden, every=8):
    p, path = start.copy(), [start.copy()]
    for _ in range(FRAMES - 1):
        for _ in range(every):
            p = p - 0.05 * gradient(p, width, hidden)
        path.append(p.copy())
    return np.array(path)


def first_weights(width, seed):
    rng = np.random.default_rng(seed)
    inside = rng.uniform(-1, 1, 3 * width) / np.sqrt(2)
    return np.concatenate([inside, rng.uniform(-1, 1, width + 1) / np.sqrt(width)])


@st.cache_resource
def main_scene(width, hidden, start):
    first = np.array(start) if start else first_weights(width, 5)
    path = np.repeat(first[None], FRAMES, 0) if start else train(first, width, hidden)
    cost = np.array([np.mean((model(p, width, hidden) - Y) ** 2) for p in path])
    network = Network((2, width, 1), MENU[hidden]()).described()
    network |= {"targets": Y[:, None], "factor": 0.25}
    spaces = [
        SpacePanel(
            space,
            title,
            alt,
            space,
            X,
            Y,
            WINDOW,
            network,
            points=NAMES,
        )
        for space, title, alt in (
            ("input", "Input space", "XOR's four points and the network's output over the plane."),
            ("hidden", "Hidden space", "The same plane after the hidden layer."),
        )
    ]
    network_panel = NetworkPanel(
        "network", "Network", f"2, {width} and 1 units.", (2, width, 1), hidden="h"
    )
    panels = [*spaces, network_panel, CurvePanel("cost", "Cost", "Cost against the step.")]
    runs = Runs(path[None], cost[None], np.array([-1]), ["good"])
    family = Family(np.array([0.05]), 8 * np.arange(FRAMES), [runs])
    return Scene(
        run=f"width={width}&hidden={hidden}&start={hash(start)}",
        title="XOR",
        alt="Input space, hidden space, network and cost.",
        lanes=[Lane("network", "Squared error", theme.SQUARED, "cost")],
        repertoire=Repertoire({"eta": family}, panels),
        home=("optimizer.eta", 0),
        plane=None,
        readings=[Reading([Column("MSE", cost)], ["Under way."], np.zeros(FRAMES, int))],
        colors=theme.stage_colors(),
        autoplay=False,
    )


def labelings():
    """All sixteen, with a line wherever one of a fine set of lines separates them."""
    all_labels = np.array(list(product((0, 1), repeat=4)))
    turns = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    found = np.full((16, 3), np.nan)
    for turn, b in product(turns, np.linspace(-2, 2, 33) + 1e-3):
        line = np.array([np.cos(turn), np.sin(turn), b])
        row = int(((X @ line[:2] + b) > 0) @ [8, 4, 2, 1])
        found[row] = line
    return all_labels, np.isfinite(found[:, 0]), found


@st.cache_resource
def linear_scene():
    p = np.array([0.9, -0.6, 0.8])
    path = [p]
    design = np.column_stack([X, np.ones(4)])
    for _ in range(99):
        p = p - 0.1 * 2 * (design @ p - Y) @ design / 4
        path.append(p)
    path = np.array(path)
    cost = np.mean((path @ design.T - Y) ** 2, axis=-1)
    grid = np.linspace(-1.5, 1.5, 41)
    w1, w2 = np.meshgrid(grid, grid)
    middle = 0.5 - (w1 + w2) / 2
    value = np.mean(
        [(w1 * a + w2 * b + middle - y) ** 2 for (a, b), y in zip(X, Y, strict=True)], axis=0
    )
    figures = [
        go.Figure(trace(x=grid, y=grid, z=value, showscale=False, colorscale="Cividis")).to_dict()
        for trace in (go.Surface, go.Contour)
    ]
    landscape = LandscapePanel(
        "surface", 0, "Cost", "A bowl.", *figures, grid, grid, value, profile=True
    )
    separate = SeparatePanel(
        "line", "Your line", "Four points of two classes.", X, Y, WINDOW, *labelings(), 0, "", NAMES
    )
    runs = Runs(path[None], cost[None], np.array([-1]), ["good"])
    return Scene(
        run="linear",
        title="A linear model",
        alt="A line and the surface of its cost.",
        lanes=[Lane("linear", "Squared error", theme.SQUARED, "cost")],
        repertoire=Repertoire(
            {"optimizer.eta": Family(np.array([0.1]), np.arange(100), [runs])},
            [separate, landscape],
        ),
        home=("optimizer.eta", 0),
        plane=PlaneView((0, 1), ("w₁", "w₂"), (-1.5, 1.5), (-1.5, 1.5)),
        readings=[Reading([Column("MSE", cost)])],
        colors=theme.stage_colors(),
        autoplay=False,
    )


def take(name):
    state = st.session_state
    state[f"{name}s"] = [*state.get(f"{name}s", []), list(state.stage[name])]
    if name == "model":
        state.start = tuple(state.stage["model"])


install_plotly(Path(__file__).parent / "static")
st.set_page_config(layout="wide")
style("page.css")
query = st.query_params
state = st.session_state
width, hidden = int(query.get("width", 2)), query.get("hidden", "relu")
if query.get("start") == "hand":
    state.setdefault("start", tuple(BY_HAND))
with st.sidebar:
    again = st.button("Again")
    state.restart = state.get("restart", 0) + again
    st.slider("Other", 0, 9, key="other")
    st.caption(f"models: {len(state.get('models', []))}")
st.subheader("What does a hidden layer do?")
main = main_scene(width, hidden, state.get("start"))
stage(
    replace(main, restart=state.restart),
    key="stage",
    on={"model": lambda: take("model")},
)
st.write("A linear model cannot do it.")
linear = linear_scene()
if state.other:
    # Another repertoire at each value: the main stage must not lose its own over it.
    panels = [replace(panel, note=f"note {state.other}") for panel in linear.repertoire.panels]
    linear = replace(linear, repertoire=replace(linear.repertoire, panels=panels))
stage(linear, key="line-stage")
