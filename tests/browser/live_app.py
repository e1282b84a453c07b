"""A page for the tests of live training: Higham & Higham's network, a few frames at a time.

With `?hold=n` in the address no frame after the n-th is sent, as if it were still computed.
"""

from dataclasses import replace

import numpy as np
import streamlit as st

from core.experiments.higham.paper import NETWORK, PublishedPicks, problem, published_start
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend, log_steps
from pages.ui import theme
from pages.ui.stage import (
    BoundaryPanel,
    Chunk,
    Column,
    CurvePanel,
    Family,
    Lane,
    MatrixPanel,
    NetworkPanel,
    Reading,
    Repertoire,
    Runs,
    Scene,
    frame_to_repeat_from,
    send_chunk,
    stage,
)

STEPS, FRAMES, CHUNK = 400_000, 160, 8
RUN = "harness=live"


@st.cache_resource
def film():
    picks = PublishedPicks().batches(10, STEPS, np.random.default_rng(0))
    steps = log_steps(STEPS, FRAMES)
    return descend(problem(), GradientDescent(0.05), published_start(), STEPS, picks, steps)


def runs(frames):
    p, cost = film().p[frames], film().value[frames]
    return Runs(p[None], cost[None], np.array([-1]), ["good"])


def reading(frames):
    cost = film().value[frames]
    return Reading(
        [Column("cost", cost), Column("Σ‖<i>y</i> − <i>F</i>‖²", 20 * cost)],
        ["Still on the plateau.", "On its way down."],
        (cost < 0.1).astype(int),
    )


def panels():
    x, y = problem().x, problem().y
    network = NETWORK.described()
    network |= {"show": "difference", "targets": y, "factor": 1 / (2 * len(x))}
    return [
        BoundaryPanel(
            "boundary",
            "The model",
            "Ten points of two classes and the network's boundary between them.",
            x,
            y[:, 1],
            ("x₁", "x₂"),
            ((0.0, 1.0), (0.0, 1.0)),
            network=network,
        ),
        NetworkPanel("network", "The network", "Layers of 2, 2, 3 and 2 units.", NETWORK.widths),
        CurvePanel("cost", "Cost", "Cost against the step.", log_step=True, last_step=STEPS),
        MatrixPanel("matrix", "23 numbers", "The weights and biases.", NETWORK.widths),
    ]


@st.cache_resource
def repertoire(count):
    first = slice(0, count)
    family = Family(np.array([0.05]), film().k[first], [runs(first)])
    return Repertoire({"optimizer.eta": family}, panels())


@st.cache_resource
def scene(count):
    return Scene(
        run=RUN,
        title="Higham & Higham's network",
        alt="Boundary, network, cost and weights.",
        lanes=[Lane("sgd", "Stochastic gradient", theme.SQUARED)],
        repertoire=repertoire(count),
        home=("optimizer.eta", 0),
        plane=None,
        readings=[reading(slice(0, count))],
        colors=theme.stage_colors(),
    )


def train():
    st.session_state.update(sent=CHUNK, live=True, replays=st.session_state.replays + 1)


def stop():
    st.session_state.live = False


def take(name):
    state = st.session_state
    state[f"{name}s"] = [*state.get(f"{name}s", []), list(state.stage[name])]


@st.fragment(run_every=0.25)
def advance():
    state = st.session_state
    if not state.live or state.sent >= int(st.query_params.get("hold", len(film().k) + 1)):
        return
    if state.sent >= len(film().k):
        state.live = False
        st.rerun()
    state.sent = min(state.sent + CHUNK, len(film().k))
    frames = slice(frame_to_repeat_from(state.told), state.sent)
    steps = film().k[frames]
    state.told.append(state.sent)
    done = frames.stop == len(film().k)
    chunk = Chunk(RUN, frames.start, steps, [runs(frames)], None, [reading(frames)], done)
    send_chunk(chunk, key="stage")
    st.caption(f"sent: {state.sent}")


st.set_page_config(layout="wide")
st.session_state.setdefault("live", False)
st.session_state.setdefault("replays", 0)
st.session_state.setdefault("sent", CHUNK)
with st.sidebar:
    st.button("Replay", on_click=train)
    st.button("Stop", on_click=stop)
    st.caption(f"edges: {st.session_state.get('edges', [])}")
st.subheader("How does a network learn ten points?")
live = st.session_state.live
stage(
    replace(
        scene(CHUNK if live else st.session_state.sent),
        live=live,
        restart=st.session_state.replays,
    ),
    key="stage",
    on={"edge": lambda: take("edge")},
)
if live:
    st.session_state.told = [CHUNK]
    advance()
