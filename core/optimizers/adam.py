"""Adam and its descendants: two moving averages, corrected for their start at zero.

Kingma and Ba (2015) for Adam and Adamax, Reddi, Kale, Kumar (2018) for AMSGrad, Loshchilov and
Hutter (2019) for AdamW, Dozat (2016) for NAdam. All in PyTorch's variant. A hat divides an
average by 1 - β^t, t counting the steps, so that zeros at the start do not shrink it.
"""

from dataclasses import dataclass
from typing import Any, final

import numpy as np

from core.arrays import Array
from core.optimizers.optimizer import Optimizer, State, average, forgetting, guard, learning_rate
from core.spec import knob


def mean_memory() -> Any:
    """The knob β₁."""
    return forgetting(0.9, "β₁", "memory of the gradients")


def square_memory() -> Any:
    """The knob β₂."""
    return forgetting(0.999, "β₂", "memory of the squared gradients")


@final
@dataclass(frozen=True)
class Adam(Optimizer):
    r"""m ← β_1 m + (1-β_1) g,\; v ← β_2 v + (1-β_2) g^2,\; p ← p - η\,\hat m/(\sqrt{\hat v} + ε)"""

    title = "Adam"
    source = "Kingma & Ba 2015, Algorithm 1"
    torch = "torch.optim.Adam(parameters, lr={eta}, betas=({beta_1}, {beta_2}), eps={epsilon})"

    eta: float = learning_rate(0.001)
    beta_1: float = mean_memory()
    beta_2: float = square_memory()
    epsilon: float = guard(1e-8)

    def held_scale(self, state: State) -> Array | None:
        t, _, v = state
        # Averaged gradients allow (1+β₁)/(1-β₁) times the curvature (Cohen et al. 2022).
        allowed = (1 + self.beta_1) / (1 - self.beta_1)
        return self.eta / (np.sqrt(v / (1 - self.beta_2**t)) + self.epsilon) / allowed

    def init(self, p: Array) -> State:
        return 0, np.zeros_like(p), np.zeros_like(p)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        t, m, v = state
        t, m, v = t + 1, average(m, g, self.beta_1), average(v, g * g, self.beta_2)
        m_hat, v_hat = m / (1 - self.beta_1**t), v / (1 - self.beta_2**t)
        return p - self.eta * m_hat / (np.sqrt(v_hat) + self.epsilon), (t, m, v)


@final
@dataclass(frozen=True)
class Adamax(Optimizer):
    r"""m ← β_1 m + (1-β_1)\,g, \quad u ← \max(β_2 u,\, |g| + ε), \quad p ← p - η\,\hat m/u"""

    title = "Adamax"
    source = "Kingma & Ba 2015, Algorithm 2"
    torch = "torch.optim.Adamax(parameters, lr={eta}, betas=({beta_1}, {beta_2}), eps={epsilon})"

    eta: float = learning_rate(0.002)
    beta_1: float = mean_memory()
    beta_2: float = square_memory()
    epsilon: float = guard(1e-8)

    def init(self, p: Array) -> State:
        return 0, np.zeros_like(p), np.zeros_like(p)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        t, m, u = state
        t, m = t + 1, average(m, g, self.beta_1)
        u = np.maximum(self.beta_2 * u, np.abs(g) + self.epsilon)
        return p - self.eta * m / (1 - self.beta_1**t) / u, (t, m, u)


@final
@dataclass(frozen=True)
class AMSGrad(Optimizer):
    r"""m, v \text{ as in Adam},\; w ← \max(w, v), \quad p ← p - η\,\hat m/(\sqrt{\hat w} + ε)"""

    title = "AMSGrad"
    source = "Reddi, Kale & Kumar 2018, Algorithm 2"
    torch = (
        "torch.optim.Adam(parameters, lr={eta}, betas=({beta_1}, {beta_2}), "
        "eps={epsilon}, amsgrad=True)"
    )

    eta: float = learning_rate(0.001)
    beta_1: float = mean_memory()
    beta_2: float = square_memory()
    epsilon: float = guard(1e-8)

    def init(self, p: Array) -> State:
        return 0, np.zeros_like(p), np.zeros_like(p), np.zeros_like(p)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        t, m, v, w = state
        t, m, v = t + 1, average(m, g, self.beta_1), average(v, g * g, self.beta_2)
        w = np.maximum(w, v)
        m_hat, w_hat = m / (1 - self.beta_1**t), w / (1 - self.beta_2**t)
        return p - self.eta * m_hat / (np.sqrt(w_hat) + self.epsilon), (t, m, v, w)


@final
@dataclass(frozen=True)
class AdamW(Optimizer):
    r"""p ← (1 - ηλ)\,p - η\,\hat m/(\sqrt{\hat v} + ε), \quad m, v \text{ as in Adam}"""

    title = "AdamW"
    source = "Loshchilov & Hutter 2019, Algorithm 2"
    torch = (
        "torch.optim.AdamW(parameters, lr={eta}, betas=({beta_1}, {beta_2}), "
        "eps={epsilon}, weight_decay={decay})"
    )

    eta: float = learning_rate(0.001)
    beta_1: float = mean_memory()
    beta_2: float = square_memory()
    decay: float = knob(0.01, 0.0, 1.0, symbol="λ", help="decoupled weight decay")
    epsilon: float = guard(1e-8)

    def init(self, p: Array) -> State:
        return 0, np.zeros_like(p), np.zeros_like(p)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        t, m, v = state
        t, m, v = t + 1, average(m, g, self.beta_1), average(v, g * g, self.beta_2)
        m_hat, v_hat = m / (1 - self.beta_1**t), v / (1 - self.beta_2**t)
        kept = (1 - self.eta * self.decay) * p
        return kept - self.eta * m_hat / (np.sqrt(v_hat) + self.epsilon), (t, m, v)


@final
@dataclass(frozen=True)
class NAdam(Optimizer):
    r"""p ← p - η\,(μ_{t+1}\,\hat m + (1-μ_t)\,\hat g)/(\sqrt{\hat v} + ε), \quad μ_t → β_1"""

    title = "NAdam"
    source = "Dozat 2016, ICLR workshop"
    torch = (
        "torch.optim.NAdam(parameters, lr={eta}, betas=({beta_1}, {beta_2}), "
        "eps={epsilon}, momentum_decay={psi})"
    )

    eta: float = learning_rate(0.002)
    beta_1: float = mean_memory()
    beta_2: float = square_memory()
    psi: float = knob(0.004, 0.0, 1.0, symbol="ψ", help="how fast the momentum reaches β₁")
    epsilon: float = guard(1e-8)

    def init(self, p: Array) -> State:
        return 0, np.zeros_like(p), np.zeros_like(p), 1.0

    def momentum(self, t: int) -> float:
        """Dozat's warm-up: μ_t = β₁ (1 - 0.96^(tψ) / 2), from β₁/2 towards β₁."""
        return self.beta_1 * (1 - 0.5 * 0.96 ** (t * self.psi))

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        t, m, v, product = state
        t, m, v = t + 1, average(m, g, self.beta_1), average(v, g * g, self.beta_2)
        now, ahead = self.momentum(t), self.momentum(t + 1)
        product = product * now  # in place of β₁^t, since the momentum is not constant
        mixed = ahead * m / (1 - product * ahead) + (1 - now) * g / (1 - product)
        scale = np.sqrt(v / (1 - self.beta_2**t)) + self.epsilon
        return p - self.eta * mixed / scale, (t, m, v, product)
