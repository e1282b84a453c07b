"""Penalties: what is added to the mean loss to keep parameters small."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from core.arrays import Array, per_model
from core.formulas import plainly
from core.networks.model import Model
from core.spec import knob, menu


@dataclass(frozen=True)
class Penalty(ABC):
    """A function of the parameters alone.

    A knob may have a number for each model, (V, 1); p is (..., V, s) then.
    """

    @abstractmethod
    def value(self, p: Array, network: Model) -> Array:
        """Shape (...) for p (..., s)."""

    @abstractmethod
    def gradient(self, p: Array, network: Model) -> Array:
        """Shape (..., s)."""

    @abstractmethod
    def hessian(self, p: Array, network: Model) -> Array:
        """Shape (s, s), or (..., s, s) where it varies with p or from model to model."""


@final
@dataclass(frozen=True)
class Ridge(Penalty):
    r"""\tfrac{\lambda}{2} \|p\|^2"""

    strength: float = knob(0.0, 0.0, 10.0, symbol="λ", help="pulls all parameters, biases too")

    def value(self, p: Array, network: Model) -> Array:
        return 0.5 * per_model(self.strength, p[..., 0], 0) * np.square(p).sum(axis=-1)

    def gradient(self, p: Array, network: Model) -> Array:
        return per_model(self.strength, p, 1) * p

    def hessian(self, p: Array, network: Model) -> Array:
        return per_model(self.strength, p[..., None], 2) * np.eye(network.size)


@final
@dataclass(frozen=True)
class WeightRidge(Penalty):
    r"""\tfrac{\lambda}{2} \sum_l \|W^l\|_F^2"""

    strength: float = knob(0.0, 0.0, 10.0, symbol="λ", help="pulls the weights, leaves biases free")

    @plainly("0.5 * self.strength * np.square(p[..., network.is_weight]).sum(axis=-1)")
    def value(self, p: Array, network: Model) -> Array:
        strength = per_model(self.strength, p[..., 0], 0)
        return 0.5 * strength * np.square(p[..., network.is_weight]).sum(axis=-1)

    def gradient(self, p: Array, network: Model) -> Array:
        return per_model(self.strength, p, 1) * p * network.is_weight

    def hessian(self, p: Array, network: Model) -> Array:
        pulled = np.diag(network.is_weight.astype(float))
        return per_model(self.strength, p[..., None], 2) * pulled


PENALTIES = menu(Ridge, WeightRidge)
