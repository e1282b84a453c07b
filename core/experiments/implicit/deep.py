"""A deep net, and what may hold it back: what a reader can set."""

from abc import ABC
from dataclasses import dataclass
from typing import ClassVar, Final, final

from core.experiments.implicit.problems import PROBLEMS, Problem, TwoMoons
from core.spec import choice, knob, menu

DECAYS: Final = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)


@dataclass(frozen=True)
class Brake(ABC):
    """A way to hold a net back, with its strength."""

    title: ClassVar[str]
    slider: ClassVar[str]


def _decay(default: float, help: str) -> float:
    """A field for λ, on one scale wherever it is."""
    strength: float = knob(
        default,
        DECAYS[0],
        DECAYS[-1],
        symbol="λ",
        help=help,
        part="rate",
        log=True,
        positions=DECAYS,
    )
    return strength


@final
@dataclass(frozen=True)
class Decay(Brake):
    """λ/2 ‖W‖² in the loss, biases free."""

    title: ClassVar[str] = "weight decay"
    slider: ClassVar[str] = "decay"

    decay: float = _decay(0.02, "pulls the weights")


@final
@dataclass(frozen=True)
class Normalize(Brake):
    """Batch normalization before each activation, with λ/2 ‖W‖² in the loss besides."""

    title: ClassVar[str] = "batch normalization"
    slider: ClassVar[str] = "decay"

    decay: float = _decay(0.0005, "weight decay besides")


@final
@dataclass(frozen=True)
class Jitter(Brake):
    """Augmentation: each step moves every input by σ times a normal number."""

    title: ClassVar[str] = "augmentation"
    slider: ClassVar[str] = "sigma"

    sigma: float = knob(
        0.2,
        0.02,
        0.6,
        symbol="σ",
        help="how far a step moves an input",
        part="rate",
        log=True,
        positions=(0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6),
    )


@final
@dataclass(frozen=True)
class Drop(Brake):
    """Each step leaves hidden units out."""

    title: ClassVar[str] = "dropout"
    slider: ClassVar[str] = "dropped"

    dropped: float = knob(
        0.2,
        0.05,
        0.6,
        symbol="r",
        help="share of the hidden units that a step leaves out",
        part="rate",
        log=True,
        positions=(0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
    )


@final
@dataclass(frozen=True)
class Stop(Brake):
    """The run ends early."""

    title: ClassVar[str] = "early stopping"
    slider: ClassVar[str] = "share"

    share: float = knob(
        0.2,
        0.02,
        1.0,
        symbol="t",
        help="share of the steps after which the run stops",
        part="rate",
        log=True,
        positions=(0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0),
    )


BRAKES = menu(Decay, Jitter, Drop, Stop, Normalize)


@final
@dataclass(frozen=True)
class DeepNet:
    """Does it help on data that the net has not seen, and how sure is that?"""

    title: ClassVar[str] = "A deep net"

    data: Problem = choice(PROBLEMS, TwoMoons(), "what the net learns")
    kind: Brake = choice(BRAKES, Decay(), "what holds the net back")
    count: int = knob(30, 20, 1000, symbol="n", help="points to train on, for each seed", log=True)
