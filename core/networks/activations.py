"""Activations: elementwise functions with their first two derivatives.

A member's docstring is its formula; the second derivative serves exact Hessians.
"""

import math
from dataclasses import dataclass
from typing import final

import numpy as np

from core.arrays import Array, per_model
from core.formulas import plainly
from core.networks.activation import Activation
from core.spec import knob, menu

_SQRT_2PI = math.sqrt(2 * math.pi)
# NumPy has no error function; math's is exact to the last bit, if scalar.
_erf = np.frompyfunc(math.erf, 1, 1)
# math.exp raises where NumPy's gives infinity, so it is kept from there.
_SIGMOID = "0.0 if z < -709.0 else 1.0 / (1.0 + exp(-z))"


@final
@dataclass(frozen=True)
class Identity(Activation):
    r"""a = z"""

    torch = "nn.Identity()"
    scalar = "z", "1.0"
    mirror = 0.0
    homogeneous = True

    def __call__(self, z: Array) -> Array:
        return z

    def derivative(self, z: Array) -> Array:
        return np.ones_like(z)

    def second_derivative(self, z: Array) -> Array:
        return np.zeros_like(z)


@final
@dataclass(frozen=True)
class Sigmoid(Activation):
    r"""\sigma(z) = \frac{1}{1 + e^{-z}}"""

    torch = "nn.Sigmoid()"
    scalar = _SIGMOID, "(a * (1.0 - a))"
    steepest = 0.25
    mirror = 1.0

    @plainly("1 / (1 + np.exp(-z))")
    def __call__(self, z: Array) -> Array:
        # Below z = -709 the exponential is inf and the quotient 0: σ is that small there.
        with np.errstate(over="ignore"):
            a: Array = np.asarray(np.exp(-z))
            a += 1.0
            return np.divide(1.0, a, out=a)[()]

    @plainly("self(z) * (1 - self(z))")
    def derivative(self, z: Array) -> Array:
        # σ(1-σ) would round to 0 for z > 37; this keeps its relative accuracy on both sides.
        e: Array = np.asarray(np.exp(-np.abs(z)))
        below = e + 1.0
        below *= below
        return np.divide(e, below, out=e)[()]

    def second_derivative(self, z: Array) -> Array:
        return -self.derivative(z) * np.tanh(z / 2)

    def with_derivative(self, z: Array) -> tuple[Array, Array]:
        # The textbook's σ(1-σ): one exponential, and exactly 0 where σ rounds to 1 (z > 37).
        a = self(z)
        return a, a * (1 - a)


@final
@dataclass(frozen=True)
class Tanh(Activation):
    r"""\tanh z = \frac{e^z - e^{-z}}{e^z + e^{-z}}"""

    torch = "nn.Tanh()"
    scalar = "tanh(z)", "1.0 - a * a"
    steepest = 1.0
    mirror = 0.0

    def __call__(self, z: Array) -> Array:
        return np.tanh(z)

    def derivative(self, z: Array) -> Array:
        return 1 - np.tanh(z) ** 2

    def second_derivative(self, z: Array) -> Array:
        a = np.tanh(z)
        return -2 * a * (1 - a**2)


@final
@dataclass(frozen=True)
class ReLU(Activation):
    r"""\max(0, z)"""

    torch = "nn.ReLU()"
    scalar = "0.0 if z < 0.0 else z", "1.0 if z > 0.0 else 0.0"
    homogeneous = True

    def __call__(self, z: Array) -> Array:
        return np.maximum(z, 0.0)

    def derivative(self, z: Array) -> Array:
        return (z > 0).astype(float)

    def second_derivative(self, z: Array) -> Array:
        return np.zeros_like(z)


@final
@dataclass(frozen=True)
class LeakyReLU(Activation):
    r"""\max(z, 0) + \alpha \min(z, 0)"""

    torch = "nn.LeakyReLU({alpha})"
    scalar = "alpha * z if z < 0.0 else z", "1.0 if z > 0.0 else alpha"
    homogeneous = True

    alpha: float = knob(0.01, 0.0, 1.0, symbol="α", help="slope on the negative side")

    def __call__(self, z: Array) -> Array:
        return np.where(z > 0, z, per_model(self.alpha, z, 2) * z)

    def derivative(self, z: Array) -> Array:
        return np.where(z > 0, 1.0, per_model(self.alpha, z, 2))

    def second_derivative(self, z: Array) -> Array:
        return np.zeros_like(z)


