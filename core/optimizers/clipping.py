"""Gradient clipping, composed with any optimizer (Pascanu, Mikolov & Bengio 2013, Algorithm 1)."""

from dataclasses import dataclass, replace
from typing import final

import numpy as np

from core.arrays import Array
from core.optimizers.first_order import OPTIMIZERS, GradientDescent
from core.optimizers.optimizer import Optimizer, State
from core.optimizers.schedules import Scheduled
from core.spec import choice, knob, menu

# PyTorch's guard: a clipped gradient is shorter than the bound by this share of its length.
_GUARD = 1e-6


def clip(g: Array, bound: float) -> Array:
    """The gradients g (..., s), those longer than the bound shortened to it.

    The norm is that of a model's whole gradient, as in `torch.nn.utils.clip_grad_norm_`.
    """
    norm = np.linalg.norm(g, axis=-1, keepdims=True)
    return g * np.minimum(bound / (norm + _GUARD), 1.0)


@final
@dataclass(frozen=True)
class Clipped(Optimizer):
    r"""p ← \text{a step of the optimizer with } g \min(1,\, c/\|g\|) \text{ in place of } g"""

    title = "clipped"
    source = "Pascanu, Mikolov & Bengio 2013, Algorithm 1"
    # Before each step of the optimizer; the optimizer has a call of its own.
    torch = "torch.nn.utils.clip_grad_norm_(parameters, {bound})"

    optimizer: Optimizer = choice(
        OPTIMIZERS | menu(Scheduled), GradientDescent(), "the rule, with its schedule if it has one"
    )
    bound: float = knob(1.0, 0.001, 1000.0, symbol="c", log=True, help="longest gradient")

    @property
    def eta(self) -> float:
        """The optimizer's learning rate."""
        return self.optimizer.eta

    def at_rate(self, eta: Array | float) -> "Clipped":
        return replace(self, optimizer=self.optimizer.at_rate(eta))

    def init(self, p: Array) -> State:
        return self.optimizer.init(p)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        return self.optimizer.step(k, p, clip(g, self.bound), state)
