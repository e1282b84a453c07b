"""What an optimizer is, with the knobs and the averages that the members share."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from core.arrays import Array
from core.spec import knob

State = tuple[Any, ...]


@dataclass(frozen=True)
class Optimizer(ABC):
    """A rule that turns a gradient into a step, with the semantics of PyTorch 2.13.

    Pure: the state is handed in and out, nothing is modified. p and g are (..., s); a knob may
    be an array that broadcasts over them, so (R, 1) runs R settings at once on p (R, s).
    `source` says who proposed the rule and where it is written down; `torch` is the call that
    makes the same optimizer in PyTorch, with a member's fields in braces. All have a rate; of the
    `SecondOrder` some have none.
    """

    title: ClassVar[str]
    source: ClassVar[str]
    torch: ClassVar[str]
    has_rate: ClassVar[bool] = True

    @property
    @abstractmethod
    def eta(self) -> float:
        """The learning rate η: a knob of every member, each with its own default."""

    @property
    def stable_curvature(self) -> float:
        """The λ_max up to which a minimum holds a run beside it; ∞ where no bound is known."""
        return math.inf

    def held_scale(self, state: State) -> Array | None:
        """D (..., s), where a memory of squared gradients scales each coordinate's step.

        While λ_max(D H) < 2, D as it is in `state` holds a run beside a minimum with Hessian H.
        None for rules without such a memory, or where no such bound is known.
        """
        return None

    def at_rate(self, eta: Array | float) -> Self:
        """The same rule with another learning rate; (R, 1) makes it an axis of R models."""
        rate: Any = {"eta": eta}
        return replace(self, **rate)

    @abstractmethod
    def init(self, p: Array) -> State:
        """What the rule remembers before its first step from p (..., s)."""

    @abstractmethod
    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        """The parameters and the state after step number k from p, where the gradient is g.

        k is for schedules only; a rule that corrects its start counts its own steps.
        """


def learning_rate(default: float) -> Any:
    """The knob η; the same range for all, so that η stays valid when the optimizer changes."""
    return knob(default, 0.001, 100.0, symbol="η", log=True, help="learning rate", part="rate")


def forgetting(default: float, symbol: str, help: str) -> Any:
    """A knob for the share of an average that survives a step: from 0 to just below 1."""
    return knob(default, 0.0, 0.9999, symbol=symbol, help=help)


def guard(default: float) -> Any:
    """The knob ε that keeps a quotient finite; PyTorch adds it outside the square root."""
    return knob(default, 1e-12, 1.0, symbol="ε", log=True, help="guards the division")


def average(old: Array, new: Array, beta: float) -> Array:
    """Exponential moving average: β old + (1 - β) new."""
    return beta * old + (1 - beta) * new
