"""The presets of the chapter, topic by topic."""

from typing import Final

from core.experiments.implicit.decay import WeightDecay
from core.experiments.implicit.deep import DeepNet
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.noise import Noise, TurnLabels
from pages.ui.chapter.presets import Preset

STAGE: Final = "implicit-stage"
PRESETS: Final = (
    Preset(
        "Square or circle",
        "λ in the loss or λ in the step? For gradient descent it is the same. Guess: for Adam?",
    ),
    Preset(
        "Take all ten",
        "All ten measurements. Guess, then drag λ: how many weights will lie at 1/λ?",
        {"topic.columns": "all-columns"},
    ),
    Preset(
        "Keep η",
        "The same with a learning rate that does not fall: does AdamW still come to rest?",
        {"topic.columns": "all-columns", "topic.falling": False},
    ),
    Preset(
        "Drop inputs",
        "Each step leaves a fifth of the inputs out. Guess: which λ of a ridge is that?",
        {"topic": "noise"},
    ),
    Preset(
        "Turn labels",
        "A line separates the classes: w grows for ever. Guess: if each step turns a few labels?",
        {"topic": "noise", "topic.kind": "turn-labels"},
    ),
    Preset(
        "Start small",
        "Fifty unknowns, twenty equations, no penalty, a small start. Guess: how many bars stay?",
        {"topic": "start-size", "topic.alpha": 0.01, "steps": 20_000},
    ),
    Preset(
        "Start large",
        "The same equations, a start a hundred times as large: which norm of w is small now?",
        {"topic": "start-size", "topic.alpha": 1.0},
    ),
    Preset(
        "Too large",
        "From here the same η is too much: how does the largest curvature of the loss grow with α?",
        {"topic": "start-size", "topic.alpha": 3.0},
    ),
    Preset(
        "Hold back",
        "Thirty points for a net, a tenth of the labels wrong. Guess: how many seeds does λ help?",
        {"topic": "deep-net", "steps": 600},
    ),
    Preset(
        "Add data",
        "The same net with 500 points for each seed. Guess: does anything still help?",
        {"topic": "deep-net", "topic.count": 500, "steps": 600},
    ),
    Preset(
        "Read 200 digits",
        "200 digits for each seed, 400 by other people to judge. Guess: does λ get more of them "
        "right, or lose less on them?",
        {"topic": "deep-net", "topic.data": "few-digits", "topic.count": 200, "steps": 300},
    ),
    Preset(
        "Normalize",
        "Thirty points again, with batch normalization. Guess: for how many seeds does it help?",
        {"topic": "deep-net", "topic.kind": "normalize", "steps": 600},
    ),
)


def otherwise(spec: ImplicitExperiment) -> str:
    """What is said when no preset is in force: true of any setting of the topic."""
    match spec.topic:
        case WeightDecay():
            return (
                "Three rules, one start, one λ: in the loss for two of them, in the step for "
                "AdamW. Do they end at the same place?"
            )
        case Noise(TurnLabels()):
            return (
                "Two runs from one start: one sees labels that are turned at random, the other "
                "their mean, labels that are smoothed. How far apart do they end?"
            )
        case Noise():
            return (
                "Two runs from one start: one sees noise in each step, the other a loss with a "
                "penalty and no noise. How far apart do they end?"
            )
        case DeepNet():
            return (
                "A net, more or less held back, and twenty seeds to tell luck from help: is what "
                "it loses on new points lower?"
            )
        case _:
            return (
                "More unknowns than equations, and no penalty: which of the many solutions does "
                "gradient descent take?"
            )
