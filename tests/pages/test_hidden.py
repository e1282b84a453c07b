"""Controls that a link hides, on the pages themselves; and the list of the keys."""

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.test_controls import address, opened, press, sentences, spec_of

ROOT = Path(__file__).parents[2]


def labels(app: AppTest) -> list[str]:
    widgets = [*app.selectbox, *app.select_slider, *app.slider, *app.number_input, *app.toggle]
    return [widget.label for widget in widgets]


def test_a_link_hides_the_controls_that_it_names_and_no_other():
    whole, less = labels(opened()), opened(hide="w,optimizer.eta,as_printed")
    assert not less.warning
    gone = [label for label in whole if label not in labels(less)]
    assert gone == ["Learning rate η", "Start of the weight w", "As printed"]
    assert [label for label in whole if label not in gone] == labels(less)
    assert address(less) == {"hide": "w,optimizer.eta,as_printed"}


def test_what_is_hidden_still_holds_and_stays_hidden():
    app = opened(hide="w", w="2.5")
    assert "w=2.5" in spec_of(app)
    press(app, "other")
    assert "w=2.5" in spec_of(app)
    assert address(app) == {"hide": "w", "w": "2.5"}
    press(app, "preset")
    assert "w=-1.23746" in spec_of(app)
    assert address(app)["hide"] == "w"


def test_a_name_that_is_no_control_gets_a_sentence():
    app = opened(hide="w,optimiser.eta,optimizer.*")
    assert len(sentences(app)) == 2
    assert "hide = “optimiser.eta” is not possible" in sentences(app)[0]
    assert "presets" in sentences(app)[0]
    assert address(app) == {"hide": "w"}


def test_a_page_whose_controls_are_all_hidden_keeps_its_experiment():
    app = opened(hide="optimizer,optimizer.eta,sampler,sampler.m,steps,w,seed,as_printed,table")
    press(app, "other")
    assert labels(app) == []
    assert not sentences(app)


def test_the_guide_lists_every_key():
    keymap = (ROOT / "pages/ui/stage/hall/keymap.js").read_text("utf-8")
    guide = (ROOT / "docs/lecture.md").read_text("utf-8")
    keys = re.findall(r'shown: "([^"]+)", what: "([^"]+)"', keymap)
    assert len(keys) > 10
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", guide, re.MULTILINE))
    assert {shown: rows.get(shown) for shown, _ in keys} == dict(keys)
