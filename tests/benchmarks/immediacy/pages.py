"""The pages that are measured, and what is turned on them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Locator, Page

Find = Callable[[Page], Locator]


@dataclass(frozen=True)
class Control:
    """Something that a reader turns or presses, by its name in the table.

    here: the stage answers it itself, before the page has told the server anything.
    """

    name: str
    find: Find
    key: str = "ArrowRight"
    here: bool = False


@dataclass(frozen=True)
class Visit:
    """A page by its address, and the controls on it; opened: the text to click on first."""

    address: str
    name: str
    controls: tuple[Control, ...] = ()
    opened: str = ""
    surfaces: bool = True


def _slider(setting: str) -> Find:
    return lambda page: page.locator(f".st-key-{setting.replace('.', '-')}").get_by_role("slider")


def _button(name: str) -> Find:
    return lambda page: page.get_by_role("button", name=name, exact=True)


_SEED: Final = Control("new seed", _button("New seed"), "Enter")

VISITS: Final = (
    Visit("", "home"),
    Visit(
        "logistic_regression?data=iris-petal",
        "logistic regression",
        (
            Control("η", _slider("LogisticExperiment-optimizer.eta"), here=True),
            Control("batch size", _slider("LogisticExperiment-sampler.m"), "ArrowLeft"),
            _SEED,
        ),
    ),
    Visit(
        "higham_network?steps=1000",
        "Higham & Higham's network",
        (Control("η", _slider("HighamExperiment-eta")), _SEED),
        surfaces=False,
    ),
    Visit(
        "xor",
        "XOR",
        (
            Control("η", _slider("XorExperiment-optimizer.eta"), here=True),
            Control("width", _slider("XorExperiment-width")),
            _SEED,
        ),
        surfaces=False,
    ),
    Visit(
        "optimizers",
        "optimizers",
        (
            Control("η", _slider("RaceExperiment-one.optimizer.eta"), "ArrowLeft", here=True),
            Control("steps", _slider("RaceExperiment-steps")),
        ),
        opened="1 Gradient descent",
    ),
    Visit(
        "regularization",
        "regularization",
        (
            Control("λ", _slider("RegularizationExperiment-question.strength"), here=True),
            _SEED,
        ),
        surfaces=False,
    ),
    Visit(
        "implicit_regularization",
        "regularization in training",
        (Control("λ", _slider("ImplicitExperiment-topic.decay"), here=True), _SEED),
        surfaces=False,
    ),
    Visit("convolutions", "convolutions", surfaces=False),
    Visit("digits", "digits", surfaces=False),
)
