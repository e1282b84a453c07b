"""Take away: the run as CSV and NumPy arrays, the experiment as JSON, its surfaces as HTML."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

from core.experiments.experiment import Experiment
from core.export import experiment_as_json, runs_as_csv, runs_as_npz
from core.training.descent import Trajectory

Surfaces = Callable[[Any], Mapping[str, Callable[[], go.Figure]]]
"""The surfaces that a page shows of an experiment, by their names, made when asked for."""

Runs = Callable[[], Mapping[str, Trajectory]]

_NOTE_RUN: Final = (
    "CSV and NumPy have the recorded steps of the run, as far as it has been computed: cost and "
    "parameters with all their digits; `numpy.load` opens the second. "
)
_NOTE: Final = "JSON has every setting by its name in the address."
_NOTE_HTML: Final = " The HTML turns in any browser, without a network; 5 MB of it are Plotly."


def no_surfaces(spec: object) -> Mapping[str, Callable[[], go.Figure]]:
    """Of a page that shows none."""
    return {}


def from_recipes(spec: Experiment) -> Runs:
    """The runs of an experiment, done again."""
    return lambda: {lane: recipe.run() for lane, recipe in spec.recipes().items()}


def place_downloads(
    spec: Experiment, surfaces: Surfaces, runs: Callable[[Any], Runs] = from_recipes
) -> None:
    """A row of downloads; each file is made when it is asked for."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(spec).__name__).lower()
    run, found = name.replace("experiment", "run"), surfaces(spec)
    trained = bool(spec.recipes())
    st.markdown("To take away:")
    with st.container(horizontal=True, gap="small"):
        if trained:
            made = runs(spec)
            _download("CSV", lambda: runs_as_csv(made()), f"{run}.csv", "text/csv")
            npz = f"{run}.npz"
            _download("NumPy", lambda: runs_as_npz(made(), spec), npz, "application/octet-stream")
        _download("JSON", partial(experiment_as_json, spec), f"{name}.json", "application/json")
        for title, draw in found.items():
            label = "HTML" if len(found) == 1 else f"HTML: {title}"
            file = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
            _download(label, partial(page_of, title, draw), f"{file or name}.html", "text/html")
    st.caption((_NOTE_RUN if trained else "") + _NOTE + (_NOTE_HTML if found else ""))


def page_of(title: str, draw: Callable[[], go.Figure]) -> str:
    """A surface as a page that needs nothing else: plotly.js is in it."""
    figure = go.Figure(draw())
    figure.update_layout(
        title={"text": title, "x": 0.5}, margin={"t": 60}, paper_bgcolor="white", autosize=True
    )
    page: str = figure.to_html(include_plotlyjs=True, full_html=True)
    return page


def _download(label: str, make: Callable[[], str | bytes], file: str, kind: str) -> None:
    st.download_button(
        label,
        make,
        file,
        kind,
        key=f"take-away-{file}",
        on_click="ignore",
        icon=":material/download:",
    )
