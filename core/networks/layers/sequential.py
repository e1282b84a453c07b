"""Networks of any layers, one after another."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.networks.activation import Activation
from core.networks.activations import ACTIVATIONS, Identity
from core.networks.layers.layer import Layer, Layout, Saved, samples_first, samples_last
from core.networks.layers.noise import draws
from core.networks.model import Back, BackTangent, Model, Noise, Shape
from core.once import once
from core.spec import name_of


class Level(NamedTuple):
    """A layer in its place: the shape below it, and which parameters are its own."""

    layer: Layer
    below: Shape
    own: slice
    layout: Layout


@dataclass(frozen=True)
class Sequential(Model):
    """The `layers` one after another, on samples of `input_shape`, give z; F = output(z).

    Images are (C, H, W), samples x (..., N, *input_shape). Flat order of the parameters p (..., s):
    layer by layer, each as PyTorch's `parameters_to_vector` has it. Leading axes of p are a batch
    of models. ValueError where a layer does not fit on the one below, or arguments do not fit.
    """

    input_shape: Shape
    layers: tuple[Layer, ...]
    output: Activation = Identity()

    def __post_init__(self) -> None:
        shape = self.input_shape if isinstance(self.input_shape, Sequence) else (self.input_shape,)
        object.__setattr__(self, "input_shape", tuple(int(n) for n in shape))
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.input_shape or min(self.input_shape) < 1:
            raise ValueError(
                f"input_shape = {self.input_shape} is not possible: allowed are positive numbers."
            )
        if not self.levels:
            raise ValueError("layers = () is not possible: allowed are one layer and more.")

    @once
    def levels(self) -> tuple[Level, ...]:
        """Each layer in its place."""
        levels, below, at = list[Level](), self.input_shape, 0
        for number, layer in enumerate(self.layers, 1):
            try:
                above = layer.shape(below)
            except ValueError as fault:
                raise ValueError(f"Layer {number}: {fault}") from None
            size = layer.size(below)
            levels.append(Level(layer, below, slice(at, at + size), layer.layout(below)))
            below, at = above, at + size
        return tuple(levels)

    @once
    def _shapes(self) -> list[Shape]:
        return [level.below for level in self.levels]

    @once
    def output_shape(self) -> Shape:
        """Axes of one sample's logits."""
        last = self.levels[-1]
        return last.layer.shape(last.below)

    @once
    def size(self) -> int:
        """Number of parameters s."""
        size: int = self.levels[-1].own.stop
        return size

    @once
    def is_weight(self) -> NDArray[np.bool_]:
        """Mask (s,): true for weights, false for biases and for what normalization scales by."""
        return np.concatenate([layer.is_weight(below) for layer, below, *_ in self.levels])

    @once
    def units(self) -> NDArray[np.int64]:
        """Which unit or filter (s,) each parameter leads to, counted through the layers."""
        parts, first = list[NDArray[np.int64]](), 0
        for layer, below, *_ in self.levels:
            units = layer.unit_of(below)
            parts.append(first + units)
            first += int(units.max(initial=-1)) + 1
        return np.concatenate(parts)

    @once
    def fan_in(self) -> NDArray[np.int64]:
        """How many numbers (s,) a parameter's unit adds up; 0 where nothing is drawn."""
        return np.concatenate(
            [np.full(layer.size(below), layer.fan_in(below)) for layer, below, *_ in self.levels]
        )

    @once
    def resting(self) -> Array:
        """Where (s,) parameters start that are not drawn."""
        return np.concatenate([layer.resting(below) for layer, below, *_ in self.levels])

    @once
    def widest(self) -> int:
        """Numbers in the largest array that one sample needs."""
        return max((layer.widest(below) for layer, below, *_ in self.levels))

    @once
    def noisy(self) -> bool:
        """Whether a step draws masks."""
        return any(layer.noisy for layer in self.layers)

    def described(self) -> dict[str, Any]:
        """The shape that enters, of each layer its kind, its fields and its shape, and the output.

        An activation is its name in the menu with its fields beside it.
        """
        return {
            "input_shape": self.input_shape,
            "layers": [
                {
                    "name": type(layer).__name__,
                    **{name: _told(value) for name, value in vars(layer).items()},
                    "shape": layer.shape(below),
                }
                for layer, below, *_ in self.levels
            ],
            "output": _told(self.output),
        }

    def features(self, p: Array, x: Array) -> list[Array]:
        """What enters, and what leaves each layer: each (..., N, *shape)."""
        p, a = self._entering(p, x)
        found = [np.asarray(x, dtype=float)]
        for layer, below, own, layout in self.levels:
            a, _ = layer.forward(p[..., own], a, layout, None)
            found.append(samples_first(a, layer.shape(below)))
        return found

    def logits(self, p: Array, x: Array) -> Array:
        """z (..., N, *output_shape)."""
        p, a = self._entering(p, x)
        for layer, _, own, layout in self.levels:
            a, _ = layer.forward(p[..., own], a, layout, None)
        return self._leaving(a, p)

    def pullback(self, p: Array, x: Array, noise: Noise = None) -> tuple[Array, Back]:
        """z, and the way back from δ to the gradients by p and by x.

        `noise` is the number of a step, which draws the masks of all dropout, or these masks
        (N, *shape), one for each such layer; without it nothing is dropped. A single mask will do
        where there is a single such layer.
        """
        p, a = self._entering(p, x)
        saved = list[Saved]()
        for (layer, _, own, layout), draw in zip(
            self.levels, draws(self.layers, self._shapes, noise), strict=True
        ):
            a, kept = layer.forward(p[..., own], a, layout, draw)
            saved.append(kept)

        z = self._leaving(a, p)

        def back(delta: Array, inputs: bool = True) -> tuple[Array, Array]:
            if delta.shape != z.shape:
                delta = np.broadcast_to(delta, z.shape)
            delta = samples_last(delta, self.output_shape)
            parts = list[Array]()
            for number, (level, kept) in enumerate(
                zip(reversed(self.levels), reversed(saved), strict=True), 1
            ):
                below = inputs or number < len(self.levels)
                part, delta = level.layer.backward(p[..., level.own], kept, delta, below)
                if part.size:
                    parts.append(part)
            gradient = _joined(parts[::-1], p.shape[:-1])
            return gradient, samples_first(delta, self.input_shape) if inputs else delta

        return z, back

    def tangent(self, p: Array, x: Array, directions: Array) -> tuple[Array, Array, BackTangent]:
        """z, its change along each direction, and how the gradient changes: exact, by layers."""
        p, a = self._entering(p, x)
        # The directions are an axis in front of all models.
        D = directions.reshape(len(directions), *(1,) * (p.ndim - 1), self.size)
        da = np.zeros_like(a)
        saved = list[tuple[Saved, Saved]]()
        for layer, _, own, layout in self.levels:
            a, kept = layer.forward(p[..., own], a, layout, None)
            da, dkept = layer.tangent(p[..., own], kept, D[..., own], da)
            saved.append((kept, dkept))

        z, dz = self._leaving(a, p), samples_first(da, self.output_shape)

        def back(delta: Array, ddelta: Array) -> Array:
            delta = samples_last(np.broadcast_to(delta, z.shape), self.output_shape)
            ddelta = samples_last(np.broadcast_to(ddelta, dz.shape), self.output_shape)
            parts = list[Array]()
            for (layer, _, own, _), (kept, dkept) in zip(
                reversed(self.levels), reversed(saved), strict=True
            ):
                part, below = layer.backward_tangent(
                    p[..., own], kept, D[..., own], dkept, delta, ddelta
                )
                if part.size:
                    parts.append(part)
                _, delta = layer.backward(p[..., own], kept, delta)
                ddelta = below
            return _joined(parts[::-1], (len(D), *p.shape[:-1]))

        return z, dz, back

    def _entering(self, p: Array, x: Array) -> tuple[Array, Array]:
        """p as an array, and x (..., *input_shape, N), samples last."""
        p, x = np.asarray(p, dtype=float), np.asarray(x, dtype=float)
        if p.shape[-1:] != (self.size,):
            raise ValueError(f"p has shape {p.shape}; its last axis must have {self.size} entries.")
        axes = len(self.input_shape)
        if x.ndim <= axes or x.shape[-axes:] != self.input_shape:
            asked = ", ".join(map(str, ("N", *self.input_shape)))
            raise ValueError(f"x has shape {x.shape}; it must be ({asked}).")
        return p, samples_last(x, self.input_shape)

    def _leaving(self, a: Array, p: Array) -> Array:
        z = samples_first(a, self.output_shape)
        alone = (*p.shape[:-1], *z.shape[-len(self.output_shape) - 1 :])
        return z if z.ndim >= len(alone) else np.broadcast_to(z, alone)


def _joined(parts: list[Array], lead: Shape) -> Array:
    """The parts of a gradient as one vector (*lead, s)."""
    if not parts:
        return np.zeros((*lead, 0))
    return np.concatenate(parts, axis=-1)


def _told(value: Any) -> Any:
    if isinstance(value, Activation):
        return {"name": name_of(value, ACTIVATIONS), **asdict(value)}
    return value
