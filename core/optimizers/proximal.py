"""Steps that respect a kink or a wall: proximal and projected gradients.

A proximal rule takes the penalty's own step in place of its slope, so that weights become exactly
0. It needs the penalty, so it is an `Optimizer` once it is bound to a risk (`on`), as Newton's
method is; a projected one needs a ball alone.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from core.arrays import Array
from core.objectives.projections import BALLS, Ball, MaxBall
from core.objectives.risk import Risk
from core.optimizers.optimizer import Optimizer, State, learning_rate
from core.spec import choice, knob, menu


@dataclass(frozen=True)
class Proximal(ABC):
    """A rule that takes a step on the loss, then one on the penalty."""

    title: ClassVar[str]
    source: ClassVar[str]

    eta: float = learning_rate(0.1)

    @abstractmethod
    def on(self, risk: Risk) -> Optimizer:
        """The rule as an optimizer for this risk alone; without a penalty it has none to respect.

        ValueError, at its first step, for a penalty that has no proximal step in closed form.
        """


@final
@dataclass(frozen=True)
class ProximalGradient(Proximal):
    r"""p ← \operatorname{prox}_{ηP}(p - η\,∇L(p)), \qquad C = L + P"""

    title = "proximal gradient (ISTA)"
    source = "Daubechies, Defrise & De Mol 2004; Beck & Teboulle 2009, section 2"

    def on(self, risk: Risk) -> Optimizer:
        return ProximalOn(risk, self.eta)


@final
@dataclass(frozen=True)
class AcceleratedProximalGradient(Proximal):
    r"""x_k = \operatorname{prox}_{ηP}(p - η∇L),\; p ← x_k + \frac{t_k-1}{t_{k+1}}(x_k - x_{k-1})"""

    title = "accelerated proximal gradient (FISTA)"
    source = "Beck & Teboulle 2009, section 4"

    def on(self, risk: Risk) -> Optimizer:
        return AcceleratedProximalOn(risk, self.eta)


@dataclass(frozen=True)
class _On(Optimizer):
    """What both share: the step on the loss, and that on the penalty."""

    torch = ""

    risk: Risk
    eta: float = learning_rate(0.1)

    @property
    def stable_curvature(self) -> float:
        return 2 / self.eta

    def _shrunk(self, p: Array, g: Array) -> Array:
        """The proximal step from p, where the gradient of loss and penalty together is g."""
        penalty, network = self.risk.penalty, self.risk.model
        if penalty is None:
            return p - self.eta * g
        smooth = g - penalty.gradient(p, network)
        return penalty.prox(p - self.eta * smooth, network, self.eta)


@final
@dataclass(frozen=True)
class ProximalOn(_On):
    """`ProximalGradient` on one risk."""

    title = ProximalGradient.title
    source = ProximalGradient.source

    def init(self, p: Array) -> State:
        return ()

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        return self._shrunk(p, g), state


@final
@dataclass(frozen=True)
class AcceleratedProximalOn(_On):
    """`AcceleratedProximalGradient` on one risk; what has been 0 twice is 0 in p too."""

    title = AcceleratedProximalGradient.title
    source = AcceleratedProximalGradient.source

    def init(self, p: Array) -> State:
        return p, 1.0

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        before, t = state
        x, t_next = self._shrunk(p, g), (1 + np.sqrt(1 + 4 * t * t)) / 2
        return x + (t - 1) / t_next * (x - before), (x, t_next)


@final
@dataclass(frozen=True)
class ProjectedGradient(Optimizer):
    r"""p ← \text{the point of the ball nearest to } p - η\,g"""

    title = "projected gradient"
    source = "Goldstein 1964; Levitin & Polyak 1966"
    torch = ""

    eta: float = learning_rate(0.1)
    radius: float = knob(1.0, 0.001, 1000.0, symbol="r", log=True, help="of the ball around 0")
    ball: Ball = choice(BALLS, MaxBall(), "in which norm it is a ball")

    def init(self, p: Array) -> State:
        return ()

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        return self.ball.nearest(p - self.eta * g, self.radius), state


PROXIMAL = menu(ProximalGradient, AcceleratedProximalGradient)
