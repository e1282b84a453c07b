"""A network's output over a window of its inputs, as bytes that a screen can show."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array
from core.networks.network import Network

Window = tuple[tuple[float, float], tuple[float, float]]
Fields = NDArray[np.uint8]

RESOLUTION = 100
# Parameters up to this size leave the outputs of a small network, in single precision, far more
# accurate than the 1/255 that a field resolves.
_LARGEST_IN_SINGLE = 100.0


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
    x1, x2 = np.meshgrid(*(np.linspace(low, high, resolution) for low, high in window))
    # Features first: each layer is one product W a with long contiguous rows.
    x = np.stack([x1.ravel(), x2.ravel()]).astype(dtype)
    layers = [(W.astype(dtype), b[..., None].astype(dtype)) for W, b in network.unflatten(p)]
    fields = np.empty((len(p), resolution * resolution), dtype=np.uint8)
    for frame, field in enumerate(fields):
        a = x
        for (W, b), activation in zip(layers, network.activations, strict=True):
            z = W[frame] @ a
            z += b[frame]
            a = activation(z)
        np.rint(255 * np.clip(a[0], 0.0, 1.0), out=field, casting="unsafe")
    return fields.reshape(-1, resolution, resolution)


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
