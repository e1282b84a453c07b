"""Up to thirty features: what the first chapter shows of them, and what it says of the rest."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.datasets.tables import MAX_FEATURES, write_table
from core.experiments.logistic.choices import OwnTable
from core.experiments.logistic.experiment import LogisticExperiment, problem
from core.landscape.plane_choices import PLANES
from core.landscape.planes import TwoCoordinates, cut
from core.spec import name_of
from pages.ui.chapter.words import three
from pages.ui.logistic import reasons
from pages.ui.logistic.own_data import OWN
from pages.ui.logistic.wide import wide_sentence
from pages.ui.losses import cached
from pages.ui.losses.loss_view import views
from pages.ui.losses.off_plane import say_error
from pages.ui.losses.wide import laid, panel_of, say_shadow, scores
from pages.ui.own.own_table import fitting
from pages.ui.tables import Picked, read_any
from tests.core.experiments.logistic.test_wide import table
from tests.table_kinds import KINDS

JUDGES = (say_error, say_shadow, wide_sentence)
PAGE = str(Path(__file__).parents[2] / "pages" / "01_logistic_regression.py")
SECTIONS = (
    "Find out",
    "Why?",
    "Off the plane",
    "Critical points",
    "Basin map",
    "Ridge",
    "Separable data",
    "In PyTorch",
)


@pytest.fixture(autouse=True)
def short_strips(monkeypatch):
    monkeypatch.setattr("pages.ui.losses.cached._RATES", (0.1, 1.0))


def specs():
    for d, seed in ((3, 1), (8, 2), (30, 3)):
        spec = LogisticExperiment(data=OwnTable(table(60, d, seed)), steps=40)
        for plane in PLANES.values():
            yield replace(spec, plane=plane())


def opened(section=None, **query):
    app = AppTest.from_file(PAGE)
    app.session_state["logistic-section"] = section
    app.session_state["open-own-data"] = True
    for name, value in ({"steps": "20"} | query).items():
        app.query_params[name.replace("__", ".")] = value
    app.run()
    assert not app.exception
    return app


def test_the_legend_says_how_far_the_path_is_off_the_plane_and_the_surface_wrong():
    for spec in specs():
        for loss in views(spec):
            found, _, refused = laid(spec, loss.lane)
            assert refused == ""
            run = loss.trained.strip.at(loss.selected)
            again = cut(loss.risk, spec.plane(loss.risk, run), run.p, cached.WIDE_GRID)
            # Without what `cut` found: the nearest points of the plane, by least squares.
            D = again.plane.directions.T
            q = again.plane.origin + (D @ np.linalg.lstsq(D, (run.p - again.plane.origin).T)[0]).T
            off = np.linalg.norm(run.p - q, axis=-1)
            assert f"up to {three(float(off.max()))} off the plane" in say_shadow(found) or (
                off.max() < 1e-12
            )
            panel = panel_of(loss)
            assert say_shadow(found) in panel.note
            assert panel.plane is not None
            assert panel.profile
            wrong = np.abs(loss.risk.value(run.p) - loss.risk.value(q))
            worst = int(wrong.argmax())
            sentence = say_error(run.k, found.shadow)
            if wrong[worst] > 1e-9:
                assert f"by up to **{three(float(wrong[worst]))}**" in sentence
                assert f"at step {run.k[worst]:,}" in sentence
            assert three(float(loss.risk.value(run.p[0]))) in sentence


def test_the_stage_projects_as_core_does():
    spec = next(specs())
    for plane in PLANES.values():
        for loss in views(replace(spec, plane=plane())):
            found, _, _ = laid(loss.spec, loss.lane)
            view = panel_of(loss).plane
            run = loss.trained.strip.at(loss.selected)
            onto = (run.p - view.laid.origin) @ view.laid.onto.T
            np.testing.assert_allclose(onto, found.shadow.coordinates, atol=1e-9)


@pytest.mark.parametrize("printed", [False, True])
def test_the_surface_is_what_the_curve_is_of(printed):
    """The squared loss as the book prints it is a sum, on a plane through the run too."""
    for loss in views(replace(next(specs()), as_printed=printed)):
        found, panel = laid(loss.spec, loss.lane)[0], panel_of(loss)
        corner = found.plane.origin + found.plane.directions.T @ [panel.alpha[0], panel.beta[-1]]
        summed = printed and loss.lane == 0
        factor = len(loss.problem.samples.x) if summed else 1
        assert panel.value[-1, 0] == pytest.approx(factor * loss.risk.value(corner), rel=1e-5)
        start = loss.risk.value(loss.trained.strip.at(loss.selected).p[0])
        assert loss.to_runs().cost[loss.selected][0] == pytest.approx(factor * start)


def test_a_plane_that_cannot_be_laid_is_named_and_another_one_shown():
    spec = LogisticExperiment(
        data=OwnTable(table(60, 4, 1)), steps=40, plane=TwoCoordinates(i=2, j=2)
    )
    (loss, _) = views(spec)
    found, _, refused = laid(spec, 0)
    assert "two different numbers from 0 to 4" in refused
    assert panel_of(loss).note.startswith(refused)
    np.testing.assert_array_equal(found.plane.directions, np.eye(5)[:2])


def test_the_sentence_counts_features_and_parameters():
    for d in (3, 30):
        size = len(problem(LogisticExperiment(data=OwnTable(table(60, d)))).start)
        assert wide_sentence(d).startswith(f"{d} features, {size} parameters")
        assert f"hyperplane in {d} dimensions" in wide_sentence(d)


def test_what_stands_in_the_boundarys_place_has_every_sample_and_no_points_to_drag():
    samples = problem(LogisticExperiment(data=OwnTable(table(60, 5)))).samples
    panel = scores(samples)
    assert panel.scores
    assert panel.own is None
    np.testing.assert_allclose(panel.x, samples.x, rtol=1e-6)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_holds_with_thirty_features(section):
    app = opened(section, data="own-table", data__table=THIRTY)
    said = " ".join(block.value for block in (*app.markdown, *app.caption))
    assert "30 features, 31 parameters" in said
    if section == "Basin map":
        assert "one plane of very many" in said
    if section == "Separable data":
        assert "hyperplane separates these data" in said
        assert " line" not in said.replace("below the line", "")
    if section == "Off the plane":
        assert said.count("The surface is wrong about the path") == 2


# Short enough for an address: whole numbers of one digit.
THIRTY = (
    ",".join([*(f"c{j}" for j in range(30)), "y"])
    + "\n"
    + "".join(
        ",".join(map(str, [*np.random.default_rng(k).integers(0, 9, 30), k % 2])) + "\n"
        for k in range(24)
    )
)


@pytest.mark.parametrize("plane", PLANES)
def test_the_reader_chooses_thirty_columns_and_a_plane(plane):
    app = opened(None)
    app.text_area(key="pasted table").set_value(THIRTY).run()
    query = app.session_state["LogisticExperiment"]["query"]
    assert query["data.table"].splitlines()[0] == "c0,c1,y"
    next(b for b in app.button if b.label == "All 30 columns of numbers").click().run()
    assert not app.exception
    query = app.session_state["LogisticExperiment"]["query"]
    assert query["data.table"].splitlines()[0] == THIRTY.splitlines()[0]
    app.selectbox(key="LogisticExperiment/plane").set_value(plane).run()
    assert not app.exception
    query = app.session_state["LogisticExperiment"]["query"]
    usual = name_of(LogisticExperiment().plane, PLANES)
    assert query.get("plane", usual) == plane
    app.multiselect(key="own table's features").set_value(["c0", "c7", "c29"]).run()
    query = app.session_state["LogisticExperiment"]["query"]
    assert query["data.table"].splitlines()[0] == "c0,c7,c29,y"
    assert any("3 features, 4 parameters" in block.value for block in app.caption)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_table_gives_all_of_its_columns_to_who_wants_them(kind):
    data = KINDS[kind].data
    first = read_any(data)
    others = tuple(n for n in first.features if n != first.picked.label)[:MAX_FEATURES]
    found = fitting(OWN, data, Picked(others, first.picked.label, first.picked.one))
    assert found.picked.features == others
    assert found.samples.x.shape[1] == len(others)
    meant = [list(row) for row in KINDS[kind].rows]
    shared = [others.index(name) for name in KINDS[kind].features if name in others]
    if len(found.samples.x) == len(meant) and len(shared) == len(KINDS[kind].features):
        rows = np.column_stack([found.samples.x[:, shared], found.samples.y])
        np.testing.assert_array_equal(rows, meant)
    spec = LogisticExperiment(data=OwnTable(write_table(found.samples)), steps=10)
    assert len(problem(spec).start) == len(others) + 1
    for recipe in spec.recipes().values():
        assert np.isfinite(recipe.run().value).all()


def test_no_sentence_of_the_note_is_left_out_of_the_picture():
    for spec in list(specs())[:3]:
        for loss in views(spec):
            assert re.search(r"path projected, up to \S+ off the plane", panel_of(loss).note)


def test_nothing_is_said_of_a_window_that_is_not_there():
    spec = LogisticExperiment(data=OwnTable(table(60, 4)), steps=20)
    assert reasons._here(views(spec)) == ""
