"""The presets of the chapter on regularization: each question has its own row."""

from typing import Final

from core.experiments.regularization.choices import ByDegree
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.positions import PATH, SPECTRUM
from core.experiments.regularization.questions import QUESTIONS, BiasAndVariance
from core.spec import name_of
from pages.ui.chapter.presets import Preset

STAGE: Final = "regularization-stage"
_FIRST: Final = next(iter(QUESTIONS))


def _preset(question: str, label: str, look: str, **settings: str | float | bool) -> Preset:
    """A preset of a question, by the question's own settings: `penalty__strength` and so on."""
    named = {f"question.{name.replace('__', '.')}": value for name, value in settings.items()}
    return Preset(label, look, {"question": question, **named})


PRESETS: Final = (
    Preset(
        "Reach the corner",
        "Before you drag λ: how far must it rise until one of the two coefficients is exactly 0, "
        "and why does it stay there?",
    ),
    Preset(
        "Try the disc",
        "Before you drag λ: at which λ does the disc make one of them 0?",
        {"question.penalty": "disc", "question.strength": 1.0},
    ),
    Preset(
        "Try the square",
        "Before you drag λ: the largest coefficient alone is charged for. What becomes of the two?",
        {"question.penalty": "square", "question.strength": 20.0},
    ),
    Preset(
        "Come back from 0",
        "w₁ starts on the wrong side of 0, is exactly 0 for a moment, and comes back: play it. "
        "Which of the two methods is ever exactly at 0?",
        {
            "question.strength": 30.0,
            "question.eta": 0.5,
            "start": "chosen",
            "start.w1": -30.0,
            "start.w2": 40.0,
        },
    ),
    Preset(
        "Take a column twice",
        "Two equal columns. Before you press New seed: does every start end at the same point?",
        {"question.column_twice": True, "question.strength": 10.0},
    ),
    _preset(
        "real-coefficients",
        "Follow the lasso",
        "Before you drag λ down: which of the ten coefficients comes in first, and does one that "
        "is in ever leave?",
    ),
    _preset(
        "real-coefficients",
        "See one leave",
        "s3 is in, leaves, and comes back with the other sign: drag λ from right to left, past "
        "0.104 and 0.0623.",
        strength=PATH[7],
    ),
    _preset(
        "real-coefficients",
        "Compare ridge",
        "Before you drag λ: the same ten under a ridge. How many are 0, and which singular "
        "component goes first?",
        penalty="ridge",
        strength=1.0,
    ),
    _preset(
        "how-much",
        "Choose by folds",
        "Before you look at the marks: how many of the ten coefficients would you keep?",
    ),
    _preset(
        "how-much",
        "Leave one out",
        "Before you look at the table: is one fit enough to know what 442 fits, each without one "
        "patient, would say?",
        penalty="folded-ridge",
    ),
    _preset(
        "how-much",
        "Deal again",
        "Other patients in each fold. Before you press New seed: how far does λₘᵢₙ move?",
        random_folds=True,
    ),
    _preset(
        "bias-and-variance",
        "Choose the degree",
        "Before you drag the degree: where is the sum of bias² and variance least, and which part "
        "grows beyond it?",
    ),
    _preset(
        "bias-and-variance",
        "Make it wild",
        "Degree 15, fitted to 20 points: the mean of all fits is right, and almost no single fit "
        "is.",
        kept_simple_by__degree=15,
    ),
    _preset(
        "bias-and-variance",
        "Ask for less noise",
        "Before you look at the mark: a third of the noise. Is the best degree the same?",
        sigma=0.1,
    ),
    _preset(
        "bias-and-variance",
        "Tame it by a ridge",
        "Degree 15 again, now with a ridge. Before you drag λ: does its best beat choosing the "
        "degree?",
        kept_simple_by="by-ridge",
    ),
    _preset(
        "one-spectrum",
        "Stop early",
        "Gradient descent from 0, stopped after t steps, beside a ridge with λ = 1/(ηt). Before "
        "you drag λ: does either leave more of every component than the other?",
    ),
    _preset(
        "one-spectrum",
        "Take too large a step",
        "The first step removes the first component whole: the two filters part by about ½.",
        step_size=1.0,
        strength=SPECTRUM[-1],
    ),
    _preset(
        "one-spectrum",
        "Keep the first few",
        "All or nothing: components are kept whole or dropped. Before you look below: is the risk "
        "lower than the ridge's anywhere?",
        method="truncation",
        strength=1.0,
    ),
    _preset(
        "one-spectrum",
        "Drop inputs",
        "Inputs are left out at random, and the expected loss is minimized. Before you drag λ: how "
        "far is it from a ridge?",
        method="dropout",
    ),
    _preset(
        "one-spectrum",
        "Add noise",
        "Noise on every input, counted out. Before you drag λ: which ridge is it?",
        method="input-noise",
    ),
    _preset(
        "thirty-columns",
        "Let columns in",
        "Before you drag λ down: how many of the thirty columns does it take to have 95 % of the "
        "tumors right?",
    ),
    _preset(
        "thirty-columns",
        "Open the valley",
        "A hyperplane separates the tumors. Before you drag λ to the left: where does the lowest "
        "point of the valley go?",
        penalty="tumor-ridge",
    ),
)


def otherwise(spec: Experiment) -> str:
    """What is said when no preset is in force: true of any setting of the question."""
    keeps = "A penalty pulls coefficients towards 0."
    if isinstance(spec.question, BiasAndVariance) and isinstance(
        spec.question.kept_simple_by, ByDegree
    ):
        keeps = "A low degree keeps a fit simple, without a penalty."
    return f"{keeps} What does theory say of the result, and what do you see?"


def of_question(spec: Experiment) -> list[Preset]:
    """The presets of the question on stage."""
    now = name_of(spec.question, QUESTIONS)
    return [preset for preset in PRESETS if preset.settings.get("question", _FIRST) == now]
