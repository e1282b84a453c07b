"""The optimizers, in order of increasing complexity: one formula and a few lines each.

Those that scale each coordinate by a moving average of g² and a first moment stand in
`core.optimizers.adam`. Parameters p, gradient g, the letters of PyTorch's documentation.
"""

from dataclasses import dataclass
from typing import final

import numpy as np

from core.arrays import Array
from core.optimizers.adam import Adam, Adamax, AdamW, AMSGrad, NAdam
from core.optimizers.optimizer import Optimizer, State, average, forgetting, guard, learning_rate
from core.spec import knob, menu


@final
@dataclass(frozen=True)
class GradientDescent(Optimizer):
    r"""p ← p - η\,g"""

    title = "gradient descent"
    source = "Cauchy 1847"
    torch = "torch.optim.SGD(parameters, lr={eta})"

    eta: float = learning_rate(0.1)

    @property
    def stable_curvature(self) -> float:
        return 2 / self.eta

    def init(self, p: Array) -> State:
        return ()

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        return p - self.eta * g, state


@final
@dataclass(frozen=True)
class Momentum(Optimizer):
    r"""v ← β v + (1-d)\,g, \qquad p ← p - η\,v \qquad (v_1 = g)"""

    title = "momentum"
    source = "Polyak 1964; Sutskever et al. 2013, eqs. (1)-(2)"
    torch = "torch.optim.SGD(parameters, lr={eta}, momentum={beta}, dampening={dampening})"

    eta: float = learning_rate(0.1)
    beta: float = forgetting(0.9, "β", "momentum")
    dampening: float = knob(0.0, 0.0, 1.0, symbol="d", help="weakens each new gradient")

    @property
    def stable_curvature(self) -> float:
        kept = 1 - self.dampening * (self.beta != 0)
        # Where nothing of a gradient is kept, nothing moves: ∞.
        with np.errstate(divide="ignore"):
            return np.divide(2 * (1 + self.beta), self.eta * kept)

    def init(self, p: Array) -> State:
        return (None,)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        (v,) = state
        # PyTorch keeps no v where β = 0, and then dampens nothing.
        kept = 1 - self.dampening * (self.beta != 0)
        v = g if v is None else self.beta * v + kept * g
        return p - self.eta * v, (v,)


@final
@dataclass(frozen=True)
class Nesterov(Optimizer):
    r"""v ← β v + g, \qquad p ← p - η\,(g + β v)"""

    title = "Nesterov"
    source = "Nesterov 1983; Sutskever et al. 2013, eqs. (3)-(4)"
    torch = "torch.optim.SGD(parameters, lr={eta}, momentum={beta}, nesterov=True)"

    eta: float = learning_rate(0.1)
    # PyTorch has no Nesterov step without momentum.
    beta: float = knob(0.9, 0.001, 0.9999, symbol="β", help="momentum")

    @property
    def stable_curvature(self) -> float:
        return 2 * (1 + self.beta) / (self.eta * (1 + 2 * self.beta))

    def init(self, p: Array) -> State:
        return (np.zeros_like(p),)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        (v,) = state
        v = self.beta * v + g
        return p - self.eta * (g + self.beta * v), (v,)


@final
@dataclass(frozen=True)
class Adagrad(Optimizer):
    r"""s ← s + g^2, \qquad p ← p - η\,\frac{g}{\sqrt{s} + ε}"""

    title = "Adagrad"
    source = "Duchi, Hazan & Singer 2011, eq. (1)"
    torch = "torch.optim.Adagrad(parameters, lr={eta}, eps={epsilon})"

    eta: float = learning_rate(0.01)
    epsilon: float = guard(1e-10)

    def init(self, p: Array) -> State:
        return (np.zeros_like(p),)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        (s,) = state
        s = s + g * g
        return p - self.eta * g / (np.sqrt(s) + self.epsilon), (s,)


@final
@dataclass(frozen=True)
class RMSProp(Optimizer):
    r"""v ← α v + (1-α)\,g^2, \qquad p ← p - η\,\frac{g}{\sqrt{v} + ε}"""

    title = "RMSProp"
    source = "Tieleman & Hinton 2012, lecture 6.5"
    torch = "torch.optim.RMSprop(parameters, lr={eta}, alpha={alpha}, eps={epsilon})"

    eta: float = learning_rate(0.01)
    alpha: float = forgetting(0.99, "α", "memory of the squared gradients")
    epsilon: float = guard(1e-8)

    def held_scale(self, state: State) -> Array | None:
        (v,) = state
        return self.eta / (np.sqrt(v) + self.epsilon)

    def init(self, p: Array) -> State:
        return (np.zeros_like(p),)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        (v,) = state
        v = average(v, g * g, self.alpha)
        return p - self.eta * g / (np.sqrt(v) + self.epsilon), (v,)


@final
@dataclass(frozen=True)
class Adadelta(Optimizer):
    r"""v ← ρv + (1-ρ) g^2, \; Δ = \sqrt{\tfrac{u+ε}{v+ε}}\,g,\; u ← ρu + (1-ρ) Δ^2,\; p ← p - ηΔ"""

    title = "Adadelta"
    source = "Zeiler 2012, Algorithm 1"
    torch = "torch.optim.Adadelta(parameters, lr={eta}, rho={rho}, eps={epsilon})"

    eta: float = learning_rate(1.0)
    rho: float = forgetting(0.9, "ρ", "memory of squared gradients and steps")
    epsilon: float = guard(1e-6)

    def init(self, p: Array) -> State:
        return np.zeros_like(p), np.zeros_like(p)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        v, u = state
        v = average(v, g * g, self.rho)
        delta = np.sqrt((u + self.epsilon) / (v + self.epsilon)) * g
        u = average(u, delta * delta, self.rho)
        return p - self.eta * delta, (v, u)


@final
@dataclass(frozen=True)
class CenteredRMSProp(Optimizer):
    r"""σ^2 = \overline{g^2} - \bar g^2, \qquad u ← μ u + \frac{g}{σ + ε}, \qquad p ← p - η\,u"""

    title = "centered RMSProp"
    source = "Tieleman & Hinton 2012; centered: Graves 2013"
    torch = (
        "torch.optim.RMSprop(parameters, lr={eta}, alpha={alpha}, eps={epsilon}, "
        "momentum={momentum}, centered=True)"
    )

    eta: float = learning_rate(0.01)
    alpha: float = forgetting(0.99, "α", "memory of the gradient's mean and mean square")
    momentum: float = forgetting(0.0, "μ", "momentum")
    epsilon: float = guard(1e-8)

    def init(self, p: Array) -> State:
        return np.zeros_like(p), np.zeros_like(p), np.zeros_like(p)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        mean, mean_square, u = state
        mean = average(mean, g, self.alpha)
        mean_square = average(mean_square, g * g, self.alpha)
        # Rounding makes a variance near zero negative, and PyTorch's root of it NaN.
        variance = np.maximum(mean_square - mean * mean, 0)
        u = self.momentum * u + g / (np.sqrt(variance) + self.epsilon)
        return p - self.eta * u, (mean, mean_square, u)


OPTIMIZERS = menu(
    GradientDescent,
    Momentum,
    Nesterov,
    Adagrad,
    RMSProp,
    Adadelta,
    CenteredRMSProp,
    Adam,
    Adamax,
    AMSGrad,
    AdamW,
    NAdam,
)
