"""What the panels of the hidden layer accept, and how they travel."""

from dataclasses import replace

import numpy as np
import pytest

from core.networks import Network, ReLU, Sigmoid
from pages.ui.stage.scene import Family, Repertoire, Runs, SeparatePanel, SpacePanel
from pages.ui.stage.wire import encode_panels

X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([0.0, 1, 1, 0])
WINDOW = ((-0.5, 1.5), (-0.5, 1.5))
NETWORK = Network((2, 3, 1), ReLU()).described()
SPACE = SpacePanel("input", "Input", "Four points.", "input", X, Y, WINDOW, NETWORK)
SEPARATE = SeparatePanel(
    "line",
    "Line",
    "Four points.",
    X,
    Y,
    WINDOW,
    labelings=np.array([[0, 1, 1, 0], [0, 0, 0, 1]]),
    separable=np.array([False, True]),
    lines=np.array([[np.nan] * 3, [1.0, 1.0, -1.5]]),
)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"space": "output"}, "space = 'output': allowed are “input” and “hidden”"),
        ({"network": NETWORK | {"widths": (2, 3, 2)}}, r"widths = \(2, 3, 2\)"),
        ({"network": NETWORK | {"widths": (2, 3, 3, 1)}}, r"networks \(2, H, 1\)"),
        ({"network": Network((2, 3, 1), output=Sigmoid()).described()}, "activation is “sigmoid”"),
    ],
)
def test_a_network_that_the_spaces_cannot_show_is_refused(changes, said):
    with pytest.raises(ValueError, match=said):
        replace(SPACE, **changes)


def test_a_table_of_lines_that_does_not_fit_its_labelings_is_refused():
    with pytest.raises(ValueError, match="have shapes"):
        replace(SEPARATE, lines=np.ones((3, 3)))


def test_both_panels_can_be_sent():
    runs = Runs(np.zeros((1, 2, 13)), np.ones((1, 2)), np.array([-1]), ["good"])
    family = Family(np.array([1.0]), np.arange(2), [runs])
    message = encode_panels(Repertoire({"eta": family}, [SPACE, SEPARATE]))
    assert len(message.bytes) < 3000
