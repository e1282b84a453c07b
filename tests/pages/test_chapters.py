"""Every chapter's mechanism: its presets, its sentence, its address, its starts, its sections."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.experiments.convolution.experiment import ConvolutionExperiment
from core.experiments.digits.experiment import DigitsExperiment
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race.experiment import RaceExperiment
from core.experiments.regularization.experiment import RegularizationExperiment
from core.experiments.xor.experiment import XorExperiment
from core.spec import from_query, to_query
from pages.ui import chapter as chapter_parts
from pages.ui.address import named_in_address
from pages.ui.chapter.presets import Preset, chosen, lesson, restarts
from pages.ui.chapter.sections import section_key
from pages.ui.chapters import chapters
from pages.ui.controls import assign
from pages.ui.convolutions import presets as convolutions
from pages.ui.digits import presets as digits
from pages.ui.higham import presets as higham
from pages.ui.implicit import presets as implicit
from pages.ui.logistic import presets as logistic
from pages.ui.optimizers import presets as race
from pages.ui.queries import link
from pages.ui.regularization import chooser
from pages.ui.regularization import presets as regularization
from pages.ui.xor import presets as xor

PAGES = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True)
class Chapter:
    """A chapter as its reader meets it. `view` is a switch that changes how the run is shown.

    Without `sections` a preset shows all that there is; without `new_seed` nothing is drawn.
    """

    page: str
    cls: type[Any]
    presets: Sequence[Preset]
    otherwise: str | Callable[[Any], str]
    sections: str
    view: str
    new_seed: str = "New seed"
    least_sections: int = 6


CHAPTERS = {
    one.page: one
    for one in (
        Chapter(
            "01_logistic_regression",
            LogisticExperiment,
            logistic.PRESETS,
            logistic.QUESTION,
            "logistic",
            "log_height",
        ),
        Chapter(
            "02_higham_network",
            HighamExperiment,
            higham.PRESETS,
            higham.OTHERWISE,
            "higham",
            "log_cost",
        ),
        Chapter("03_xor", XorExperiment, xor.PRESETS, xor.OTHERWISE, "xor", "log_cost"),
        Chapter(
            "04_optimizers",
            RaceExperiment,
            race.PRESETS,
            race.surface_lesson,
            "race",
            "log_cost",
            "New batches",
        ),
        Chapter(
            "05_regularization",
            RegularizationExperiment,
            regularization.PRESETS,
            regularization.otherwise,
            "regularization",
            "show_sum",
            least_sections=4,
        ),
        Chapter(
            "06_implicit_regularization",
            ImplicitExperiment,
            implicit.PRESETS,
            implicit.otherwise,
            "implicit",
            "log_cost",
            least_sections=2,
        ),
        Chapter(
            "07_convolutions",
            ConvolutionExperiment,
            convolutions.PRESETS,
            convolutions.otherwise,
            "",
            "fill_in",
            "",
        ),
        Chapter(
            "08_digits",
            DigitsExperiment,
            digits.PRESETS,
            digits.OTHERWISE,
            "digits",
            "log_cost",
        ),
    )
}
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS.values(), ids=CHAPTERS)
DRAWN = {page: one for page, one in CHAPTERS.items() if one.new_seed}
every_drawn_one = pytest.mark.parametrize("chapter", DRAWN.values(), ids=DRAWN)
WITH_SECTIONS = {page: one for page, one in CHAPTERS.items() if one.sections}
every_one_with_sections = pytest.mark.parametrize(
    "chapter", WITH_SECTIONS.values(), ids=WITH_SECTIONS
)


@pytest.fixture(scope="module", autouse=True)
def short_strips():
    """Few learning rates: what is tested here is the mechanism around the run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.ui.xor.training._RATES", (0.05, 1.0))
        patch.setattr("pages.ui.losses.cached._RATES", (0.1, 1.0, 2.0))
        yield


def opened(chapter: Chapter, **query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / f"{chapter.page}.py"))
    for name, value in query.items():
        app.query_params[name.replace("__", ".")] = value
    app.session_state[section_key(chapter.sections)] = None
    app.session_state[restarts_key(chapter)] = 0
    app.session_state["open-more"] = True
    app.session_state[f"{chapter.cls.__name__}-share"] = True
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception
    return app


def choose_row(app: AppTest, label: str) -> None:
    """A chapter of several questions shows the presets of one of them."""
    if label not in {button.label for button in app.button}:
        (preset,) = [one for one in regularization.PRESETS if one.label == label]
        row = app.segmented_control(key=chooser.KEY)
        checked(row.set_value(preset.settings["question"]).run())


def press(app: AppTest, label: str) -> AppTest:
    choose_row(app, label)
    return checked(next(b for b in app.button if b.label == label).click().run())


def away(chapter: Chapter) -> dict[str, str]:
    """A query with which no preset is in force."""
    return {"seed": "4711"} if chapter.new_seed else {"topic__kernel": "1 2 3 4 5 6 7 8 9"}


