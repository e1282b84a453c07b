"""Learning-rate schedules: a factor on η for every step, composed with any optimizer.

Step k = 1, 2, … is taken with η times the factor of k, so that the first step has the first
factor. This is PyTorch's order of calls, `optimizer.step()` and then `scheduler.step()`, whose
schedulers count the same steps from 0.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from math import cos, pi
from typing import ClassVar, final

import numpy as np

from core.arrays import Array
from core.formulas import plainly
from core.optimizers.first_order import OPTIMIZERS, GradientDescent
from core.optimizers.optimizer import Optimizer, State
from core.spec import choice, knob, menu


@dataclass(frozen=True)
class Schedule(ABC):
    """A factor on the learning rate as a function of the step.

    A knob may be an array, as an optimizer's.

    `torch` is the call that makes it in PyTorch, for an optimizer named `optimizer`, with a
    member's fields in braces.
    """

    title: ClassVar[str]
    torch: ClassVar[str]

    @abstractmethod
    def __call__(self, k: int) -> float:
        """The factor of step number k = 1, 2, …; (V, 1) where a knob is."""


def length(default: int, help: str) -> int:
    """A knob in steps."""
    steps: int = knob(default, 1, 20_000, symbol="T", log=True, help=help)
    return steps


@final
@dataclass(frozen=True)
class Constant(Schedule):
    r"""η_k = η"""

    title = "constant"
    torch = "torch.optim.lr_scheduler.LambdaLR(optimizer, lambda done: 1.0)"

    def __call__(self, k: int) -> float:
        return 1.0


@final
@dataclass(frozen=True)
class StepDecay(Schedule):
    r"""η_k = η\,γ^{\lfloor (k-1)/T \rfloor}"""

    title = "steps"
    torch = "torch.optim.lr_scheduler.StepLR(optimizer, step_size={period}, gamma={gamma})"

    period: int = length(100, "steps between two cuts")
    gamma: float = knob(0.1, 0.01, 1.0, symbol="γ", help="what a cut leaves of η")

    def __call__(self, k: int) -> float:
        return self.gamma ** ((k - 1) // self.period)


@final
@dataclass(frozen=True)
class Exponential(Schedule):
    r"""η_k = η\,γ^{k-1}"""

    title = "exponential"
    torch = "torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma={gamma})"

    gamma: float = knob(0.99, 0.9, 1.0, symbol="γ", help="what a step leaves of η")

    def __call__(self, k: int) -> float:
        return self.gamma ** (k - 1)


@final
@dataclass(frozen=True)
class Cosine(Schedule):
    r"""η_k = \tfrac12 η\,\bigl(1 + \cos(π (k-1)/T)\bigr)"""

    title = "cosine"
    torch = "torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max={period})"

    period: int = length(300, "steps down to 0; then it rises again, as in PyTorch")

    @plainly("0.5 * (1 + cos(pi * (k - 1) / self.period))")
    def __call__(self, k: int) -> float:
        angle = pi * (k - 1) / self.period
        return 0.5 * (1 + (np.cos(angle) if np.ndim(angle) else cos(angle)))


@final
@dataclass(frozen=True)
class WarmUp(Schedule):
    r"""η_k = η\,\bigl(f + (1-f)\min(1,\, (k-1)/T)\bigr)"""

    title = "warm-up"
    torch = (
        "torch.optim.lr_scheduler.LinearLR(optimizer, start_factor={first}, total_iters={period})"
    )

    period: int = length(50, "steps until η is reached; then it stays")
    first: float = knob(0.01, 0.001, 1.0, symbol="f", log=True, help="share of η at the first step")

    @plainly("self.first + (1 - self.first) * min(1.0, (k - 1) / self.period)")
    def __call__(self, k: int) -> float:
        return self.first + (1 - self.first) * np.minimum(1.0, (k - 1) / self.period)


@final
@dataclass(frozen=True)
class Inverse(Schedule):
    r"""η_k = \frac{η}{1 + (k-1)/T} \qquad (T = 1: \; η/k)"""

    title = "1/k"
    torch = "torch.optim.lr_scheduler.LambdaLR(optimizer, lambda done: 1 / (1 + done / {period}))"

    period: int = length(1, "steps after which η is halved")

    def __call__(self, k: int) -> float:
        return 1 / (1 + (k - 1) / self.period)


SCHEDULES = menu(Constant, StepDecay, Exponential, Cosine, WarmUp, Inverse)


def factors(schedule: Schedule, steps: int) -> Array:
    """The factors (steps,) of the steps 1, …, `steps`; (steps, V, 1) where a knob is (V, 1)."""
    return np.array([schedule(k) for k in range(1, steps + 1)], dtype=float)


@final
@dataclass(frozen=True)
class Scheduled(Optimizer):
    r"""p ← \text{a step of the optimizer with } η_k \text{ in place of } η"""

    title = "scheduled"
    source = "Robbins & Monro 1951"
    # Two objects in PyTorch: the optimizer's own call, and its schedule's.
    torch = ""

    optimizer: Optimizer = choice(OPTIMIZERS, GradientDescent(), "the rule")
    schedule: Schedule = choice(SCHEDULES, Constant(), "how its learning rate changes")

    @property
    def eta(self) -> float:
        """The learning rate before its factor."""
        return self.optimizer.eta

    def at_rate(self, eta: Array | float) -> "Scheduled":
        return replace(self, optimizer=self.optimizer.at_rate(eta))

    def init(self, p: Array) -> State:
        return self.optimizer.init(p)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        # No member keeps η in its state, so a step with another η is a step of another member.
        eta = self.schedule(k) * self.optimizer.eta
        return self.optimizer.at_rate(eta).step(k, p, g, state)
