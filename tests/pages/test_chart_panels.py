"""Panels of numbers at a knob's positions: shapes that fit, and the cursor's voice."""

from dataclasses import replace

import numpy as np
import pytest

from pages.ui.stage.scene import (
    BarsPanel,
    ComparisonPanel,
    Family,
    Lane,
    PathsPanel,
    Repertoire,
    Runs,
    Scene,
)
from pages.ui.stage.wire import heard

BARS = BarsPanel("bars", "", "", ["a", "b"], np.zeros((3, 1, 2)), "strength")
PATHS = PathsPanel("paths", "", "", ["a", "b"], ["red", "blue"], np.zeros((2, 3)), "strength")
TABLE = ComparisonPanel("table", "", "", ["‖w‖"], np.zeros((3, 1, 1)), np.zeros((3, 1, 1)), "λ")


@pytest.mark.parametrize(
    ("panel", "wrong", "said"),
    [
        (BARS, {"values": np.zeros((3, 2))}, r"values has shape \(3, 2\): it should be \(any, any"),
        (BARS, {"predicted": np.zeros((3, 1, 3))}, r"predicted has shape \(3, 1, 3\)"),
        (BARS, {"level": np.zeros(3)}, r"level has shape \(3,\): it should be \(any, any\)"),
        (
            PATHS,
            {"values": np.zeros((3, 3))},
            r"values has shape \(3, 3\): it should be \(2, any\)",
        ),
        (PATHS, {"bands": np.zeros((2, 3))}, r"it should be \(2, 3, 2\)"),
        (PATHS, {"dots": np.zeros((2, 4))}, r"it should be \(2, 3\)"),
        (TABLE, {"measured": np.zeros((3, 1))}, "measured has shape"),
        (TABLE, {"sentence": np.zeros(3)}, "sentence has shape"),
    ],
)
def test_numbers_of_another_shape_are_refused(panel, wrong, said):
    with pytest.raises(ValueError, match=said):
        replace(panel, **wrong)


def test_a_cursor_is_heard_about_its_own_knob_alone():
    runs = Runs(np.zeros((3, 1, 1)), np.zeros((3, 1)), np.full(3, -1))
    family = Family(np.array([1.0, 2.0, 3.0]), np.arange(1), [runs])
    film = replace(PATHS, name="film", knob="")
    scene = Scene(
        run="r",
        title="",
        alt="",
        lanes=[Lane("one", "One", "red")],
        repertoire=Repertoire({"strength": family}, [PATHS, film, BARS, TABLE]),
        home=("strength", 0),
        plane=None,
        readings=[],
        colors={},
    )
    possible = heard(scene)["knob"]
    assert possible(["strength", 2.0])
    assert not possible(["steps", 2.0])
    assert not possible(["", 2.0]), "a film's cursor names no knob"