def spec_of(app: AppTest, chapter: Chapter) -> Any:
    return from_query(chapter.cls, dict(app.session_state[chapter.cls.__name__]["query"]))


def said(app: AppTest) -> list[str]:
    return [block.value for block in app.markdown]


def marked(app: AppTest, chapter: Chapter) -> list[str]:
    key = f"{chapter.cls.__name__}-preset-"
    return [b.label for b in app.button if str(b.key).startswith(key) and b.proto.type == "primary"]


def sentence_without_preset(chapter: Chapter, spec: Any) -> str:
    return chapter.otherwise if isinstance(chapter.otherwise, str) else chapter.otherwise(spec)


def restarted(app: AppTest, chapter: Chapter) -> int:
    return int(app.session_state[restarts_key(chapter)])


def restarts_key(chapter: Chapter) -> str:
    return f"{chapter.cls.__name__}-restarts"


def test_every_chapter_is_tested_here():
    assert list(CHAPTERS) == [one.file.stem for one in chapters()[1:]]


@every_chapter
def test_every_preset_is_a_link_with_words_of_its_own(chapter):
    specs = [preset.spec(chapter.cls) for preset in chapter.presets]
    assert specs[0] == chapter.cls(), "a reader arrives at the first"
    assert len({urlencode(to_query(spec.without("view"))) for spec in specs}) == len(specs)
    assert len({preset.look for preset in chapter.presets}) == len(specs)
    for spec, preset in zip(specs, chapter.presets, strict=True):
        assert from_query(chapter.cls, link(spec)) == spec
        assert chosen(spec, chapter.presets) is preset
        assert lesson(spec, chapter.presets, "nothing") == preset.look


@pytest.mark.long
@every_chapter
def test_each_preset_sets_its_experiment_says_what_to_look_for_and_is_the_one_marked(chapter):
    app = opened(chapter, **away(chapter))
    assert marked(app, chapter) == []
    for preset in chapter.presets:
        choose_row(app, preset.label)
        count = restarted(app, chapter)
        press(app, preset.label)
        assert spec_of(app, chapter) == preset.spec(chapter.cls)
        assert preset.look in said(app)
        assert marked(app, chapter) == [preset.label]
        assert restarted(app, chapter) == count + 1


@pytest.mark.long
@every_drawn_one
def test_the_sentence_and_the_mark_go_with_the_preset_and_come_back_with_it(chapter):
    preset = chapter.presets[1]
    app = press(opened(chapter), preset.label)
    seed = f"{chapter.cls.__name__}/seed"
    before = app.number_input(key=seed).value
    checked(app.number_input(key=seed).set_value(4711).run())
    assert spec_of(app, chapter).seed == 4711
    assert preset.look not in said(app)
    assert sentence_without_preset(chapter, spec_of(app, chapter)) in said(app)
    assert marked(app, chapter) == []
    checked(app.number_input(key=seed).set_value(before).run())
    assert preset.look in said(app)
    assert marked(app, chapter) == [preset.label]


@pytest.mark.long
@every_chapter
def test_how_a_run_is_shown_is_no_other_preset(chapter):
    app = opened(chapter)
    switch = app.toggle(key=f"{chapter.cls.__name__}/{chapter.view}")
    checked(switch.set_value(not switch.value).run())
    assert spec_of(app, chapter) != chapter.cls()
    assert marked(app, chapter) == [chapter.presets[0].label]
    assert chapter.presets[0].look in said(app)


@pytest.mark.long
@every_chapter
def test_a_first_run_that_is_cut_short_loses_no_sentence_and_no_move(chapter, monkeypatch):
    rest_of_page = chapter_parts.presets
    runs = list[int]()

    def interrupted(*args: Any, **rest: Any) -> None:
        """Stand in for a reader who moves something as soon as there is a heading."""
        runs.append(1)
        if len(runs) == 1:
            if moved:
                assign(chapter.cls, moved)
            st.rerun()
        rest_of_page(*args, **rest)

    monkeypatch.setattr(chapter_parts, "presets", interrupted)
    app = AppTest.from_file(str(PAGES / f"{chapter.page}.py"))
    moved = dict[str, str]()
    app.query_params["no.such.thing"] = "1"
    assert "no\\.such\\.thing" in checked(app.run()).warning[0].value

    runs.clear()
    moved = {name.replace("__", "."): text for name, text in away(chapter).items()}
    app = checked(AppTest.from_file(str(PAGES / f"{chapter.page}.py")).run())
    assert to_query(spec_of(app, chapter)).items() >= moved.items()


@every_chapter
def test_share_shows_the_address_with_its_query(chapter):
    app = opened(chapter)
    assert "?" not in shared(app)
    press(app, chapter.presets[1].label)
    query = dict(parse_qsl(shared(app).partition("?")[2], keep_blank_values=True))
    assert query == link(chapter.presets[1].spec(chapter.cls))
    assert from_query(chapter.cls, query) == chapter.presets[1].spec(chapter.cls)


def shared(app: AppTest) -> str:
    (code,) = app.code
    return code.value


