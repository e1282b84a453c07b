"""Share: the address; to take away: the run as CSV and NumPy arrays, JSON, surfaces as HTML."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

import plotly.graph_objects as go
import streamlit as st

from core.experiments.experiment import Experiment
from core.export import experiment_as_json, experiment_of, runs_as_csv, runs_as_npz
from core.spec import SpecError
from core.training.descent import Trajectory
from pages.ui.address import here
from pages.ui.controls import Value, address, as_plain, labels
from pages.ui.lecture.hidden import OTHERS, hide_query, is_hidden
from pages.ui.lecture.mode import LECTURE
from pages.ui.parts import rerun_part
from pages.ui.predict.state import asked_query
from pages.ui.queries import link

Surfaces = Callable[[Any], Mapping[str, Callable[[], go.Figure]]]
"""The surfaces that a page shows of an experiment, by their names, made when asked for."""

Runs = Callable[[], Mapping[str, Trajectory]]

_NOTE_RUN: Final = (
    "CSV and NumPy have the recorded steps of the run, as far as it has been computed: cost and "
    "parameters with all their digits; `numpy.load` opens the second. "
)
_NOTE: Final = "JSON has every setting by its name in the address, and can be loaded below."
_NOTE_HTML: Final = " The HTML turns in any browser, without a network; 5 MB of it are Plotly."


def no_surfaces(spec: object) -> Mapping[str, Callable[[], go.Figure]]:
    """Of a page that shows none."""
    return {}


def from_recipes(spec: Experiment) -> Runs:
    """The runs of an experiment, done again."""
    return lambda: {lane: recipe.run() for lane, recipe in spec.recipes().items()}


def show_share(
    cls: type[Any],
    spec: Experiment,
    included: str,
    opened: str,
    taken: tuple[Surfaces, Callable[[Any], Runs]],
    put_back: Callable[[Mapping[str, Value]], None],
) -> None:
    """The button behind which the address stands, and what to take away of a spec.

    put_back: sets the experiment that a file has.
    """
    if is_hidden("share"):
        return
    with st.popover("Share", key=opened, on_change=here(rerun_part), args=("presets",)) as popover:
        if popover.open:
            _show_link(cls, included)
            place_downloads(spec, *taken)
            place_upload(cls, put_back)


def _show_link(cls: type[Any], included: str) -> None:
    names = OTHERS | labels(cls)
    st.markdown(f"This address is the experiment, {included} included:")
    place, about = st.container(), f"{cls.__name__}-share"
    lecture = st.toggle("Open it in lecture mode", key=f"{about}-lecture")
    hidden = st.multiselect(
        "Hide these controls from those who follow the link",
        list(names),
        format_func=lambda name: f"{names[name]} ({name})",
        key=f"{about}-hidden",
        placeholder="None",
    )
    with place:
        st.code(share(cls, lecture=lecture, hidden=hidden), language=None, wrap_lines=True)


def share(cls: type[Any], *, lecture: bool = False, hidden: Sequence[str] = ()) -> str:
    """The address of the experiment in force, with its query.

    lecture: whether it opens in lecture mode. hidden: the controls that it hides.
    """
    mode = {LECTURE: "true"} if lecture else {}
    query = urlencode(address(cls) | mode | hide_query(hidden) | asked_query(), safe=",")
    return f"{st.context.url or ''}?{query}".rstrip("?")


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


def place_upload(cls: type[Any], put_back: Callable[[Mapping[str, Value]], None]) -> None:
    """The way back: an experiment from its file, or a sentence why it is none of this page."""
    key = f"{cls.__name__}-file"
    said = f"{key}-refused"
    st.file_uploader(
        "Load an experiment (JSON)",
        type="json",
        key=key,
        on_change=here(_take_file),
        args=(cls, key, said, put_back),
    )
    if refused := st.session_state.get(said):
        st.markdown(f":red[{as_plain(refused)}]")


def _take_file(
    cls: type[Any], key: str, said: str, put_back: Callable[[Mapping[str, Value]], None]
) -> None:
    file = st.session_state.get(key)
    st.session_state[said] = ""
    if file is None:
        return
    try:
        spec = experiment_of(cls, file.getvalue().decode("utf-8-sig"))
    except (SpecError, UnicodeDecodeError) as error:
        why = str(error) if isinstance(error, SpecError) else "it is no text in UTF-8."
        st.session_state[said] = f"This file is not loaded: {why}"
    else:
        put_back(link(spec))


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
