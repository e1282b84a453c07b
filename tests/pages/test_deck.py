"""Scenes of a lecture: a deck as a file, in a link, and the ready-made one."""

import base64
import json
import re
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
import streamlit
from hypothesis import given
from hypothesis import strategies as st

from core.spec import from_query
from pages.ui.chapter.sections import section_key
from pages.ui.chapters import chapters
from pages.ui.convolutions.presets import PRESETS as CONVOLUTIONS
from pages.ui.digits.presets import PRESETS as DIGITS
from pages.ui.higham.presets import PRESETS as HIGHAM
from pages.ui.implicit.presets import PRESETS as IMPLICIT
from pages.ui.lecture import hall, scene_list
from pages.ui.lecture.deck import (
    PAGES,
    VERSION,
    DeckError,
    LectureScene,
    from_json,
    from_link,
    mathematics_of_ai,
    to_json,
    to_link,
)
from pages.ui.lecture.entering import SECTIONS, enter, go, keep_scene, turn
from pages.ui.logistic.presets import PRESETS as LOGISTIC
from pages.ui.optimizers.presets import PRESETS as RACE
from pages.ui.predict.state import Asked, asked, before, keep_before, put
from pages.ui.queries import link, parsed
from pages.ui.regularization.presets import PRESETS as PENALTIES
from pages.ui.xor.presets import PRESETS as XOR
from tests.pages.test_predict import CHAPTERS

ROOT = Path(__file__).parents[2]
PRESETS = {
    "logistic_regression": LOGISTIC,
    "higham_network": HIGHAM,
    "xor": XOR,
    "optimizers": RACE,
    "regularization": PENALTIES,
    "implicit_regularization": IMPLICIT,
    "convolutions": CONVOLUTIONS,
    "digits": DIGITS,
}
ORDER = (
    ("higham_network", "F(x)"),
    ("higham_network", "parameters"),
    ("logistic_regression", "loss of logistic"),
    ("logistic_regression", "cross-entropy"),
    ("optimizers", "too expensive"),
    ("higham_network", "(4.7)"),
    ("higham_network", "(4.8)"),
    ("higham_network", "(5.1)-(5.8)"),
    ("xor", "not linearly separable"),
    ("xor", "ReLU"),
    ("xor", "(6.3)-(6.6)"),
    ("xor", "global minimum"),
    ("xor", "other transformations"),
    ("xor", "cost surface"),
    ("xor", "Train it"),
    ("optimizers", "SGD"),
    ("optimizers", "minibatch"),
    ("optimizers", "Practical issues"),
    ("higham_network", "why does it converge"),
    ("xor", "local minima harmless"),
    ("logistic_regression", "regularization"),
)
"""The course in its own order: a word of each title, on its page."""

line = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=60)
number = st.floats(-10, 10)
vector = st.fixed_dictionaries({"x": number, "y": number, "z": number})
scene = st.builds(
    LectureScene,
    # Nothing is drawn by a seed there.
    page=st.sampled_from(sorted(set(PAGES) - {"convolutions"})),
    title=line,
    line=line,
    question=line,
    query=st.sampled_from([{}, {"seed": "3"}]),
    section=line,
    view=st.sampled_from(["", "3d", "contour"]),
    camera=st.none() | st.fixed_dictionaries({"eye": vector, "up": vector}),
    frame=st.just("playing") | st.integers(0, 1000),
    ask=st.sampled_from(["", "best-line"]),
)


@given(st.lists(scene, max_size=6))
def test_a_deck_comes_back_from_a_file_and_from_a_link(deck):
    assert from_json(to_json(deck)) == tuple(deck)
    assert from_link(to_link(deck)) == tuple(deck)
    assert re.fullmatch(r"[\w-]*", to_link(deck))


