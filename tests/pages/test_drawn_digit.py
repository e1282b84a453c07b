"""What a reader has on the pad stands in the address, and nothing but the stage depends on it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.experiments.digits.experiment import PIXELS, DigitsExperiment, unseen_digits
from core.spec import controls
from pages.ui.digits.presets import STAGE
from tests.budgets import STROKE
from tests.hosted import Host, hosted
from tests.pages.test_reruns import seen, whole
from tests.reader import Reader

ROOT = Path(__file__).parents[2]
QUICK = "epochs=1&sampler.m=1000"
DRAWN, OTHER = "0123456789abcdefg" + "0" * 47, "g" * 64


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with hosted(ROOT / "app.py") as host:
        yield host


def arrived(host: Host, query: str = QUICK) -> Reader:
    reader = host.reader("digits", query)
    reader.arrive()
    reader.again()
    return reader


def alerts(reader: Reader) -> list[str]:
    return [one.alert.body for one in reader.elements.values() if one.WhichOneof("type") == "alert"]


def test_the_numbers_that_are_allowed_are_those_of_the_test_digits():
    _, control = controls(DigitsExperiment)["drawn"]
    count = len(unseen_digits().labels)
    numbers = [k for k in range(2000) if re.fullmatch(control.pattern, str(k))]
    assert numbers == list(range(1, count + 1))
    assert f"1 to {count}" in control.help


@pytest.mark.long
def test_a_stroke_runs_the_stage_alone_and_stands_in_the_address(host):
    reader = arrived(host)
    for drawn in (DRAWN, OTHER):
        run = reader.tell(STAGE, "digit", drawn)
        assert not whole(run)
        assert run.messages <= STROKE.messages
        assert run.bytes <= STROKE.bytes
        assert f"drawn={drawn}" in reader.query
        alone = seen(reader)
        assert whole(reader.again())
        assert alone == seen(reader)
    assert f"drawn={DRAWN}" not in reader.query
    assert not whole(reader.tell(STAGE, "digit", "400"))
    assert reader.query.endswith("drawn=400")
    assert not whole(reader.tell(STAGE, "digit", ""))
    assert "drawn" not in reader.query


@pytest.mark.long
def test_the_open_link_to_share_follows_a_stroke(host):
    reader = arrived(host)
    reader.turn("-share", value=True)
    assert not whole(reader.tell(STAGE, "digit", DRAWN))
    [shown] = [one for one in reader.elements.values() if one.WhichOneof("type") == "code"]
    assert f"drawn={DRAWN}" in shown.code.code_text


@pytest.mark.long
def test_a_drawing_stays_while_presets_and_questions_change_all_else(host):
    reader = arrived(host, f"{QUICK}&log_cost=true")
    reader.tell(STAGE, "digit", DRAWN)
    reader.press("Drop the hidden layer")
    assert set(reader.query.split("&")) == {"network=softmax-regression", f"drawn={DRAWN}"}
    reader.press("DigitsExperiment-predict")
    assert f"drawn={DRAWN}" in reader.query
    assert "predict=" in reader.query


@pytest.mark.long
@pytest.mark.parametrize(
    "text", ["0", "401", "07", "h" * 64, "0" * 65, "G" * 64, "%D9%A3" * 64, "%3Cb%3E"]
)
def test_a_link_with_a_digit_that_is_none_says_so_in_one_sentence(host, text):
    reader = arrived(host, f"{QUICK}&drawn={text}")
    [said] = alerts(reader)
    assert said.startswith("drawn ")
    assert "is not possible: allowed are " in said.replace("\\", "")
    assert "64" in said
    assert "1 to 400" in said or (len(text) > PIXELS and text.isdigit())
    assert "drawn=" not in reader.query


@pytest.mark.long
def test_what_is_picked_runs_the_stage_alone_and_stands_in_the_address(host):
    reader = arrived(host)
    for name, text in (("unit", "2.17"), ("taken", "49")):
        assert not whole(reader.tell(STAGE, "picked", [name, text]))
        assert f"{name}={text}" in reader.query
    # What no panel can have told is not heard, and what no setting can be is not taken.
    for value in (["drawn", OTHER], ["unit", "9" * 8], ["unit"], "unit", ["taken", "x"]):
        reader.tell(STAGE, "picked", value)
        assert {"unit=2.17", "taken=49"} <= set(reader.query.split("&"))
        assert "drawn" not in reader.query
    reader.tell(STAGE, "picked", ["unit", ""])
    assert "unit" not in reader.query
