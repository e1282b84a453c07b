"""A page for the tests of the stage: logistic regression of its own, in a few lines of NumPy."""

from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from pages.ui import theme
from pages.ui.stage import (
    BoundaryPanel,
    Column,
    CurvePanel,
    Family,
    LandscapePanel,
    Lane,
    Mark,
    PlaneView,
    Reading,
    Repertoire,
    Runs,
    Scene,
    Stack,
    StripPanel,
    install_plotly,
    stage,
)

ONE_FEATURE = np.array([-3.0, -2, -1, 1, 2, 3])[:, None], np.array([1.0, 0, 0, 1, 1, 0])
GENERATOR = np.random.default_rng(3)
TWO_FEATURES = (
    np.concatenate([GENERATOR.normal(-1, 1.1, (60, 2)), GENERATOR.normal(1, 1.1, (60, 2))]),
    np.repeat([0.0, 1.0], 60),
)
WINDOW = {1: ((-5.0, 5.0), (-10.0, 10.0)), 2: ((-5.0, 5.0), (-5.0, 5.0))}
ETAS = np.geomspace(0.01, 100, 61)
STARTS = {1: (4.0, 8.0), 2: (-4.0, 3.0)}
LANES = ("squared-error", "cross-entropy")


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def cost(lane, p, x, y):
    z = p @ np.column_stack([x, np.ones(len(x))]).T
    if lane == "squared-error":
        return np.mean((sigmoid(z) - y) ** 2, axis=-1)
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))), axis=-1)


def gradient(lane, p, x, y):
    design = np.column_stack([x, np.ones(len(x))])
    a = sigmoid(p @ design.T)
    delta = 2 * (a - y) * a * (1 - a) if lane == "squared-error" else a - y
    return delta @ design / len(x)


def train(lane, start, eta, x, y, frames, every=1):
    p = np.broadcast_to(start, (max(len(np.atleast_2d(start)), len(eta)), start.shape[-1])).copy()
    path = [p.copy()]
    for _ in range(frames - 1):
        for _ in range(every):
            p = np.clip(p - eta[:, None] * gradient(lane, p, x, y), -1e6, 1e6)
        path.append(p.copy())
    path = np.stack(path, axis=1)
    accuracy = np.mean((path @ np.column_stack([x, np.ones(len(x))]).T > 0) == y, axis=-1)
    words = np.select([eta < 0.1, eta < 4, eta < 30], ["slow", "good", "oscillating"], "diverging")
    return Runs(
        p=path,
        cost=cost(lane, path, x, y),
        accuracy=accuracy,
        diverged_at=np.where(eta > 90, 3 * every, -1),
        regime=[str(word) for word in np.broadcast_to(words, len(p))],
    )


def surface_figure(alpha, beta, value, symbols):
    surface = go.Surface(x=alpha, y=beta, z=value, colorscale=theme.SURFACE_SCALE, showscale=False)
    figure = go.Figure(surface)
    figure.update_scenes(xaxis_title=symbols[0], yaxis_title=symbols[1], zaxis_title="C")
    figure.update_scenes(aspectmode="manual", aspectratio={"x": 1, "y": 1, "z": 0.65})
    figure.update_scenes(zaxis_range=[0, float(np.percentile(value, 85))])
    return figure.to_dict()


def contour_figure(alpha, beta, value, symbols):
    levels = {"start": 0.0, "end": float(np.percentile(value, 85)), "size": 0.05}
    contour = go.Contour(
        x=alpha, y=beta, z=value, colorscale=theme.SURFACE_SCALE, showscale=False, contours=levels
    )
    figure = go.Figure(contour)
    return figure.update_layout(xaxis_title=symbols[0], yaxis_title=symbols[1]).to_dict()


def landscape(number, lane, x, y, run):
    d = x.shape[1]
    window = WINDOW[d]
    alpha, beta = (np.linspace(*ends, 61) for ends in window)
    grid = np.stack(np.meshgrid(alpha, beta), axis=-1)
    symbols = ("w", "b") if d == 1 else ("w₁", "w₂")
    stack = None
    if d == 2:
        held = np.linspace(-2, 2, 9)
        slices = [np.insert(grid, 2, value, axis=-1) for value in held]
        heights = np.stack([cost(lane, p, x, y) for p in slices])
        stack = Stack("b", 2, held, heights, heights > np.median(heights))
        grid = np.insert(grid, 2, 0.0, axis=-1)
    value = cost(lane, grid, x, y)
    return LandscapePanel(
        name=lane,
        lane=number,
        title=run[number].label,
        alt=f"Surface of the {lane} over {symbols[0]} and {symbols[1]}, with the path over it.",
        figure3d=surface_figure(alpha, beta, value, symbols),
        figure2d=contour_figure(alpha, beta, value, symbols),
        alpha=alpha,
        beta=beta,
        value=value,
        stack=stack,
    )


