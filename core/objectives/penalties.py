"""Penalties: what is added to the mean loss to keep parameters small."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from core.arrays import Array, over_samples
from core.networks.network import Network
from core.spec import knob, menu


@dataclass(frozen=True)
class Penalty(ABC):
    """A function of the parameters alone.

    A knob may be (V, 1), one value for each of the models p (..., V, s).
    """

    @abstractmethod
    def value(self, p: Array, network: Network) -> Array:
        """Shape (...) for p (..., s)."""

    @abstractmethod
    def gradient(self, p: Array, network: Network) -> Array:
        """Shape (..., s)."""

    @abstractmethod
    def hessian(self, p: Array, network: Network) -> Array:
        """Shape (s, s), or (..., s, s) where it varies with p."""


@final
@dataclass(frozen=True)
class Ridge(Penalty):
    r"""\tfrac{\lambda}{2} \|p\|^2"""

    strength: float = knob(0.0, 0.0, 10.0, symbol="λ", help="pulls all parameters, biases too")

    def value(self, p: Array, network: Network) -> Array:
        return (0.5 * self.strength * np.square(p).sum(axis=-1, keepdims=True))[..., 0]

    def gradient(self, p: Array, network: Network) -> Array:
        return self.strength * p

    def hessian(self, p: Array, network: Network) -> Array:
        return over_samples(self.strength) * np.eye(network.size)


@final
@dataclass(frozen=True)
class WeightRidge(Penalty):
    r"""\tfrac{\lambda}{2} \sum_l \|W^l\|_F^2"""

    strength: float = knob(0.0, 0.0, 10.0, symbol="λ", help="pulls the weights, leaves biases free")

    def value(self, p: Array, network: Network) -> Array:
        squares = np.square(p[..., network.is_weight]).sum(axis=-1, keepdims=True)
        return (0.5 * self.strength * squares)[..., 0]

    def gradient(self, p: Array, network: Network) -> Array:
        return self.strength * p * network.is_weight

    def hessian(self, p: Array, network: Network) -> Array:
        return over_samples(self.strength) * np.diag(network.is_weight.astype(float))


PENALTIES = menu(Ridge, WeightRidge)
