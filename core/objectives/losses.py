"""Losses: the mean over N samples of a cost per sample, with its first two derivatives.

Everything is a function of the pre-activation z of the output layer, so that sigmoid and
cross-entropy meet in the logit and log(0) never arises. Shapes throughout: z (..., N, n),
y (N, n) or anything that broadcasts over z, `output` the output layer's activation. A knob may
have a number for each model, (V, 1); z is (..., V, N, n) then.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import sqrt
from typing import ClassVar, final

import numpy as np

from core.arrays import Array, per_model
from core.formulas import plainly
from core.networks.activation import Activation
from core.networks.activations import Identity, Sigmoid, softplus
from core.spec import knob, menu


@dataclass(frozen=True)
class Loss(ABC):
    """A mean cost over samples.

    `torch` is the same in PyTorch, of the outputs `a` or, where it contains the last squashing,
    of the logits `z`, both (N, n), and the targets `y`, with a member's fields in braces. `weight`
    is w where the cost of a sample is w ‖y - a‖², else None. `least_bend` is the least second
    derivative of a sample's cost by the pre-activation of a sigmoid unit, over all of them and both
    labels, None where it is not known. `logistic`: whether the cost of a sigmoid unit is that of
    logistic regression, -log P(y | x).
    """

    title = "loss"
    torch: ClassVar[str]
    weight: ClassVar[float | None] = None
    least_bend: ClassVar[float | None] = None
    logistic: ClassVar[bool] = False

    def value(self, z: Array, y: Array, output: Activation) -> Array:
        """The mean cost, shape (...)."""
        return self.per_sample(z, y, output).mean(axis=-1)

    @abstractmethod
    def per_sample(self, z: Array, y: Array, output: Activation) -> Array:
        """Cost of each sample, shape (..., N)."""

    @abstractmethod
    def delta(self, z: Array, y: Array, output: Activation) -> Array:
        """δ of the output layer, the derivative of `value` by z (so 1/N is in it), shape of z."""

    @abstractmethod
    def delta_derivative(self, z: Array, y: Array, output: Activation, dz: Array) -> Array:
        """Derivative of `delta` along dz (..., shape of z): what Hessian-vector products need."""


class _OfResidual(Loss):
    """A loss that sums a function ρ of the residual a - y over the outputs."""

    @abstractmethod
    def _rho(self, r: Array) -> Array: ...

    @abstractmethod
    def _slope(self, r: Array) -> Array: ...

    @abstractmethod
    def _bend(self, r: Array) -> Array: ...

    def per_sample(self, z: Array, y: Array, output: Activation) -> Array:
        return self._rho(output(z) - y).sum(axis=-1)

    @plainly("self._slope(output(z) - y) * output.derivative(z) / z.shape[-2]")
    def delta(self, z: Array, y: Array, output: Activation) -> Array:
        a, da = output.with_derivative(z)
        delta = self._slope(a - y)
        delta *= da
        delta /= z.shape[-2]
        return delta

    def delta_derivative(self, z: Array, y: Array, output: Activation, dz: Array) -> Array:
        r = output(z) - y
        bend = self._bend(r) * output.derivative(z) ** 2
        return (bend + self._slope(r) * output.second_derivative(z)) * dz / z.shape[-2]


# Of (s - y)², s = σ(z): 2s²(1 - s)(2 - 3s) for y = 0, least at s = (15 + √33)/24.
_SATURATING = (15 + sqrt(33)) / 24
_LEAST_BEND = 2 * _SATURATING**2 * (1 - _SATURATING) * (2 - 3 * _SATURATING)


@final
@dataclass(frozen=True)
class SquaredError(_OfResidual):
    r"""\frac1N \sum_i \|y_i - a_i\|^2"""

    title = "squared loss"
    torch = 'F.mse_loss(a, y, reduction="sum") / len(y)'
    weight = 1.0
    least_bend = _LEAST_BEND

    def _rho(self, r: Array) -> Array:
        return r * r

    def _slope(self, r: Array) -> Array:
        return 2 * r

    def _bend(self, r: Array) -> Array:
        return np.full_like(r, 2.0)


@final
@dataclass(frozen=True)
class HalfSquaredError(_OfResidual):
    r"""\frac1N \sum_i \tfrac12 \|y_i - a_i\|^2"""

    title = "half squared loss"
    torch = '0.5 * F.mse_loss(a, y, reduction="sum") / len(y)'
    weight = 0.5
    least_bend = 0.5 * _LEAST_BEND

    def _rho(self, r: Array) -> Array:
        return 0.5 * r * r

    def _slope(self, r: Array) -> Array:
        return r

    def _bend(self, r: Array) -> Array:
        return np.ones_like(r)


@final
@dataclass(frozen=True)
class AbsoluteError(_OfResidual):
    r"""\frac1N \sum_i \|y_i - a_i\|_1"""

    title = "absolute loss"
    torch = 'F.l1_loss(a, y, reduction="sum") / len(y)'

    def _rho(self, r: Array) -> Array:
        return np.abs(r)

    def _slope(self, r: Array) -> Array:
        return np.sign(r)

    def _bend(self, r: Array) -> Array:
        return np.zeros_like(r)


@final
@dataclass(frozen=True)
class Huber(_OfResidual):
    r"""\frac1N \sum_i \rho_\tau(y_i - a_i), \quad
    \rho_\tau(r) = \tfrac12 r^2 \text{ for } |r| \le \tau, \text{ else } \tau(|r| - \tfrac12\tau)"""

    title = "Huber loss"
    torch = 'F.huber_loss(a, y, reduction="sum", delta={tau}) / len(y)'
    tau: float = knob(1.0, 0.01, 10.0, symbol="τ", help="beyond this residual it grows linearly")

    def _rho(self, r: Array) -> Array:
        small = np.minimum(np.abs(r), per_model(self.tau, r, 2))
        return small * (np.abs(r) - 0.5 * small)

    def _slope(self, r: Array) -> Array:
        return np.clip(r, -per_model(self.tau, r, 2), per_model(self.tau, r, 2))

    def _bend(self, r: Array) -> Array:
        return (np.abs(r) <= per_model(self.tau, r, 2)).astype(float)


@final
@dataclass(frozen=True)
class BinaryCrossEntropy(Loss):
    r"""-\frac1N \sum_i \bigl( y_i \log a_i + (1 - y_i) \log(1 - a_i) \bigr)"""

    title = "cross-entropy"
    torch = 'F.binary_cross_entropy_with_logits(z, y, reduction="sum") / len(y)'
    least_bend = 0.0
    logistic = True

    def per_sample(self, z: Array, y: Array, output: Activation) -> Array:
        _require_logits(self, output, Sigmoid, Identity)
        return (softplus(z) - y * z).sum(axis=-1)

    @plainly("(Sigmoid()(z) - y) / z.shape[-2]")
    def delta(self, z: Array, y: Array, output: Activation) -> Array:
        _require_logits(self, output, Sigmoid, Identity)
        delta = Sigmoid()(z)
        delta -= y
        delta /= z.shape[-2]
        return delta

    def delta_derivative(self, z: Array, y: Array, output: Activation, dz: Array) -> Array:
        _require_logits(self, output, Sigmoid, Identity)
        return Sigmoid().derivative(z) * dz / z.shape[-2]


@final
@dataclass(frozen=True)
class SoftmaxCrossEntropy(Loss):
    r"""-\frac1N \sum_i \sum_j y_{ij} \log \frac{e^{z_{ij}}}{\sum_k e^{z_{ik}}}"""

    title = "softmax cross-entropy"
    torch = "F.cross_entropy(z, y)"

    def per_sample(self, z: Array, y: Array, output: Activation) -> Array:
        _require_logits(self, output, Identity)
        top = z.max(axis=-1, keepdims=True)
        log_sum = top[..., 0] + np.log(np.exp(z - top).sum(axis=-1))
        return log_sum * y.sum(axis=-1) - (y * z).sum(axis=-1)

    def delta(self, z: Array, y: Array, output: Activation) -> Array:
        _require_logits(self, output, Identity)
        return (_softmax(z) * y.sum(axis=-1, keepdims=True) - y) / z.shape[-2]

    def delta_derivative(self, z: Array, y: Array, output: Activation, dz: Array) -> Array:
        _require_logits(self, output, Identity)
        a = _softmax(z)
        da = a * (dz - (a * dz).sum(axis=-1, keepdims=True))
        return da * y.sum(axis=-1, keepdims=True) / z.shape[-2]


def _softmax(z: Array) -> Array:
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _require_logits(loss: Loss, output: Activation, *allowed: type[Activation]) -> None:
    """The loss applies the last squashing itself: the output must be that one, or bare logits."""
    if not isinstance(output, allowed):
        names = " or ".join(cls.__name__ for cls in allowed)
        raise ValueError(
            f"{type(loss).__name__} needs an output of {names}, not {type(output).__name__}."
        )


LOSSES = menu(
    SquaredError, HalfSquaredError, BinaryCrossEntropy, SoftmaxCrossEntropy, Huber, AbsoluteError
)
