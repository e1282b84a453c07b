"""Penalties: what is added to the mean loss to keep parameters small."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from core.arrays import Array, per_model
from core.formulas import plainly
from core.networks.model import Model
from core.objectives.projections import onto_l1_ball, shrink
from core.spec import knob, menu


@dataclass(frozen=True)
class Penalty(ABC):
    """A function of the parameters alone.

    A knob may have a number for each model, (V, 1); p is (..., V, s) then. Where a penalty has a
    kink its derivatives are those of one side, and 0 at 0.
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

    def prox(self, p: Array, network: Model, step: Array | float) -> Array:
        """The q (..., s) of least ½‖q - p‖² + step · penalty(q) (Moreau 1965).

        ValueError for a penalty of which no formula is known.
        """
        raise ValueError(f"{type(self).__name__} has no proximal step in closed form.")


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

    def prox(self, p: Array, network: Model, step: Array | float) -> Array:
        return p / (1 + step * per_model(self.strength, p, 1))


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

    def prox(self, p: Array, network: Model, step: Array | float) -> Array:
        return p / (1 + step * per_model(self.strength, p, 1) * network.is_weight)


@final
@dataclass(frozen=True)
class L1(Penalty):
    r"""\lambda \sum_l \|W^l\|_1"""

    strength: float = knob(0.0, 0.0, 10.0, symbol="λ", help="makes weights exactly 0")

    @plainly("self.strength * np.abs(p[..., network.is_weight]).sum(axis=-1)")
    def value(self, p: Array, network: Model) -> Array:
        strength = per_model(self.strength, p[..., 0], 0)
        return strength * np.abs(p[..., network.is_weight]).sum(axis=-1)

    def gradient(self, p: Array, network: Model) -> Array:
        return per_model(self.strength, p, 1) * np.sign(p) * network.is_weight

    def hessian(self, p: Array, network: Model) -> Array:
        return per_model(self.strength, p[..., None], 2) * np.zeros((network.size, network.size))

    def prox(self, p: Array, network: Model, step: Array | float) -> Array:
        return shrink(p, step * per_model(self.strength, p, 1) * network.is_weight)


@final
@dataclass(frozen=True)
class ElasticNet(Penalty):
    r"""\lambda \sum_l \bigl(ρ \|W^l\|_1 + \tfrac{1-ρ}{2} \|W^l\|_F^2\bigr)"""

    strength: float = knob(0.0, 0.0, 10.0, symbol="λ", help="pulls the weights, some of them to 0")
    l1_share: float = knob(0.5, 0.0, 1.0, symbol="ρ", help="share of the L1 norm")

    @plainly(
        "self.strength * (self.l1_share * np.abs(p[..., network.is_weight]).sum(axis=-1)"
        " + 0.5 * (1 - self.l1_share) * np.square(p[..., network.is_weight]).sum(axis=-1))"
    )
    def value(self, p: Array, network: Model) -> Array:
        strength = per_model(self.strength, p[..., 0], 0)
        share, w = per_model(self.l1_share, p[..., 0], 0), p[..., network.is_weight]
        lasso, ridge = np.abs(w).sum(axis=-1), np.square(w).sum(axis=-1)
        return strength * (share * lasso + 0.5 * (1 - share) * ridge)

    def gradient(self, p: Array, network: Model) -> Array:
        share = per_model(self.l1_share, p, 1)
        pull = share * np.sign(p) + (1 - share) * p
        return per_model(self.strength, p, 1) * pull * network.is_weight

    def hessian(self, p: Array, network: Model) -> Array:
        pulled = np.diag(network.is_weight.astype(float))
        share = per_model(self.l1_share, p[..., None], 2)
        return per_model(self.strength, p[..., None], 2) * (1 - share) * pulled

    def prox(self, p: Array, network: Model, step: Array | float) -> Array:
        share = per_model(self.l1_share, p, 1)
        pull = step * per_model(self.strength, p, 1) * network.is_weight
        return shrink(p, pull * share) / (1 + pull * (1 - share))