def test_the_ready_made_deck_is_the_course_in_its_order():
    deck = iter(mathematics_of_ai())
    assert 20 <= len(mathematics_of_ai()) <= 25
    for page, word in ORDER:
        assert any(one.page == page and word in one.title for one in deck), word
    assert all(one.line and one.question.endswith("?") for one in mathematics_of_ai())
    assert all("\n" not in one.line for one in mathematics_of_ai())


@pytest.mark.parametrize("scene", mathematics_of_ai(), ids=lambda scene: scene.title)
def test_every_scene_leads_to_the_spec_that_it_means(scene):
    """A preset of its chapter, the chapter as it opens, or what its question is about; as short
    as can be."""
    cls = PAGES[scene.page]
    spec = from_query(cls, scene.query)
    assert link(spec) == scene.query
    assert parsed(cls, scene.query) == (spec, ())
    asked = [one.spec(cls) for one in CHAPTERS[scene.page][2] if one.name == scene.ask]
    assert spec in [*asked, *(preset.spec(cls) for preset in PRESETS[scene.page])]


@pytest.mark.parametrize("scene", mathematics_of_ai(), ids=lambda scene: scene.title)
def test_every_section_of_a_scene_is_on_its_page(scene):
    files = {chapter.file.stem.partition("_")[2]: chapter.file for chapter in chapters()}
    page = files[scene.page].read_text("utf-8")
    assert f'"{SECTIONS[scene.page]}",' in page
    names = {"Lemma 5.1 by hand", "How many parameters?", "One line is not enough"}
    names |= {"Solve it by hand", "Many starts"} | set(re.findall(r'"([^"]+)": ', page))
    assert scene.section in {"", *names}


@pytest.mark.parametrize("scene", mathematics_of_ai(), ids=lambda scene: scene.title)
def test_no_scene_states_a_number_that_nobody_has_computed(scene):
    """Equations and figures are numbered; the class labels and the cost 0 are exact."""
    plain = re.sub(
        r"\(\d\.\d\)|Fig\. \d\.\d|Number 2|number 1|here it is 0|cost is not 0",
        "",
        # What a chapter asks has settings in it, and a test of its own.
        scene.line if scene.ask else f"{scene.line} {scene.question}",
    )
    assert not re.search(r"\d", plain)


def test_a_file_without_questions_is_one_of_version_1_which_is_read_as_ever():
    plain, asking = LectureScene("xor", "One"), LectureScene("xor", "One", ask="best-line")
    assert [json.loads(to_json([one]))["version"] for one in (plain, asking)] == [1, VERSION]
    assert from_json(json.dumps({"version": 1, "scenes": [{"page": "xor", "title": "One"}]})) == (
        plain,
    )


def file(**change: object) -> str:
    one = {"page": "xor", "title": "One"} | change
    return json.dumps({"version": VERSION, "scenes": [one]})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("no json", "JSON"),
        ("[" * 10_000, "JSON"),
        ("[]", "version"),
        ('{"version": 3, "scenes": []}', "“3”"),
        ('{"version": "2", "scenes": []}', "“2”"),
        (file(ask=7), "ask"),
        ('{"version": 1, "scenes": [3]}', "“3”"),
        (file(page="attic"), "“attic”"),
        (file(title=""), "title"),
        (file(title="two\nlines"), "two"),
        (file(line="x" * 301), "300"),
        (file(query={"width": 3}), "query"),
        (file(query={"width": "99"}), "“99”"),
        (file(query={"width": "two"}), "“two”"),
        (file(view="4d"), "“4d”"),
        (file(frame=-1), "“-1”"),
        (file(frame=True), "frame"),
        (file(camera={"eye": {"x": 1, "y": 2}}), "camera"),
        (file(camera={"eye": {"x": 1, "y": 2, "z": "<b>"}}), "camera"),
        (file(color="red"), "“color”"),
        (json.dumps({"version": 1, "scenes": [{}] * 101}), "101"),
        ("x" * 500_000, "500000"),
    ],
)
def test_a_bad_file_gets_one_sentence_that_names_the_value(text, named):
    with pytest.raises(DeckError, match=r"^[A-Z\dvd].*\.$") as error:
        from_json(text)
    assert named in str(error.value)


