"""Normalization: features with mean 0 and variance 1, then scaled and shifted again."""

from abc import abstractmethod
from dataclasses import dataclass
from math import prod
from typing import final

import numpy as np

from core.arrays import Array
from core.networks.layers.layer import NOTHING, Draw, Layer, Layout, Saved
from core.networks.model import Shape

Axes = tuple[int, ...]


@dataclass(frozen=True)
class _Normalization(Layer):
    r"""γ x̂ + β with x̂ = (x - mean) / √(variance + ε), the variance that divides by the count."""

    epsilon: float = 1e-5

    def __post_init__(self) -> None:
        if not 0 < self.epsilon < np.inf:
            raise ValueError(f"epsilon = {self.epsilon} is not possible: allowed is epsilon > 0.")

    @abstractmethod
    def _axes(self, below: Shape) -> Axes:
        """The axes, from the end, over which mean and variance are taken."""

    @abstractmethod
    def _scales(self, below: Shape) -> Shape:
        """Axes of γ and β for features (*below, N)."""

    def shape(self, below: Shape) -> Shape:
        return below

    def size(self, below: Shape) -> int:
        return 2 * prod(self._scales(below))

    def unit_of(self, below: Shape) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        return np.tile(np.arange(self.size(below) // 2), 2)

    def resting(self, below: Shape) -> Array:
        return np.repeat([1.0, 0.0], self.size(below) // 2)

    def _split(self, p: Array, below: Shape) -> tuple[Array, Array]:
        scales = self._scales(below)
        half = prod(scales)
        lead = p.shape[:-1]
        return p[..., :half].reshape(*lead, *scales), p[..., half:].reshape(*lead, *scales)

    def forward(self, p: Array, a: Array, layout: Layout, noise: Draw) -> tuple[Array, Saved]:
        below: Shape = layout
        gamma, beta = self._split(p, below)
        axes = self._axes(below)
        x = a - a.mean(axis=axes, keepdims=True)
        spread = np.sqrt(np.square(x).mean(axis=axes, keepdims=True) + self.epsilon)
        x /= spread
        return gamma * x + beta, (x, spread, below)

    def backward(
        self, p: Array, saved: Saved, delta: Array, inputs: bool = True
    ) -> tuple[Array, Array]:
        x, spread, below = saved
        gamma, _ = self._split(p, below)
        gradient = self._gradient(delta * x, delta, below)
        if not inputs:
            return gradient, NOTHING
        g = gamma * delta
        return gradient, self._centered(g, x, below) / spread

    def tangent(self, p: Array, saved: Saved, dp: Array, da: Array) -> tuple[Array, Saved]:
        x, spread, below = saved
        (gamma, _), (dgamma, dbeta) = self._split(p, below), self._split(dp, below)
        dx = self._centered(da, x, below) / spread
        # d spread / spread: what the scale of the features grows by.
        growth = (x * da).mean(axis=self._axes(below), keepdims=True) / spread
        return dgamma * x + gamma * dx + dbeta, (dx, growth)

    def backward_tangent(
        self, p: Array, saved: Saved, dp: Array, dsaved: Saved, delta: Array, ddelta: Array
    ) -> tuple[Array, Array]:
        (x, spread, below), (dx, growth) = saved, dsaved
        (gamma, _), (dgamma, _) = self._split(p, below), self._split(dp, below)
        axes = self._axes(below)
        gradient = self._gradient(ddelta * x + delta * dx, ddelta, below)
        g, dg = gamma * delta, gamma * ddelta + dgamma * delta
        moved = self._centered(dg, x, below)
        moved = moved - dx * (g * x).mean(axis=axes, keepdims=True)
        moved = moved - x * (g * dx).mean(axis=axes, keepdims=True)
        return gradient, (moved - growth * self._centered(g, x, below)) / spread

    def _centered(self, g: Array, x: Array, below: Shape) -> Array:
        """g without its mean and without its part along x."""
        axes = self._axes(below)
        along = (g * x).mean(axis=axes, keepdims=True)
        return g - g.mean(axis=axes, keepdims=True) - x * along

    def _gradient(self, by_gamma: Array, by_beta: Array, below: Shape) -> Array:
        """Summed over what shares a γ and a β: (..., size)."""
        scales = self._scales(below)
        shared = tuple(at - len(scales) for at, n in enumerate(scales) if n == 1)
        lead = len(below) + 1
        parts = [
            each.sum(axis=shared, keepdims=True).reshape(*each.shape[:-lead], prod(scales))
            for each in np.broadcast_arrays(by_gamma, by_beta)
        ]
        return np.concatenate(parts, axis=-1)


@final
@dataclass(frozen=True)
class BatchNorm(_Normalization):
    r"""γ_c \frac{x - μ_c}{\sqrt{σ_c^2 + ε}} + β_c, \quad μ_c, σ_c^2 \text{ over samples and pixels}

    Ioffe and Szegedy (2015), Algorithm 1, for each channel c or flat feature. The samples are those
    at hand: the batch in a step, all data in a value. Nothing is remembered between steps.
    """

    torch = "nn.BatchNorm{dimensions}({inputs}, eps={epsilon}, track_running_stats=False)"

    def _axes(self, below: Shape) -> Axes:
        return (-3, -2, -1) if len(below) == 3 else (-1,)

    def _scales(self, below: Shape) -> Shape:
        return (below[0], *(1,) * len(below))


@final
@dataclass(frozen=True)
class LayerNorm(_Normalization):
    r"""γ \circ \frac{x - μ}{\sqrt{σ^2 + ε}} + β, \quad μ, σ^2 \text{ over the features of a sample}

    Ba, Kiros and Hinton (2016), with a γ and a β for each feature.
    """

    torch = "nn.LayerNorm({shape}, eps={epsilon})"

    def _axes(self, below: Shape) -> Axes:
        return tuple(range(-len(below) - 1, -1))

    def _scales(self, below: Shape) -> Shape:
        return (*below, 1)
