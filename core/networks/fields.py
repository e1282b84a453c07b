"""A network's output over a window of its inputs, as bytes that a screen can show."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array
from core.networks.activation import Activation
from core.networks.activations import Sigmoid, Tanh
from core.networks.network import Network

Window = tuple[tuple[float, float], tuple[float, float]]
Fields = NDArray[np.uint8]

RESOLUTION = 100
# Parameters up to this size leave the outputs of a small network, in single precision, far more
# accurate than the 1/255 that a field resolves.
_LARGEST_IN_SINGLE = 100.0
# e to twice this is finite in single precision, and so is its reciprocal.
_LARGEST_EXPONENT = 40.0


def boundary_fields(
    network: Network, p: ArrayLike, window: Window, resolution: int = RESOLUTION
) -> Fields:
    """round(255 a) of the output a, kept within [0, 1], over a window of the inputs: (F, r, r).

    network: two inputs, one output; p (F, s), finite. window = ((x₁ low, high), (x₂ low, high));
    pixels are sampled at r evenly spaced values from low to high, both included. Row 0 holds the
    smallest x₂, column 0 the smallest x₁. Models with parameters up to 100 are evaluated in single
    precision: one pixel in some thousands, where 255 a ends in .5, may fall to the other side.
    """
    p = np.asarray(p, dtype=float)
    if network.widths[0] != 2 or network.widths[-1] != 1:
        raise ValueError(f"widths = {network.widths}: a boundary needs two inputs and one output.")
    if p.ndim != 2 or not np.isfinite(p).all():
        raise ValueError(f"p has shape {p.shape}; it must be (F, {network.size}) and finite.")
    if resolution < 2:
        raise ValueError(f"resolution = {resolution} is not possible: allowed are 2 and more.")
    dtype = np.float32 if np.abs(p).max(initial=0) <= _LARGEST_IN_SINGLE else np.float64
    axes: list[Array] = [np.linspace(*ends, resolution, dtype=dtype) for ends in window]
    exact, activations = _with_sigmoids(network, p)
    layers: list[Array] = [layer.astype(dtype) for layer in exact]
    fields = np.empty((len(p), resolution * resolution), dtype=np.uint8)
    # A large exponential is ∞, and its sigmoid 0.
    with np.errstate(over="ignore"):
        for (a,), field in zip(_outputs(layers, activations, axes), fields, strict=True):
            a.clip(0.0, 1.0, out=a)
            a *= 255
            np.rint(a, out=field, casting="unsafe")
    return fields.reshape(-1, resolution, resolution)


def _with_sigmoids(network: Network, p: Array) -> tuple[list[Array], list[Activation]]:
    """Matrices [W b] (F, n, m + 1) of the same functions, with tanh z = 2σ(2z) - 1.

    σ takes half the time. Its layers bring -z, which is one operation less.
    """
    layers = [np.concatenate([W, b[..., None]], axis=-1) for W, b in network.unflatten(p)]
    activations = list(network.activations)
    for level, activation in enumerate(activations):
        if isinstance(activation, Tanh) and level + 1 < len(layers):
            activations[level] = Sigmoid()
            layers[level] *= 2
            after = layers[level + 1]
            after[..., -1] -= after[..., :-1].sum(axis=-1)
            after[..., :-1] *= 2
        if isinstance(activations[level], Sigmoid):
            layers[level] *= -1
    return layers, activations


def _outputs(
    layers: list[Array], activations: list[Activation], axes: list[Array]
) -> Iterator[Array]:
    """The outputs (n_L, r²) of one model after another, in memory that is used again."""
    pixels, dtype = len(axes[0]) * len(axes[1]), axes[0].dtype
    # Features first, with a row of ones: each layer is one product with long contiguous rows.
    inputs = np.ones((3, pixels), dtype)
    inputs[:2] = [x.ravel() for x in np.meshgrid(*axes)]
    outputs = [np.ones((layer.shape[1] + 1, pixels), dtype) for layer in layers]
    factors = _Factors(layers[0], axes)
    for frame in range(len(layers[0])):
        a = inputs
        for W, activation, output in zip(layers, activations, outputs, strict=True):
            z = output[:-1]
            if not isinstance(activation, Sigmoid):
                z[...] = activation(W[frame] @ a)
            else:
                if a is inputs and factors.fit[frame]:
                    factors.multiply(frame, z)
                else:
                    np.exp(np.matmul(W[frame], a, out=z), out=z)
                    z += 1.0
                np.divide(1.0, z, out=z)
            a = output
        yield a[:-1]


class _Factors:
    """1 + e^z of a first layer, z = w₁ x₁ + b + w₂ x₂, from exponentials on the axes alone.

    It is a product (n, r, 2) (n, 2, r) of columns e^(w₂ x₂), 1 and rows e^(w₁ x₁ + b), 1. `fit`
    tells of which models (F,) no factor leaves the range of single precision.
    """

    def __init__(self, layer: Array, axes: list[Array]) -> None:
        self._weights, self._axes = layer.transpose(0, 2, 1)[..., None], axes
        units = layer.shape[1]
        self._columns = np.ones((units, len(axes[1]), 2), layer.dtype)
        self._rows = np.ones((units, 2, len(axes[0])), layer.dtype)
        w1, w2, b = np.abs(layer.transpose(2, 0, 1))
        reach = np.maximum(w1 * np.abs(axes[0]).max() + b, w2 * np.abs(axes[1]).max())
        self.fit = (reach <= _LARGEST_EXPONENT).all(axis=1).tolist()

    def multiply(self, frame: int, out: Array) -> None:
        w1, w2, b = self._weights[frame]
        self._columns[..., 0] = np.exp(w2 * self._axes[1])
        self._rows[:, 0] = np.exp(w1 * self._axes[0] + b)
        np.matmul(self._columns, self._rows, out=out.reshape(len(out), len(self._axes[1]), -1))


def difference_fields(network: Network, p: Array, window: Window, resolution: int) -> Fields:
    """round(127.5 (1 + F₂ - F₁)) over a window of the inputs, for p (F, s): (F, r, r) of uint8.

    window = ((x₁ low, high), (x₂ low, high)); row 0 holds the smallest x₂. 0 stands for the first
    class, 255 for the second.
    """
    x1, x2 = np.meshgrid(*(np.linspace(low, high, resolution) for low, high in window))
    inputs = np.stack([x1.ravel(), x2.ravel()], axis=1)
    fields = np.empty((len(p), resolution * resolution), dtype=np.uint8)
    for field, parameters in zip(fields, p, strict=True):
        F = network(parameters, inputs)
        field[:] = np.rint(127.5 * (1 + F[:, 1] - F[:, 0]))
    return fields.reshape(-1, resolution, resolution)
