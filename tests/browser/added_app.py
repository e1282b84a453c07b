"""A stage with the activation of docs/adding.md, which no file of the app knows."""

import re
from pathlib import Path

import numpy as np
import streamlit as st

from core.networks import ACTIVATIONS, Network, activations

ADDING = Path(__file__).parents[2] / "docs" / "adding.md"

if "softsign" not in ACTIVATIONS:
    # As if it stood in its file: before the stage is imported, which writes it into its code.
    example = re.search(
        r"## An activation\n.*?```python\n(.*?)```", ADDING.read_text("utf-8"), re.S
    )
    names = dict(vars(activations))
    exec(compile(example[1], "An activation", "exec"), names)
    ACTIVATIONS["softsign"] = names["Softsign"]

from pages.ui import theme  # noqa: E402
from pages.ui.stage import (  # noqa: E402
    Column,
    Family,
    Lane,
    Reading,
    Repertoire,
    Runs,
    Scene,
    SpacePanel,
    stage,
)

FRAMES = 40
X, Y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0.0, 1, 1, 0])
NETWORK = Network((2, 3, 1), ACTIVATIONS["softsign"]())
P = np.linspace(0.5, 1, FRAMES)[:, None] * np.cos(3 * np.arange(NETWORK.size))


@st.cache_resource
def scene():
    outputs = NETWORK(P, X)[..., 0]
    cost = np.mean((outputs - Y) ** 2, axis=-1)
    runs = Runs(P[None], cost[None], np.array([-1]), ["good"])
    window = ((-0.5, 1.5), (-0.5, 1.5))
    described = NETWORK.described() | {"targets": Y[:, None], "factor": 0.25}
    panels = [
        SpacePanel(s, s, f"{s}.", s, X, Y, window, described, points=("00", "01", "10", "11"))
        for s in ("input", "hidden")
    ]
    return Scene(
        run="softsign",
        title="A network of a new activation",
        alt="",
        lanes=[Lane("network", "Network", theme.SQUARED)],
        repertoire=Repertoire({"run": Family(np.ones(1), np.arange(FRAMES), [runs])}, panels),
        home=("run", 0),
        plane=None,
        readings=[Reading([Column("cost", cost)])],
        colors=theme.stage_colors(),
        autoplay=False,
    )


st.set_page_config(layout="wide")
stage(scene(), key="stage")
st.write("F at the end: " + ", ".join(f"{value:.3f}" for value in NETWORK(P[-1], X)[:, 0]))
