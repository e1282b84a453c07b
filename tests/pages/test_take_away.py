"""What a page lets its readers take away: runs, settings and surfaces, whole and harmless."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.digits.experiment import DigitsExperiment
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race.experiment import RaceExperiment
from core.experiments.xor.experiment import XorExperiment
from core.export import experiment_as_json, experiment_of
from core.spec import from_query
from pages.ui.chapter import take_away
from pages.ui.digits.inside import landscape as digits
from pages.ui.higham import recording
from pages.ui.higham.landscape import planes
from pages.ui.logistic import scene as logistic
from pages.ui.optimizers import scene as race
from pages.ui.xor.solutions import slices

DIGITS_QUERY = {"epochs": "1", "sampler.m": "1000"}
PAGES = Path(__file__).parents[2] / "pages"
SHOWN = {
    "01_logistic_regression": (LogisticExperiment, {"steps": "20"}, logistic.surfaces),
    "02_higham_network": (HighamExperiment, {"steps": "1000"}, planes.surfaces),
    "03_xor": (XorExperiment, {"steps": "100"}, slices.surfaces),
    "04_optimizers": (RaceExperiment, {"steps": "20"}, race.surfaces),
    "08_digits": (DigitsExperiment, DIGITS_QUERY, digits.surfaces),
}


@pytest.fixture(autouse=True)
def short_strips(monkeypatch):
    monkeypatch.setattr("pages.ui.losses.cached._RATES", (0.1, 1.0))
    monkeypatch.setattr("pages.ui.xor.training._RATES", (0.1, 1.0))


@pytest.mark.long
@pytest.mark.parametrize("name", SHOWN)
def test_every_page_offers_its_run_its_settings_and_its_surfaces(name):
    cls, query, surfaces = SHOWN[name]
    app = AppTest.from_file(str(PAGES / f"{name}.py"))
    app.session_state[f"{cls.__name__}-share"] = True
    for key, value in query.items():
        app.query_params[key] = value
    # By the second run chapter 2 has computed enough steps to lay a plane through.
    app.run().run()
    assert not app.exception
    labels = [button.proto.label for button in app.get("download_button")]
    offered = [label for label in labels if label.startswith(("CSV", "NumPy", "JSON", "HTML"))]
    assert offered[:3] == ["CSV", "NumPy", "JSON"]
    assert len(offered) == 3 + len(surfaces(from_query(cls, query))) > 3


@pytest.mark.long
@pytest.mark.parametrize("name", SHOWN)
def test_files_hold_the_run_that_its_recipes_mean(name, monkeypatch):
    cls, query, _ = SHOWN[name]
    spec = from_query(cls, query)
    files = {}
    monkeypatch.setattr(take_away, "_download", lambda label, make, *_: files.update({label: make}))
    take_away.place_downloads(spec, take_away.no_surfaces)
    assert experiment_of(cls, files["JSON"]()) == spec
    with np.load(io.BytesIO(files["NumPy"]()), allow_pickle=False) as arrays:
        assert experiment_of(cls, str(arrays["experiment"])) == spec
        for lane, recipe in spec.recipes().items():
            run = recipe.run()
            assert arrays[f"{lane}.p"].tobytes() == run.p.tobytes()
            assert arrays[f"{lane}.cost"].tobytes() == run.value.tobytes()
            assert f"\n{lane},{run.k[-1]},{float(run.value[-1])!r}," in files["CSV"]()


def test_chapter_2_gives_the_run_on_stage_as_far_as_it_is_computed():
    spec = from_query(HighamExperiment, {"steps": "1000"})
    run = recording.computed(spec)()["network"]
    whole = spec.recipes()["network"].run()
    assert run.p.tobytes() == whole.p[: len(run.k)].tobytes()
    assert run.k.tolist() == whole.k[: len(run.k)].tolist()


def numbers(values):
    """An array of a figure, which Plotly may have packed."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
    return np.asarray(values, dtype=float)


@pytest.mark.long
@pytest.mark.parametrize("name", SHOWN)
def test_a_surface_is_a_page_that_needs_no_network(name):
    cls, query, surfaces = SHOWN[name]
    for title, draw in surfaces(from_query(cls, query)).items():
        surface = next(trace for trace in draw().data if trace.type == "surface")
        assert np.isfinite(numbers(surface.z)).sum() > 1000
        page = take_away.page_of(title, draw)
        assert "plotly.js v" in page
        assert not re.search(r"<(script|link|img)[^>]+(src|href)=", page)


def test_a_race_without_entrants_has_no_run_to_take_away(monkeypatch):
    labels = []
    monkeypatch.setattr(take_away, "_download", lambda label, *_: labels.append(label))
    nobody = dict.fromkeys(("one", "two", "three", "four", "five", "six"), "nobody")
    take_away.place_downloads(from_query(RaceExperiment, nobody), take_away.no_surfaces)
    assert labels == ["JSON"]


@pytest.mark.parametrize(
    ("titles", "expected"), [(["Cost"], ["HTML"]), (["One", "Two"], ["HTML: One", "HTML: Two"])]
)
def test_several_surfaces_are_told_apart_and_a_single_one_needs_no_name(
    titles, expected, monkeypatch
):
    labels = []
    monkeypatch.setattr(take_away, "_download", lambda label, *_: labels.append(label))
    take_away.place_downloads(RaceExperiment(), lambda _: dict.fromkeys(titles, lambda: None))
    assert labels == ["CSV", "NumPy", "JSON", *expected]


def loaded(monkeypatch, cls, contents):
    """What an uploaded file sets, and what is said of it."""
    session, put_back = {"file": io.BytesIO(contents)}, []
    monkeypatch.setattr(take_away.st, "session_state", session)
    take_away._take_file(cls, "file", "said", put_back.append)
    return put_back, session["said"]


@pytest.mark.parametrize("name", SHOWN)
def test_an_experiment_comes_back_from_its_file(name, monkeypatch):
    cls, query, _ = SHOWN[name]
    spec = from_query(cls, query)
    for mark in (b"", "\ufeff".encode()):
        put_back, said = loaded(monkeypatch, cls, mark + experiment_as_json(spec).encode())
        assert [from_query(cls, each) for each in put_back] == [spec]
        assert said == ""


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        (b"no JSON", "file = no JSON is not possible: allowed is the JSON of an experiment."),
        (b"[" * 100_000, "allowed is the JSON of an experiment."),
        (b"\xff\xfe", "it is no text in UTF-8."),
        (b"[]", "format = None is not possible"),
        (experiment_as_json(RaceExperiment()).encode(), "allowed is HighamExperiment."),
        (
            re.sub(
                r'"eta": "[^"]*"', '"eta": "-1"', experiment_as_json(HighamExperiment())
            ).encode(),
            "eta = -1 is not possible",
        ),
    ],
    ids=["text", "deep", "bytes", "list", "another-chapter", "setting"],
)
def test_a_file_that_is_none_of_the_page_gets_one_sentence_and_changes_nothing(
    contents, why, monkeypatch
):
    put_back, said = loaded(monkeypatch, HighamExperiment, contents)
    assert put_back == []
    assert said.startswith("This file is not loaded: ")
    assert why in said.replace("“", "").replace("”", "")
    assert said.endswith(".")
    assert "\n" not in said