@final
@dataclass(frozen=True)
class MaxNorm(Penalty):
    r"""\lambda \max_l \|W^l\|_\infty, \text{ the largest weight}"""

    strength: float = knob(0.0, 0.0, 10.0, symbol="λ", help="pulls only what is largest")

    @plainly("self.strength * np.amax(np.abs(p[..., network.is_weight]), axis=-1)")
    def value(self, p: Array, network: Model) -> Array:
        strength = per_model(self.strength, p[..., 0], 0)
        return strength * np.abs(p[..., network.is_weight]).max(axis=-1)

    def gradient(self, p: Array, network: Model) -> Array:
        size = np.abs(p) * network.is_weight
        top = (size == size.max(axis=-1, keepdims=True)) & network.is_weight
        pull = np.sign(p) * top / top.sum(axis=-1, keepdims=True)
        return per_model(self.strength, p, 1) * pull

    def hessian(self, p: Array, network: Model) -> Array:
        return per_model(self.strength, p[..., None], 2) * np.zeros((network.size, network.size))

    def prox(self, p: Array, network: Model, step: Array | float) -> Array:
        # What is left of p is what the L1 ball does not take (Moreau's decomposition).
        w = np.where(network.is_weight, p, 0.0)
        return p - onto_l1_ball(w, step * per_model(self.strength, p, 1))


@final
@dataclass(frozen=True)
class LayerMaxNorm(Penalty):
    r"""\lambda \sum_l \max_{ij} |W^l_{ij}|, \text{ the largest weight of each layer}"""

    strength: float = knob(0.0, 0.0, 10.0, symbol="λ", help="pulls what is largest in each layer")

    @plainly(
        "self.strength"
        " * np.amax(np.abs(p)[..., None] * np.sign(network.weight_groups), axis=-2).sum(axis=-1)"
    )
    def value(self, p: Array, network: Model) -> Array:
        strength = per_model(self.strength, p[..., 0], 0)
        size = np.abs(p)[..., None] * np.sign(network.weight_groups)
        return strength * np.amax(size, axis=-2).sum(axis=-1)

    def gradient(self, p: Array, network: Model) -> Array:
        inside = np.sign(network.weight_groups)
        size = np.abs(p)[..., None] * inside
        top = (size == np.amax(size, axis=-2, keepdims=True)) * inside
        pull = np.sign(p) * (top / top.sum(axis=-2, keepdims=True)).sum(axis=-1)
        return per_model(self.strength, p, 1) * pull

    def hessian(self, p: Array, network: Model) -> Array:
        return per_model(self.strength, p[..., None], 2) * np.zeros((network.size, network.size))

    def prox(self, p: Array, network: Model, step: Array | float) -> Array:
        pull = step * per_model(self.strength, p, 1)
        for inside in np.sign(network.weight_groups).T:
            p = p - onto_l1_ball(p * inside, pull)
        return p


@final
@dataclass(frozen=True)
class GroupNorm(Penalty):
    r"""\lambda \sum_l \sqrt{n_l}\, \|W^l\|_F, \; n_l \text{ weights in layer } l"""

    strength: float = knob(0.0, 0.0, 10.0, symbol="λ", help="makes whole layers exactly 0")

    @plainly("self.strength * np.sqrt(np.square(p) @ network.weight_groups).sum(axis=-1)")
    def value(self, p: Array, network: Model) -> Array:
        strength = per_model(self.strength, p[..., 0], 0)
        return strength * np.sqrt(np.square(p) @ network.weight_groups).sum(axis=-1)

    def gradient(self, p: Array, network: Model) -> Array:
        norm = np.sqrt(np.square(p) @ network.weight_groups)
        inverse = np.where(norm > 0, 1 / np.where(norm > 0, norm, 1), 0)
        return per_model(self.strength, p, 1) * p * (inverse @ network.weight_groups.T)

    def hessian(self, p: Array, network: Model) -> Array:
        groups = network.weight_groups
        norm = np.sqrt(np.square(p) @ groups)
        inverse = np.where(norm > 0, 1 / np.where(norm > 0, norm, 1), 0)
        pulled = (inverse @ groups.T)[..., None] * np.eye(network.size)
        # Directions n p in each group, which bend nothing.
        along = p[..., None, :] * groups.T
        outer = along[..., :, None] * along[..., None, :] * (inverse**3)[..., None, None]
        return per_model(self.strength, p[..., None], 2) * (pulled - outer.sum(axis=-3))

    def prox(self, p: Array, network: Model, step: Array | float) -> Array:
        groups = network.weight_groups
        count, norm = np.amax(groups, axis=0), np.sqrt(np.square(p) @ groups)
        pull = step * per_model(self.strength, p, 1) * count / np.where(norm > 0, norm, 1.0)
        kept = np.clip(1 - pull, 0, None) @ (groups / count).T
        return p * np.where(groups.sum(axis=1) > 0, kept, 1.0)


PENALTIES = menu(Ridge, WeightRidge, L1, ElasticNet, MaxNorm, LayerMaxNorm, GroupNorm)