@given(st.text(max_size=40))
def test_no_link_is_more_than_a_sentence_away_from_a_deck(text):
    with suppress(DeckError):
        assert to_link(from_link(text))


def test_a_small_bomb_is_not_unpacked():
    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 50_000_000, 9)).decode().rstrip("=")
    with pytest.raises(DeckError):
        from_link(bomb)


def test_fields_of_another_scene_that_tell_of_themselves_change_no_place(monkeypatch):
    """What a run that was cut short has left behind is told as if it had been turned."""
    scenes = mathematics_of_ai()[:4]
    state = {"deck-text": to_json(scenes), "deck-at": 3, "deck-line-1": " Another line. "}
    monkeypatch.setattr(streamlit, "session_state", state)
    scene_list._rename(1, "line", "deck-line-1")
    assert state["deck-at"] == 3
    assert from_json(state["deck-text"])[1].line == "Another line."


@pytest.mark.parametrize(
    ("before", "told", "after"), [(-1, 2, 2), (1, 2, 1), (-1, 9, -1), (-1, -1, -1)]
)
def test_a_page_that_is_loaded_again_is_at_its_scene(before, told, after, monkeypatch):
    scenes = mathematics_of_ai()[7:11]
    text = to_json(scenes)
    heard = {"stored": {"deck": text, "at": told}}
    state = {"deck-text": "" if before < 0 else text, "deck-at": before, "hall": heard}
    monkeypatch.setattr(streamlit, "session_state", state)
    hall._take_stored()
    assert from_json(state["deck-text"]) == scenes
    assert state["deck-at"] == after
    # The section that the scene shows is open.
    assert state.get("xor-section") == (scenes[2].section if after == 2 != before else None)


class LeftError(Exception):
    """Streamlit leaves a run for another page by an exception too."""


def test_a_scene_is_asked_for_until_its_own_page_runs(monkeypatch):
    """The page before may run once more meanwhile; nothing of the scene is in force until then."""
    state = {"deck-text": to_json(mathematics_of_ai())}
    switched = list[tuple[str, dict[str, str]]]()

    def leave(page, query_params):
        switched.append((page, query_params))
        raise LeftError

    monkeypatch.setattr(streamlit, "session_state", state)
    monkeypatch.setattr(streamlit, "switch_page", leave)
    scene = mathematics_of_ai()[10]
    go(10)
    for _ in range(2):
        with pytest.raises(LeftError):
            enter("higham_network")
        assert (state.get("deck-at", -1), turn()) == (-1, 0)
    assert switched == [("pages/03_xor.py", scene.query | {"predict": scene.ask})] * 2
    for _ in range(2):
        enter(scene.page)
        assert (state["deck-at"], turn()) == (10, 1)
    assert state["XorExperiment"]["query"] == scene.query
    assert len(switched) == 2


def test_close_in_a_scene_leads_to_no_experiment_from_before_it(monkeypatch):
    state = {"deck-text": to_json(mathematics_of_ai())}
    monkeypatch.setattr(streamlit, "session_state", state)
    keep_before({"steps": "1234"})
    put("separable")
    scene = mathematics_of_ai()[10]
    go(10)
    enter(scene.page)
    assert asked() == Asked(scene.ask)
    assert before() is None


@pytest.mark.parametrize("below", [True, False])
def test_a_kept_scene_has_a_section_only_where_it_is_in_sight(below, monkeypatch):
    memory = {"query": {}, "written": {}, "sentences": []}
    state = {section_key("race"): "Theory", "RaceExperiment": memory}
    monkeypatch.setattr(streamlit, "session_state", state)
    assert keep_scene("optimizers", {"view": "", "below": below}) == "Scene 1"
    [scene] = from_json(state["deck-text"])
    assert scene.section == ("Theory" if below else "")
