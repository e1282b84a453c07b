"""A plane of two parameters with balls: what fits it and what does not."""

from dataclasses import replace

import numpy as np
import pytest

from pages.ui.stage.scene import Ball, BallsPanel

BALL = Ball("disc", "2", np.ones(3), np.zeros((3, 2)), "red")
PANEL = BallsPanel(
    "plane",
    "",
    "",
    ("w₁", "w₂"),
    np.eye(2),
    [0.0, 0.0],
    [(-1.0, 1.0), (-1.0, 1.0)],
    [BALL],
)


def test_a_plane_has_two_parameters_and_a_contact_for_each_radius():
    assert PANEL.kind == "balls"
    with pytest.raises(ValueError, match=r"hessian has shape \(3, 3\)"):
        replace(PANEL, hessian=np.eye(3))
    with pytest.raises(ValueError, match=r"center 1 entries"):
        replace(PANEL, center=[0.0])
    with pytest.raises(ValueError, match=r"contact has shape \(2, 2\): it should be \(3, 2\)"):
        replace(PANEL, balls=[replace(BALL, contact=np.zeros((2, 2)))])
