"""What a page may cost, in counts that no machine changes: one place for all of them."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Move:
    """A widget that moves a learning rate, two of its positions, and what is opened before.

    query: settings with which a run is over at once.
    """

    key: str
    values: tuple[str, str]
    query: str = ""
    opened: tuple[str, ...] = ()


MOVES: Final = {
    "logistic_regression": Move("LogisticExperiment/optimizer.eta", ("0.1", "0.3")),
    "higham_network": Move("HighamExperiment/eta", ("0.05", "0.1"), "steps=1000"),
    "xor": Move("XorExperiment/optimizer.eta", ("0.1", "0.3")),
    "optimizers": Move(
        "RaceExperiment/one.optimizer.eta", ("0.01", "0.02"), opened=("race-line-one",)
    ),
}
"""By page; the home page has no controls."""