@final
@dataclass(frozen=True)
class ELU(Activation):
    r"""\max(z, 0) + \alpha \min(e^z - 1, 0)"""

    torch = "nn.ELU({alpha})"
    scalar = "alpha * expm1(z) if z < 0.0 else z", "1.0 if z > 0.0 else a + alpha"

    alpha: float = knob(1.0, 0.0, 10.0, symbol="α", help="limit on the negative side")

    def __call__(self, z: Array) -> Array:
        return np.where(z > 0, z, per_model(self.alpha, z, 2) * np.expm1(np.minimum(z, 0)))

    def derivative(self, z: Array) -> Array:
        return np.where(z > 0, 1.0, per_model(self.alpha, z, 2) * np.exp(np.minimum(z, 0)))

    def second_derivative(self, z: Array) -> Array:
        return np.where(z > 0, 0.0, per_model(self.alpha, z, 2) * np.exp(np.minimum(z, 0)))


@final
@dataclass(frozen=True)
class SiLU(Activation):
    r"""z \, \sigma(z)"""

    torch = "nn.SiLU()"
    scalar = "z * (0.5 + 0.5 * tanh(0.5 * z))", "(0.5 + 0.5 * tanh(0.5 * z)) * (1.0 + z - a)"

    def __call__(self, z: Array) -> Array:
        return z * Sigmoid()(z)

    def derivative(self, z: Array) -> Array:
        return Sigmoid()(z) + z * Sigmoid().derivative(z)

    def second_derivative(self, z: Array) -> Array:
        return 2 * Sigmoid().derivative(z) + z * Sigmoid().second_derivative(z)


@final
@dataclass(frozen=True)
class GELU(Activation):
    r"""z \, \Phi(z), \quad \Phi(z) = \tfrac12 (1 + \operatorname{erf}(z / \sqrt 2))"""

    torch = "nn.GELU()"
    scalar = (
        "z * (0.5 + 0.5 * erf(z / sqrt(2.0)))",
        "0.5 + 0.5 * erf(z / sqrt(2.0)) + z * exp(-0.5 * z * z) / sqrt(2.0 * pi)",
    )

    def __call__(self, z: Array) -> Array:
        return z * self._distribution(z)

    def derivative(self, z: Array) -> Array:
        return self._distribution(z) + z * self._density(z)

    def second_derivative(self, z: Array) -> Array:
        return (2 - z**2) * self._density(z)

    @staticmethod
    def _distribution(z: Array) -> Array:
        return 0.5 * (1 + np.asarray(_erf(z / math.sqrt(2)), dtype=float))

    @staticmethod
    def _density(z: Array) -> Array:
        return np.exp(-(z**2) / 2) / _SQRT_2PI


@final
@dataclass(frozen=True)
class Softplus(Activation):
    r"""\log(1 + e^z)"""

    # By default PyTorch takes z itself from 20 on, which is 2e-9 too small there.
    torch = "nn.Softplus(threshold=700)"
    scalar = "log1p(exp(z)) if z < 0.0 else z + log1p(exp(-z))", _SIGMOID

    def __call__(self, z: Array) -> Array:
        return softplus(z)

    def derivative(self, z: Array) -> Array:
        return Sigmoid()(z)

    def second_derivative(self, z: Array) -> Array:
        return Sigmoid().derivative(z)


@plainly("np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))")
def softplus(z: Array) -> Array:
    """log(1 + e^z) without overflow, any shape (np.logaddexp is scalar inside, 25 times slower)."""
    out: Array = np.abs(z)
    np.negative(out, out=out)
    np.exp(out, out=out)
    np.log1p(out, out=out)
    out += np.maximum(z, 0.0)
    return out


ACTIVATIONS = menu(Identity, Sigmoid, Tanh, ReLU, LeakyReLU, ELU, SiLU, GELU, Softplus)