@st.cache_resource
def scene(features, eta, start, frames):
    x, y = ONE_FEATURE if features == 1 else TWO_FEATURES
    start = np.array(start if features == 1 else (*start, 1.5))
    etas = np.sort(np.append(ETAS[np.abs(np.log(ETAS / eta)) > 1e-6], eta))
    lanes = [
        Lane("squared-error", "Squared error", theme.SQUARED, "squared"),
        Lane("cross-entropy", "Cross-entropy", theme.CROSS_ENTROPY, "entropy"),
    ]
    eta_runs = [train(lane, start, etas, x, y, frames) for lane in LANES]
    selected = int(np.searchsorted(etas, eta * (1 - 1e-9)))
    corners = np.stack(np.meshgrid(*(np.linspace(*w, 11) for w in WINDOW[features])), -1)
    starts = corners.reshape(-1, 2)
    full = starts if features == 1 else np.insert(starts, 2, start[2], axis=-1)
    start_runs = [train(lane, full, np.full(len(full), eta), x, y, 41, every=5) for lane in LANES]
    families = {
        "optimizer.eta": Family(etas, np.arange(frames), eta_runs),
        "start": Family(starts, 5 * np.arange(41), start_runs),
    }
    readings = []
    for lane, runs in zip(LANES, eta_runs, strict=True):
        slope = np.linalg.norm(gradient(lane, runs.p[selected], x, y), axis=-1)
        readings.append(
            Reading(
                columns=[
                    Column("cost", runs.cost[selected]),
                    Column("‖∇<i>C</i>‖", slope),
                    Column("<i>λ</i><sub>min</sub>", slope / 3 - 0.05),
                    Column("<i>λ</i><sub>max</sub>", slope + 0.5),
                    Column("2/<i>λ</i><sub>max</sub>", 2 / (slope + 0.5)),
                ],
                sentences=[
                    "The gradient still has a say: the cost falls at every step.",
                    "The gradient is tiny because five of six units are saturated the wrong way.",
                ],
                sentence=(slope < 1e-2).astype(int),
            )
        )
    symbols = ("w", "b") if features == 1 else ("w₁", "w₂")
    panels = [
        *(landscape(i, lane, x, y, lanes) for i, lane in enumerate(LANES)),
        BoundaryPanel(
            name="boundary",
            title="Model and data",
            alt="The model's probability over the inputs, with the data points.",
            x=x,
            y=y,
            labels=("x",) if features == 1 else ("x₁", "x₂"),
            window=((-4.0, 4.0),) * features,
        ),
        CurvePanel(name="cost", title="Cost", alt="Cost of both losses against the step."),
        StripPanel(
            name="eta",
            title="Learning rate",
            alt="Final cost against the learning rate.",
            marks=[Mark(2 / 0.5833, "2/λₘₐₓ", 0), Mark(2 / 1.1667, "2/λₘₐₓ", 1)],
        ),
    ]
    return Scene(
        run=f"data={features}&eta={eta:g}&start={start[0]:g},{start[1]:g}",
        title="Two losses on one data set",
        alt="Two loss surfaces, the model, and the cost.",
        lanes=lanes,
        repertoire=Repertoire(families, panels),
        home=("optimizer.eta", selected),
        plane=PlaneView((0, 1), symbols, *WINDOW[features]),
        readings=readings,
        colors=theme.stage_colors(),
    )


def take_knob():
    state = st.session_state
    name, state.eta = state.stage["knob"]
    assert name == "optimizer.eta"
    state.eta_triggers = state.get("eta_triggers", 0) + 1


def take_start():
    state = st.session_state
    state.start = tuple(state.stage["start"])
    state.start_triggers = state.get("start_triggers", 0) + 1


def show():
    state = st.session_state
    with st.sidebar:
        features = st.radio("features", (1, 2))
        eta = st.slider("eta", 0.05, 50.0, 1.0, key="eta")
        st.text_input("words")
        if st.button("move the start"):
            state.start = (2.0, -6.0)
        st.caption(f"eta triggers: {state.get('eta_triggers', 0)}")
        st.caption(f"start triggers: {state.get('start_triggers', 0)}")
        st.caption(f"start: {state.get('start', STARTS[features])}")
    st.subheader("Why not just square the error?")
    stage(
        scene(features, eta, state.get("start", STARTS[features]), 200),
        key="stage",
        on={"knob": take_knob, "start": take_start},
    )


install_plotly(Path(__file__).parent / "static")
st.set_page_config(layout="wide")
show()
