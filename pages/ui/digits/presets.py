"""The presets of the chapter on digits, and the digit on the pad."""

from typing import Final

import streamlit as st

from core.experiments.digits.experiment import DigitsExperiment
from pages.ui.chapter.presets import Preset
from pages.ui.controls import turn

STAGE: Final = "digits-stage"
PRIOR: Final = "Where does the prior pay?"
MOVED: Final = "Moved digits"
INSIDE: Final = "How little turns it?"

OTHERWISE: Final = (
    "Real digits, 8 × 8 pixels each; the test digits were written by other people. Draw one "
    "yourself: maps and decision follow each stroke, at any moment of the run."
)
PRESETS: Final = (
    Preset(
        "Share the kernels",
        "40 + 296 + 330 = 666 parameters learn to read 8 × 8 pixels. Draw a digit on the pad: maps "
        "and decision follow each stroke, at any moment of the run.",
        icon=":material/play_arrow:",
    ),
    Preset(
        "Let each unit see all pixels",
        "64-9-10, 685 parameters: each of nine units has an image of weights of its own. How "
        "well that reads depends on the start: press “New seed”, and compare the means below.",
        {"network": "fully-connected"},
    ),
    Preset(
        "Drop the hidden layer",
        "Softmax regression, 650 parameters: ten images of weights, and whichever fits best.",
        {"network": "softmax-regression"},
    ),
    Preset(
        "Move the digits in training",
        "Each batch is moved by a pixel at random, or not at all: training is harder, and the "
        "network has to read digits that are a little off. How far that helps stands below, under "
        "“Moved digits”.",
        {"moves": True},
    ),
    Preset(
        "Take 200 digits only",
        "A seventh of the training digits, four times as many epochs: training ends without an "
        "error, the test does not.",
        {"count": 200, "epochs": 60, "optimizer.eta": 0.05},
    ),
)


def take_digit() -> None:
    """Set what is on the pad, "" for its first test digit; the run goes on as it was."""
    turn(DigitsExperiment, "drawn", str(st.session_state[STAGE].digit))


def take_pick() -> None:
    """Set what is picked on stage, a unit or a kind of mistake, "" for none."""
    name, text = st.session_state[STAGE].picked
    turn(DigitsExperiment, str(name), str(text))
