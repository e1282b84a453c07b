"""Fully connected networks as pure functions of one flat parameter vector."""

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, knob_axes
from core.networks.activation import Activation
from core.networks.activations import ACTIVATIONS, Identity, Sigmoid
from core.once import once
from core.spec import name_of

# Layers this narrow gain more from long inner loops over many models than from matrix products.
_NARROW = 6
_MANY = 64


@dataclass(frozen=True)
class Network:
    """Layers 1…L of `widths` (n_1, …, n_L): aˡ = σ(zˡ), zˡ = Wˡ aˡ⁻¹ + bˡ, a¹ = x.

    `hidden` is the activation of all hidden layers, or a tuple with one for each of them;
    `output` that of the last. Higham & Higham (2019), eqs. 3.1-3.2. `Network((d, 1),
    output=Sigmoid())` is logistic regression.

    Flat order of the parameters p (..., s): layer by layer, W (n_l, n_{l-1}) row by row, then b.
    Leading axes of p are a batch of models. Samples are rows: x (N, n_1), or (..., N, n_1) with
    samples of its own for each model. Arguments that do not fit raise ValueError.
    """

    widths: tuple[int, ...]
    hidden: Activation | tuple[Activation, ...] = Sigmoid()
    output: Activation = Identity()

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", tuple(int(n) for n in self.widths))
        if len(self.widths) < 2 or min(self.widths) < 1:
            raise ValueError(f"widths = {self.widths}: at least two layers of at least one unit.")
        if isinstance(self.hidden, tuple) and len(self.hidden) != len(self.widths) - 2:
            raise ValueError(
                f"hidden has {len(self.hidden)} activations; these widths need "
                f"{len(self.widths) - 2}."
            )

    @once
    def activations(self) -> tuple[Activation, ...]:
        """The activation of each layer from the second to the last."""
        if isinstance(self.hidden, tuple):
            return (*self.hidden, self.output)
        return (*[self.hidden] * (len(self.widths) - 2), self.output)

    @once
    def size(self) -> int:
        """Number of parameters s."""
        return sum(n * m + n for m, n in pairwise(self.widths))

    def described(self) -> dict[str, Any]:
        """What another evaluator needs: the widths, and of each layer the activation's name.

        The names are those of the menu of activations; a member's fields stand beside its name.
        """
        members = [{"name": name_of(a, ACTIVATIONS), **asdict(a)} for a in self.activations]
        return {"widths": self.widths, "activations": members}

    @once
    def is_weight(self) -> NDArray[np.bool_]:
        """Mask (s,): true for entries of a W, false for biases."""
        parts = [np.repeat([True, False], [n * m, n]) for m, n in pairwise(self.widths)]
        return np.concatenate(parts)

    @once
    def weight_groups(self) -> Array:
        """(s, L - 1): n_l for the n_l entries of layer l's W, else 0."""
        layers = len(self.widths) - 1
        groups = np.zeros((self.size, layers))
        at = 0
        for layer, (m, n) in enumerate(pairwise(self.widths)):
            groups[at : at + n * m, layer] = n * m
            at += n * m + n
        groups.setflags(write=False)
        return groups

    @once
    def _knob_axes(self) -> int:
        return knob_axes(self)

    def unflatten(self, p: Array) -> list[tuple[Array, Array]]:
        """Views [(W (..., n_l, n_{l-1}), b (..., n_l)), …] into p (..., s)."""
        p = np.asarray(p, dtype=float)
        if p.shape[-1:] != (self.size,):
            raise ValueError(f"p has shape {p.shape}; its last axis must have {self.size} entries.")
        layers, at = [], 0
        for m, n in pairwise(self.widths):
            W = p[..., at : at + n * m].reshape(*p.shape[:-1], n, m)
            layers.append((W, p[..., at + n * m : at + n * m + n]))
            at += n * m + n
        return layers

    def forward(self, p: Array, x: Array) -> tuple[list[Array], list[Array]]:
        """Pre-activations [z², …, zᴸ] and activations [a¹ = x, a², …, aᴸ], each (..., N, n_l)."""
        x = np.asarray(x, dtype=float)
        if x.ndim < 2 or x.shape[-1] != self.widths[0]:
            raise ValueError(f"x has shape {x.shape}; it must be (N, {self.widths[0]}).")
        zs: list[Array] = []
        activations = [x]
        for (W, b), activation in zip(self.unflatten(p), self.activations, strict=True):
            zs.append(_affine(W, b, activations[-1]))
            activations.append(activation(zs[-1]))
        return zs, activations

    def logits(self, p: Array, x: Array) -> Array:
        """zᴸ (..., N, n_L) alone: what `forward` gives, faster for many models of narrow layers."""
        p, x = np.asarray(p, dtype=float), np.asarray(x, dtype=float)
        many = p.ndim == 2 and len(p) >= _MANY and x.ndim == 2 and not self._knob_axes
        if many and max(self.widths[1:]) <= _NARROW:
            return self._logits_of_many(p, x)
        return self.forward(p, x)[0][-1]

    def _logits_of_many(self, p: Array, x: Array) -> Array:
        """zᴸ (G, N, n_L) of p (G, s), with models last in memory: arrays are (units, N, G)."""
        (W, b), *layers = self.unflatten(np.ascontiguousarray(p.T).T)
        z = np.tensordot(x, W.T, axes=1).swapaxes(0, 1)
        z += b.T[:, None]
        for (W, b), activation in zip(layers, self.activations, strict=False):
            z = np.einsum("kjg,kng->jng", W.T, activation(z))
            z += b.T[:, None]
        return z.T

    def __call__(self, p: Array, x: Array) -> Array:
        """The network's output F(x), shape (..., N, n_L)."""
        return self.forward(p, x)[1][-1]

    def deltas(self, p: Array, zs: list[Array], delta: Array) -> list[Array]:
        """[δ², …, δᴸ] from δᴸ, back through the layers: δˡ = σ'(zˡ) ∘ (Wˡ⁺¹)ᵀ δˡ⁺¹ (Lemma 5.1)."""
        deltas = [delta]
        for (W, _), z, activation in reversed(
            list(zip(self.unflatten(p)[1:], zs[:-1], self.activations[:-1], strict=True))
        ):
            deltas.insert(0, activation.derivative(z) * (deltas[0] @ W))
        return deltas

    def gradient(self, deltas: list[Array], activations: list[Array]) -> Array:
        """The flat gradient (..., s), summed over samples: ∂C/∂W = δ aᵀ, ∂C/∂b = δ."""
        parts: list[Array] = []
        for delta, a in zip(deltas, activations[:-1], strict=True):
            dW = _outer_sum(delta, a)
            parts += [dW.reshape(*dW.shape[:-2], -1), delta.sum(axis=-2)]
        return np.concatenate(parts, axis=-1)


def _affine(W: Array, b: Array, a: Array) -> Array:
    """W a + b for samples in rows; one matrix product where all models share the samples."""
    if W.ndim == 2:
        return a @ W.T + b
    if a.ndim == 2:
        shared = np.moveaxis(np.tensordot(a, W, axes=(1, -1)), 0, -2)
        return shared + b[..., None, :]
    return a @ W.swapaxes(-1, -2) + b[..., None, :]


def _outer_sum(delta: Array, a: Array) -> Array:
    """Σ over samples of δ aᵀ, shape (..., n_l, n_{l-1})."""
    if delta.ndim > 2 and a.ndim == 2:
        return np.tensordot(delta, a, axes=(-2, 0))
    return delta.swapaxes(-1, -2) @ a
