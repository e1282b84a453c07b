"""What a page may cost, in counts that no machine changes: one place for all of them."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Move:
    """A widget that moves a learning rate, two of its positions, and what it may cost.

    query: settings with which a run is over at once. opened: what is opened before. messages and
    bytes: of a move when all results are there. crossing: messages where a preset comes into force.
    """

    key: str
    values: tuple[str, str]
    messages: int
    bytes: int
    crossing: int
    query: str = ""
    opened: tuple[str, ...] = ()


MOVES: Final = {
    "logistic_regression": Move("LogisticExperiment/optimizer.eta", ("0.1", "0.3"), 16, 4600, 28),
    "higham_network": Move("HighamExperiment/eta", ("0.1", "0.2"), 19, 5100, 31, "steps=1000"),
    "xor": Move("XorExperiment/optimizer.eta", ("0.1", "0.3"), 16, 9200, 30),
    "optimizers": Move(
        "RaceExperiment/one.optimizer.eta",
        ("0.01", "0.02"),
        25,
        6_800,
        38,
        opened=("race-line-one",),
    ),
    "regularization": Move(
        "RegularizationExperiment/question.strength", ("40", "30"), 16, 5000, 30
    ),
    "implicit_regularization": Move("ImplicitExperiment/topic.decay", ("2", "4"), 16, 4_400, 34),
    "digits": Move(
        "DigitsExperiment/optimizer.eta",
        ("0.2", "0.5"),
        25,
        7_000,
        34,
        "epochs=1&sampler.m=1000",
    ),
}
"""By page; the home page has no controls."""


@dataclass(frozen=True)
class Cost:
    """Messages and bytes of one run."""

    messages: int
    bytes: int


STROKE: Final = Cost(17, 6_600)
"""What a stroke on the pad may cost when it ends; until then nothing is sent."""

ARRIVALS: Final = {
    "": (48, 500_000),
    "logistic_regression": (48, 500_000),
    "higham_network": (53, 205_000),
    "xor": (130, 545_000),
    "optimizers": (135, 392_000),
    "regularization": (46, 322_000),
    "implicit_regularization": (51, 258_000),
    "convolutions": (47, 151_000),
    "digits": (54, 191_000),
}
"""Messages and bytes of the first run of a session, by page."""

SPECS_READ: Final = (1, 2)
"""Queries that a move of a learning rate reads: to where it has been before, and elsewhere."""

HEAVY: Final = ("plotly_chart", "code", "dataframe", "vega_lite_chart")
"""Elements for which a browser loads more of Streamlit: none until a reader opens what has them."""
