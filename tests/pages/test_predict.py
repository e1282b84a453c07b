"""Predict first: a question waits, hides what would answer it, and holds the answer against it."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from core.experiments.convolution.experiment import ConvolutionExperiment
from core.experiments.digits.experiment import DigitsExperiment
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race.experiment import RaceExperiment
from core.experiments.regularization.experiment import RegularizationExperiment
from core.experiments.xor.experiment import XorExperiment
from core.spec import SpecError, from_query
from pages.ui import stage
from pages.ui.convolutions.asked.questions import QUESTIONS as CONVOLUTIONS
from pages.ui.digits.asked.questions import QUESTIONS as DIGITS
from pages.ui.higham.asked.questions import QUESTIONS as HIGHAM
from pages.ui.implicit.asked.questions import QUESTIONS as IMPLICIT
from pages.ui.lecture.deck import mathematics_of_ai
from pages.ui.lecture.scenes import line_of
from pages.ui.logistic.asked.questions import QUESTIONS as TWO_LOSSES
from pages.ui.optimizers.asked.questions import QUESTIONS as RACE
from pages.ui.predict import staged
from pages.ui.predict.asking import sentence
from pages.ui.predict.question import Mark
from pages.ui.predict.state import REVEALED, Asked
from pages.ui.queries import link
from pages.ui.regularization.asked.questions import QUESTIONS as PENALTIES
from pages.ui.stage import SKETCHED
from pages.ui.stage.wire import heard
from pages.ui.xor.asked.questions import QUESTIONS as XOR
from tests.patience import until

PAGES = Path(__file__).parents[2] / "pages"
CHAPTERS = {
    "logistic_regression": ("01_logistic_regression", LogisticExperiment, TWO_LOSSES),
    "higham_network": ("02_higham_network", HighamExperiment, HIGHAM),
    "xor": ("03_xor", XorExperiment, XOR),
    "optimizers": ("04_optimizers", RaceExperiment, RACE),
    "regularization": ("05_regularization", RegularizationExperiment, PENALTIES),
    "implicit_regularization": ("06_implicit_regularization", ImplicitExperiment, IMPLICIT),
    "convolutions": ("07_convolutions", ConvolutionExperiment, CONVOLUTIONS),
    "digits": ("08_digits", DigitsExperiment, DIGITS),
}
# A setting of each chapter that no question leaves free.
OTHERS = {
    "digits": {"epochs": "3"},
    "convolutions": {"topic.right": "2", "topic.stride": "3"},
}
EVERY = [(page, one) for page, (_, _, questions) in CHAPTERS.items() for one in questions]
every_question = pytest.mark.parametrize(
    ("page", "question"), EVERY, ids=[f"{page}-{one.name}" for page, one in EVERY]
)
NONSENSE = ("x", "1e999", "nan", "-3", "٣", "1_0", "1,2,3", "0,inf", "7", "9" * 47, "<b>")


def test_every_chapter_asks_four_questions_and_more_and_all_kinds_are_there():
    for _, _, questions in CHAPTERS.values():
        assert len(questions) >= 4
        assert len({one.name for one in questions}) == len(questions)
        assert len({one.text for one in questions}) == len(questions)
    assert {one.kind for _, one in EVERY} == {"number", "choice", "place", "curve"}


@every_question
def test_a_question_is_one_line_and_fits_the_experiment_that_it_sets(page, question):
    cls = CHAPTERS[page][1]
    spec = question.spec(cls)
    assert question.text.endswith("?")
    assert len(question.text) <= 140
    assert re.fullmatch(r"[a-z-]+", question.name)
    assert question.fits(spec)
    assert from_query(cls, link(spec)) == spec
    # What a reader may change meanwhile are settings that there are.
    assert set(question.free) <= set(cls.__dataclass_fields__)


@every_question
@pytest.mark.parametrize("answer", NONSENSE)
def test_what_is_no_answer_is_refused_in_one_sentence(page, question, answer):
    spec = question.spec(CHAPTERS[page][1])
    if question.kind == "number" and answer == "7" and question.high >= 7:
        question.check(spec, answer)
        return
    with pytest.raises(SpecError, match=r"guess = .* is not possible: allowed (is|are) .*\.$"):
        question.check(spec, answer)


@pytest.mark.parametrize(
    ("page", "question"),
    [(page, one) for page, one in EVERY if one.kind == "number"],
    ids=lambda one: getattr(one, "name", one),
)
def test_what_is_counted_is_a_whole_number(page, question):
    """“How many points …”: no half of one is an answer, and none is close."""
    counted = re.search(r"\b(how many|which degree)\b", question.text, re.IGNORECASE)
    assert question.whole == bool(counted)
    if counted:
        spec = question.spec(CHAPTERS[page][1])
        assert float(question.answer(spec)).is_integer()
        question.check(spec, "2.0")
        with pytest.raises(SpecError, match="allowed is a whole number from"):
            question.check(spec, "2.5")


NUMBERS = pytest.mark.parametrize(
    ("page", "question"),
    [(page, one) for page, one in EVERY if one.kind == "number"],
    ids=lambda one: getattr(one, "name", one),
)


@NUMBERS
def test_the_answer_may_be_given_as_the_page_prints_it(page, question):
    """“145,578”: thousands grouped exactly, in answers, limits and the echo."""
    spec = question.spec(CHAPTERS[page][1])
    count = 145_578 if question.high >= 145_578 else round(question.high)
    question.check(spec, f"{count:,}")
    assert question.said(spec, f"{count:,}") == question.said(spec, f"{count}")
    assert question.said(spec, f"{count}") == f"You said {count:,}."
    for wrong in ("1,45", "14,5578", "1,,000", ",100", "0,5", "1,000,00"):
        with pytest.raises(SpecError, match=f" from {question.low:,.0f} to {question.high:,.0f}"):
            question.check(spec, wrong)


@NUMBERS
def test_a_question_that_takes_more_than_one_answer_as_right_says_so(page, question):
    spec = question.spec(CHAPTERS[page][1])
    true = question.answer(spec)
    told = question.tolerance
    said = re.findall(r"[\d.]+(?=\D*$)", told.removesuffix("is right."))
    if question.by_factor:
        factor = float(said[0]) if said else 1.0
        ends = [
            (true * factor**0.99, true * factor**1.2),
            (true / factor**0.99, true / factor**1.2),
        ]
    else:
        off = float(said[0]) if said else 0.0
        ends = [(true + 0.99 * off, true + off + 0.5), (true - 0.99 * off, true - off - 0.5)]
    assert bool(told) == bool(said)
    judge = replace(question, low=-math.inf, high=math.inf, whole=False)
    for inside, outside in ends if told else [(true, 1.2 * true + 1)]:
        assert judge.mark(spec, repr(float(inside))) is Mark.RIGHT
        assert judge.mark(spec, repr(float(outside))) is not Mark.RIGHT
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.ui.predict.asking.asked", lambda: Asked(question.name))
        for line in ("", "A line."):
            assert sentence(spec, question, [question], line).endswith(told)


@pytest.mark.parametrize("page", ["convolutions", "digits"])
def test_a_question_gives_none_away_that_follows_it_on_the_same_experiment(page):
    """While it waits its stage covers what the later ones cover, or is drawn upon."""
    _, cls, questions = CHAPTERS[page]
    for i, one in enumerate(questions):
        for later in questions[i + 1 :]:
            if one.spec(cls) == later.spec(cls):
                covered = {*one.hides, getattr(one, "panel", "")}
                assert covered >= {*later.hides} - {"mistakes"} | {getattr(later, "panel", "")} - {
                    ""
                }


@pytest.mark.parametrize("page", [page for page, one in EVERY if one.kind == "curve"])
@given(some.lists(some.floats(0, 1), min_size=SKETCHED, max_size=SKETCHED))
@settings(deadline=None)
def test_a_drawn_curve_comes_back_from_its_address(page, shares):
    _, cls, questions = CHAPTERS[page]
    question = next(one for one in questions if one.kind == "curve")
    spec = question.spec(cls)
    top = question.top(spec)
    answer = question.as_answer(spec, [top * share for share in shares])
    question.check(spec, answer)
    np.testing.assert_allclose(question.drawn(spec, answer) / top, shares, atol=0.006)


@every_question
def test_a_question_that_names_units_or_an_activation_is_asked_of_those_alone(page, question):
    """What its words say of the network, no setting that is free may make untrue."""
    named = {"activation": r"ReLU|tanh|flat side", "width": r"two \w* ?units|nine parameters"}
    for setting, words in named.items():
        if re.search(words, question.text):
            assert setting not in question.free


def test_every_question_of_the_deck_is_one_of_its_page_and_of_its_settings():
    asking = [scene for scene in mathematics_of_ai() if scene.ask]
    assert len(asking) >= 12
    for scene in asking:
        _, cls, questions = CHAPTERS[scene.page]
        question = next(one for one in questions if one.name == scene.ask)
        spec = from_query(cls, scene.query)
        assert question.fits(spec)
        # On stage is what is asked about, be it free to differ or not.
        assert spec.without("view") == question.spec(cls).without("view"), scene.title
        assert scene.question == question.text


def share_a_run(one: Any, other: Any) -> bool:
    """Whether a run of one experiment is one of the other: two losses are two runs of all else."""
    if isinstance(one, LogisticExperiment) and one.recipes().keys() & other.recipes().keys():
        one = replace(one, loss=other.loss)
    return bool(one.without("view") == other.without("view"))


def test_no_scene_of_the_deck_shows_what_the_next_one_covers():
    """What a scene has answered stays on stage until the next one comes, which may ask of it."""
    plateau, squared = LogisticExperiment(), from_query(LogisticExperiment, {"loss": "squared"})
    assert share_a_run(squared, plateau)
    assert not share_a_run(from_query(LogisticExperiment, {"loss": "cross-entropy"}), squared)
    told = []
    for scene, later in pairwise(mathematics_of_ai()):
        if scene.page != later.page or not later.ask:
            continue
        _, cls, questions = CHAPTERS[scene.page]
        question = next(one for one in questions if one.name == later.ask)
        if question.hides and share_a_run(
            from_query(cls, scene.query), from_query(cls, later.query)
        ):
            told.append((scene.title, later.title))
    assert told == []


@pytest.mark.parametrize("scene", [one for one in mathematics_of_ai() if one.ask])
@pytest.mark.parametrize("guess", ["", "1"])
def test_a_scenes_line_and_question_stay_in_sight_until_the_answer_and_with_it(scene, guess):
    _, cls, questions = CHAPTERS[scene.page]
    question = next(one for one in questions if one.name == scene.ask)
    spec = from_query(cls, scene.query)
    guess = "0,0" if guess and question.kind == "place" else guess
    for answer in (None, guess):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("pages.ui.predict.asking.asked", partial(Asked, scene.ask, answer))
            said = sentence(spec, question, questions, scene.line)
            alone = sentence(spec, question, questions)
        assert scene.line in said
        assert question.text in said
        # Which of the chapter's it is, a deck that asks others besides does not say.
        assert "Predict first" not in said
        assert ("Predict first" in alone) == (answer is None)
        assert answer is None or said.endswith(question.verdict(spec, answer))


@pytest.mark.parametrize("asked", ["bad-start", "arrives", ""])
def test_the_line_is_that_of_the_scene_which_asks_just_this(monkeypatch, asked):
    scene = next(one for one in mathematics_of_ai() if one.ask == "bad-start")
    monkeypatch.setattr("pages.ui.lecture.scenes.scene_now", lambda: scene)
    assert line_of(LogisticExperiment, asked) == (scene.line if asked == "bad-start" else "")
    assert line_of(XorExperiment, asked) == ""


# ------------------------------------------------------------------ on the page


class Opened:
    """A page in a session, and the last scene that any of them has put on stage."""

    scenes: ClassVar[list[Any]] = []

    def __init__(self, page: str, patch: pytest.MonkeyPatch, **query: str) -> None:
        self.file, self.cls, self.questions = CHAPTERS[page]

        def kept(scene: Any, *, key: str, on: Any = None, follow: Any = None) -> Any:
            self.scenes.append((scene, on))
            return stage.stage(scene, key=key, on=on, follow=follow)

        patch.setattr("pages.ui.xor.training._RATES", (0.05, 1.0))
        patch.setattr("pages.ui.losses.cached._RATES", (0.1, 1.0, 2.0))
        if page == "implicit_regularization":
            # What takes seconds is a job beside the page, which nobody waits for here.
            patch.setattr("pages.ui.chapter.work.MOST_AT_ONCE", np.inf)
        patch.setattr(staged, "stage", kept)
        self.app = AppTest.from_file(str(PAGES / f"{self.file}.py"))
        for name, value in query.items():
            self.app.query_params[name] = value
        before = len(self.scenes)
        # Longer computations stand beside the page, which has no stage as yet.
        until(lambda: len(self.run().scenes) > before, every=0.1)

    def run(self) -> "Opened":
        assert not self.app.run().exception
        return self

    def press(self, key: str) -> "Opened":
        assert not self.app.button(key=key).click().run().exception
        return self

    def type(self, number: str) -> "Opened":
        """A number, and what sends it."""
        self.app.text_input(key="predict-number").set_value(number)
        return self.press("predict-answer")

    def answer(self, question: Any) -> "Opened":
        """The first answer to a choice, or a number."""
        return self.press("predict-option-1") if question.kind == "choice" else self.type("2")

    @property
    def said(self) -> str:
        """The line under the heading."""
        return str(self.app.markdown[0].value)

    @property
    def all(self) -> str:
        return " ".join(str(one.value) for one in (*self.app.markdown, *self.app.caption))

    @property
    def scene(self) -> Any:
        return self.scenes[-1][0]

    @property
    def on(self) -> dict[str, Callable[[], None]]:
        return dict(self.scenes[-1][1])

    @property
    def query(self) -> dict[str, str]:
        texts = self.app.query_params.items()
        return {name: value if isinstance(value, str) else value[0] for name, value in texts}

    @property
    def buttons(self) -> set[str]:
        return {str(one.key) for one in self.app.button}


@pytest.mark.long
@pytest.mark.parametrize("page", CHAPTERS)
def test_a_question_waits_is_answered_and_stays_so_in_the_address(page, monkeypatch):
    _, cls, questions = CHAPTERS[page]
    opened = Opened(page, monkeypatch)
    assert opened.scene.asked is None
    assert "predict" not in opened.query
    opened.press(f"{cls.__name__}-predict")
    first = questions[0]
    assert first.text in opened.said
    assert opened.query["predict"] == first.name
    assert opened.scene.asked.open
    assert "What is below the stage follows after the answer." in opened.all
    assert not any("-preset-" in key for key in opened.buttons)
    names = {panel.name for panel in opened.scene.repertoire.panels}
    assert set(opened.scene.asked.hides) <= {*names, "numbers"}
    assert set(opened.scene.asked.hides) == set(first.hides)
    assert not re.search("First to arrive|Fair", opened.all)

    # Another session that follows the address is asked the same.
    again = Opened(page, monkeypatch, **opened.query)
    assert again.said == opened.said
    assert again.scene.asked.open

    opened.answer(first)
    mark = first.mark(first.spec(cls), opened.query["guess"])
    assert opened.said.startswith(f"**{mark}.** You said")
    assert opened.said.endswith(first.reveal(first.spec(cls)))
    assert not opened.scene.asked.open
    assert opened.scene.asked.hides == ()
    if cls is not ConvolutionExperiment:  # There nothing runs.
        assert opened.scene.restart == 2
    assert f"{int(mark is Mark.RIGHT)} of 1 right so far" in opened.all
    verdict = opened.said
    assert opened.run().said == verdict, "a rerun changes nothing"
    assert Opened(page, monkeypatch, **opened.query).said == verdict, "nor does a reload"

    opened.press("predict-next")
    assert questions[1].text in opened.said
    assert "guess" not in opened.query
    opened.press("predict-show")
    assert opened.said == f"**The answer.** {questions[1].reveal(questions[1].spec(cls))}"
    assert opened.query["guess"] == REVEALED
    opened.press("predict-close")
    assert "predict" not in opened.query
    assert opened.scene.asked is None


@pytest.mark.long
@pytest.mark.parametrize("page", CHAPTERS)
def test_close_brings_back_the_experiment_of_before_the_questions(page, monkeypatch):
    cls = CHAPTERS[page][1]
    own = OTHERS.get(page, {"steps": "1234"})
    opened = Opened(page, monkeypatch, **own)
    before = opened.query
    assert before
    opened.press(f"{cls.__name__}-predict").press("predict-close")
    assert opened.query == before, "without an answer"
    opened.press(f"{cls.__name__}-predict").press("predict-next").press("predict-show")
    assert not before.items() <= opened.query.items()
    opened.press("predict-close")
    assert opened.query == before, "after more than one question"
    assert opened.scene.asked is None


@pytest.mark.long
@pytest.mark.parametrize("page", CHAPTERS)
def test_close_after_an_answer_of_any_kind_leaves_the_page_as_it_was(page, monkeypatch):
    _, cls, questions = CHAPTERS[page]
    opened = Opened(page, monkeypatch, **OTHERS.get(page, {"steps": "1234"}))
    query, said, buttons = opened.query, opened.said, opened.buttons
    wanted = {one.kind: one for one in reversed(questions) if one.kind in ("choice", "number")}
    for question in wanted.values():
        opened.press(f"{cls.__name__}-predict")
        while opened.query["predict"] != question.name:
            opened.press("predict-next")
        opened.answer(question)
        assert "guess" in opened.query
        opened.press("predict-close")
        assert (opened.query, opened.said, opened.buttons) == (query, said, buttons)
        assert opened.scene.asked is None


def test_close_leaves_the_experiment_that_came_with_the_question(monkeypatch):
    """Nobody had another one before: not in this session, nor in that of a preset meanwhile."""
    opened = Opened("regularization", monkeypatch, question="real-coefficients", predict="leaving")
    opened.press("predict-close")
    assert opened.query == {"question": "real-coefficients"}
    # Another question takes the place of this experiment, and it comes back.
    opened = Opened("regularization", monkeypatch, question="real-coefficients", predict="leaving")
    opened.press("predict-next")
    assert opened.query["question"] == "how-much"
    opened.press("predict-close")
    assert opened.query == {"question": "real-coefficients"}


@pytest.mark.long
@every_question
def test_every_question_can_be_followed_from_a_link_and_hides_panels_that_there_are(
    page, question, monkeypatch
):
    cls = CHAPTERS[page][1]
    query = link(question.spec(cls)) | {"predict": question.name}
    if cls is HighamExperiment:
        query |= {"hide": "sections"}
    opened = Opened(page, monkeypatch, **query)
    assert question.text in opened.said
    assert not opened.app.warning
    names = {panel.name for panel in opened.scene.repertoire.panels}
    assert set(question.hides) <= {*names, "numbers"}
    asked = opened.scene.asked
    assert (asked.kind, asked.open) == (question.kind, True)
    if question.kind == "curve":
        assert asked.panel in names
        drawn = next(iter(opened.scene.repertoire.families.values())).runs[asked.lane]
        assert asked.top > drawn.cost[0, 0]
    assert set(heard(opened.scene)) == set(stage.EVENTS)


@pytest.mark.long
def test_a_place_and_a_curve_come_from_the_stage(monkeypatch):
    bad = next(one for one in TWO_LOSSES if one.name == "bad-start")
    query = link(bad.spec(LogisticExperiment)) | {"predict": bad.name}
    opened = Opened("logistic_regression", monkeypatch, **query)
    assert set(opened.on) >= {"start"}
    sets = {name: str(value) for name, value in bad.sets(LogisticExperiment(), (-3, 5)).items()}
    there = from_query(LogisticExperiment, {"loss": "squared", **sets})
    assert bad.fits(there)
    assert bad.mark(there, "-3,5") is Mark.RIGHT
    curve = Opened("logistic_regression", monkeypatch, loss="squared", predict="plateau")
    assert set(curve.on) >= {"drawn"}
    answered = Opened(
        "logistic_regression", monkeypatch, loss="squared", predict="plateau", guess="50" * SKETCHED
    )
    assert "Your curve, dashed, is off by" in answered.said
    assert len(answered.scene.asked.sketch) == SKETCHED
    flagged = Opened(
        "optimizers",
        monkeypatch,
        **link(next(one for one in RACE if one.name == "newton").spec(RaceExperiment)),
        predict="newton",
        guess="0.01,0",
    )
    assert flagged.said.startswith("**Right.** Your flag stands at (0.01, 0).")
    assert tuple(flagged.scene.asked.place) == (0.01, 0.0)


@pytest.mark.long
@pytest.mark.parametrize("page", CHAPTERS)
def test_a_question_closes_when_its_settings_are_left_and_wrong_ones_get_a_sentence(
    page, monkeypatch
):
    _, cls, questions = CHAPTERS[page]
    opened = Opened(page, monkeypatch, predict="no-such-thing")
    (warning,) = opened.app.warning
    assert "no\\-such\\-thing" in warning.value
    assert all(one.name.replace("-", "\\-") in warning.value for one in questions)
    assert opened.scene.asked is None

    question = next(one for one in questions if one.kind == "choice")
    query = link(question.spec(cls)) | {"predict": question.name}
    wrong = Opened(page, monkeypatch, **query, guess="99")
    assert "“99” is not possible" in wrong.app.warning[0].value.replace("\\", "")
    assert wrong.scene.asked.open, "and it is asked again"

    other = Opened(page, monkeypatch, **(query | OTHERS.get(page, {"steps": "1234"})))
    assert other.scene.asked is None
    assert question.text not in other.said
    assert other.app.warning[0].value.replace("\\", "") == (
        f"predict = “{question.name}” is not possible: its question is about other settings."
    )
    assert "predict" not in other.query


@pytest.mark.long
def test_a_number_that_is_none_is_refused_and_the_question_waits(monkeypatch):
    opened = Opened("xor", monkeypatch, predict="separable")
    opened.type("a few")
    assert "Allowed is a whole number from 0 to 16." in opened.all.replace("\\", "")
    assert opened.scene.asked.open
    opened.type("14")
    assert opened.said.startswith("**Right.** You said 14.")


@pytest.mark.long
def test_a_number_that_was_typed_for_one_question_does_not_stand_in_the_next(monkeypatch):
    opened = Opened("xor", monkeypatch, predict="best-line").type("384")
    assert opened.app.text_input(key="predict-number").value == "384"
    opened.press("predict-next")
    assert opened.query["predict"] == "separable"
    assert opened.app.text_input(key="predict-number").value == ""


@pytest.mark.long
def test_a_shared_address_has_the_question_and_the_answer(monkeypatch):
    opened = Opened("xor", monkeypatch, predict="separable", guess="14")
    opened.app.session_state["XorExperiment-share"] = True
    opened.run()
    query = dict(parse_qsl(opened.app.code[0].value.partition("?")[2]))
    assert query["predict"] == "separable"
    assert query["guess"] == "14"
