"""Planes of two parameters with balls, and sheets: what fits them and what does not."""

from dataclasses import replace

import numpy as np
import pytest

from pages.ui.stage.scene import Ball, BallPanel, SheetsPanel, ValleyPanel

DISC = Ball("disc", np.zeros((3, 2)), "red", "l2", size=np.ones(3))
PLANE = BallPanel(
    "plane", "", "", ("w₁", "w₂"), np.eye(2), np.zeros(2), 0.0, [(-1.0, 1.0)] * 2, "λ", [DISC]
)
SHEETS = SheetsPanel(
    "sheets",
    "",
    "",
    np.eye(2),
    np.zeros(2),
    0.0,
    "l1",
    1.0,
    np.ones(3),
    np.zeros((3, 2)),
    ("w₁", "w₂"),
    1.0,
    "λ",
    "red",
)


@pytest.mark.parametrize("panel", [PLANE, SHEETS], ids=lambda panel: panel.kind)
def test_a_loss_is_a_quadratic_of_two_parameters(panel):
    with pytest.raises(ValueError, match=r"H has shape \(3, 3\) and c \(2,\)"):
        replace(panel, H=np.eye(3))
    with pytest.raises(ValueError, match=r"c \(1,\): they should be"):
        replace(panel, c=np.zeros(1))


def test_a_valley_has_a_loss_and_a_penalty_at_each_place():
    x, y, grid = np.arange(4.0), np.arange(3.0), np.zeros((3, 4))
    valley = ValleyPanel("v", "", "", ("", ""), x, y, grid, grid, np.ones(2), [1.0], "λ", "red")
    with pytest.raises(ValueError, match=r"penalty has shape \(4, 3\): it should be \(3, 4\)"):
        replace(valley, penalty=grid.T)


def test_a_ball_has_a_known_shape_or_none_and_a_size_for_each_place():
    assert Ball("track", np.zeros((3, 2)), "red").shape == ""
    with pytest.raises(ValueError, match="shape = 'l3': allowed are l1, l2, elastic-net, max"):
        replace(DISC, shape="l3")
    with pytest.raises(ValueError, match="shape = '': allowed are l1, l2, elastic-net, max"):
        replace(SHEETS, shape="")
    with pytest.raises(ValueError, match=r"contact has shape \(2, 2\), size \(3,\)"):
        replace(DISC, contact=np.zeros((2, 2)))
    with pytest.raises(ValueError, match=r"contact has shape \(3, 3\): it should be"):
        replace(DISC, contact=np.zeros((3, 3)), size=None)