@pytest.mark.long
def test_share_leaves_out_what_no_address_can_carry():
    chapter = CHAPTERS["01_logistic_regression"]
    table = "x,y\n" + "1,0\n2,1\n" * 500
    app = opened(chapter, data="own-table", data__table=table, steps="40")
    assert "data=own-table" in shared(app)
    assert "steps=40" in shared(app)
    assert len(shared(app)) < 200


@pytest.mark.long
@every_drawn_one
def test_the_next_seed_is_drawn_and_after_the_last_comes_the_first(chapter):
    app = press(opened(chapter, seed="9998", **with_batches(chapter)), chapter.new_seed)
    spec = spec_of(app, chapter)
    assert spec.seed == 9999
    assert restarted(app, chapter) == 1
    press(app, chapter.new_seed)
    assert spec_of(app, chapter).seed == 0
    if "start" in to_query(spec) and chapter.cls is not RaceExperiment:
        assert to_query(spec)["start"] == "drawn"


def with_batches(chapter: Chapter) -> dict[str, str]:
    return {"ground": "logistic-cross-entropy"} if chapter.cls is RaceExperiment else {}


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("01_logistic_regression", "Reset to the same start"),
        ("02_higham_network", "Run again from the start"),
        ("03_xor", "Run again from the start"),
        ("08_digits", "Run again from the start"),
    ],
)
def test_a_run_can_be_played_again_from_its_start(name, label):
    chapter = CHAPTERS[name]
    app = press(opened(chapter, seed="5"), label)
    assert restarted(app, chapter) == 1
    assert spec_of(app, chapter) == chapter.cls(seed=5)


@every_chapter
def test_a_reader_who_asked_for_no_restart_has_none(chapter):
    assert restarts(chapter.cls) == 0


@pytest.mark.wide(2)
@every_one_with_sections
def test_one_section_is_open_at_first_and_the_row_names_them_all(chapter):
    app = AppTest.from_file(str(PAGES / f"{chapter.page}.py"))
    row = next(g for g in checked(app.run()).button_group if g.key == section_key(chapter.sections))
    assert row.value in row.options
    assert len(row.options) >= chapter.least_sections
    assert row.options[-1] == "In PyTorch"


@pytest.mark.wide(2)
@every_one_with_sections
def test_the_open_section_stands_in_the_address(chapter):
    def arrived(**query: str) -> tuple[AppTest, Any]:
        app = AppTest.from_file(str(PAGES / f"{chapter.page}.py"))
        app.query_params.update(query)
        return checked(app.run()), row(app)

    def row(app: AppTest) -> Any:
        key = section_key(chapter.sections)
        return next(one for one in app.button_group if one.key == key)

    app, names = arrived()
    usual = names.value
    assert "section" not in app.query_params
    inside = {named_in_address(name): name for name in names.options}
    assert len(inside) == len(names.options), "two sections have one name"
    app = checked(names.set_value("In PyTorch").run())
    assert "in-pytorch" in app.query_params["section"]
    assert row(arrived(section="in-pytorch")[0]).value == "In PyTorch", "a reload"
    app = checked(row(app).set_value(usual).run())
    assert "section" not in app.query_params

    app, names = arrived(section="no-such-section")
    assert names.value == usual
    (warning,) = app.warning
    assert warning.value.replace("\\", "") == (
        f"section = “no-such-section” is not possible: allowed are {', '.join(inside)}. "
        f"{named_in_address(usual)} is shown instead."
    )
    assert "section" not in app.query_params
    assert not checked(row(app).set_value("In PyTorch").run()).warning


def test_back_opens_the_section_of_the_address_it_goes_to(monkeypatch):
    chapter = CHAPTERS["03_xor"]
    key = section_key(chapter.sections)
    app = checked(AppTest.from_file(str(PAGES / f"{chapter.page}.py")).run())
    usual = app.session_state[key]
    app.session_state[key] = "In PyTorch"
    assert "in-pytorch" in checked(app.run()).query_params["section"]
    monkeypatch.setattr("pages.ui.address.went_back", lambda: True)
    assert checked(app.run()).session_state[key] == "In PyTorch"
    del app.query_params["section"]
    assert checked(app.run()).session_state[key] == usual


NONSENSE = [
    "",
    "nan",
    "1e999",
    "-1",
    "<script>alert(1)</script>",
    "😀",
    "x" * 5_000,
    "1_0",
    "0x10",
]


@pytest.mark.wide(13)
@pytest.mark.parametrize("value", NONSENSE, ids=range(len(NONSENSE)))
@every_chapter
def test_nonsense_in_every_parameter_gives_sentences_and_a_page(chapter, value):
    app = AppTest.from_file(str(PAGES / f"{chapter.page}.py"))
    app.session_state[section_key(chapter.sections)] = None
    for name in [*to_query(chapter.cls()), "no.such.thing"]:
        app.query_params[name] = value
    for name in ("start.numbers", "data.table"):
        app.query_params[name] = 3 * value
    checked(app.run())
    assert app.warning
    assert app.title[0].value.endswith("?")
    assert marked(app, chapter) == [chapter.presets[0].label]
