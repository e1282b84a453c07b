"""How little it takes until a digit is read as another one: predicted by slopes, and measured."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.digits.experiment import Part
from core.networks.layers import Sequential

FARTHEST = 1.0
"""All of the way from paper to ink: nobody asks what a larger change of each pixel does."""

_PLACES, _HALVINGS = 60, 40


@dataclass(frozen=True, eq=False)
class Attacks:
    """Changes of N images by ε in every pixel, up or down, that are to turn what they are read as.

    Each goes against the slope g = ∂(z_i - z_j)/∂x of the margin of the class i that the image is
    read as over the class j for which margin/‖g‖₁ is least. Where z is linear in x the margin is 0
    at ε = margin/‖g‖₁ and not before, whichever way the pixels change (Goodfellow et al. 2015).
    """

    read: NDArray[np.int64]
    """i (N,)."""
    other: NDArray[np.int64]
    """j (N,)."""
    margin: Array
    """z_i - z_j (N,) of the image as it is."""
    slope: Array
    """g (N, *image)."""
    predicted: Array
    """ε (N,) at which a linear margin is 0."""
    measured: Array
    """ε (N,) of the first turn that is found on the way to 1; ∞ where there is none."""
    turned: NDArray[np.int64]
    """What (N,) the image is read as there; i where nothing has turned."""

    def changed(self, x: Array, n: int, epsilon: float) -> Array:
        """Image number n of x (N, *image), changed by ε; pixels may leave 0 … 1."""
        return np.asarray(x[n] - epsilon * np.sign(self.slope[n]))


def attacks(network: Sequential, p: Array, part: Part) -> Attacks:
    """The attack on each image; for networks that read each image alone, without batch norm.

    The first turn is looked for at sixty places on the way, and then between two of them.
    """
    x, every = part.x, np.arange(len(part.x))
    z, back = network.pullback(p, x)
    read = z.argmax(axis=-1)
    margins, norms = np.full(z.shape, np.inf), np.ones(z.shape)
    slopes = np.zeros((z.shape[-1], *x.shape))
    for step in range(1, z.shape[-1]):
        # Each image has its own class, and so its own order of the others.
        other = (read + step) % z.shape[-1]
        slopes[step] = back(_difference(z, read, other))[1]
        margins[every, other] = z[every, read] - z[every, other]
        norms[every, other] = np.abs(slopes[step]).reshape(len(x), -1).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        # A class that no change of the image brings nearer is never reached.
        predicted = np.where(norms > 0, margins / norms, np.inf)
    other = predicted.argmin(axis=-1)
    slope = slopes[(other - read) % z.shape[-1], every]
    measured = _first_turns(network, p, x, np.sign(slope), read)
    there = x - np.minimum(measured, FARTHEST).reshape(-1, 1, 1, 1) * np.sign(slope)
    turned = np.where(np.isfinite(measured), network.logits(p, there).argmax(axis=-1), read)
    return Attacks(
        read,
        other,
        margins[every, other],
        slope,
        predicted[every, other],
        measured,
        turned,
    )


def _difference(z: Array, plus: NDArray[np.int64], minus: NDArray[np.int64]) -> Array:
    """δ (N, C) of the sum of z_plus - z_minus over the images."""
    delta, every = np.zeros_like(z), np.arange(len(z))
    delta[every, plus] += 1.0
    delta[every, minus] -= 1.0
    return delta


def _first_turns(
    network: Sequential, p: Array, x: Array, signs: Array, read: NDArray[np.int64]
) -> Array:
    """ε (N,) just beyond the first turn along -signs, ∞ where there is none up to `FARTHEST`."""

    def turned(epsilon: Array) -> NDArray[np.bool_]:
        z = network.logits(p, x - epsilon.reshape(-1, 1, 1, 1) * signs)
        return np.asarray(z.argmax(axis=-1) != read)

    low, high = np.zeros(len(x)), np.full(len(x), np.inf)
    for epsilon in FARTHEST * np.arange(1, _PLACES + 1) / _PLACES:
        now = turned(np.full(len(x), epsilon)) & np.isinf(high)
        high[now] = epsilon
        low[np.isinf(high)] = epsilon
    found = np.isfinite(high)
    for _ in range(_HALVINGS):
        middle = np.where(found, 0.5 * (low + high), 0.0)
        beyond = turned(middle)
        high = np.where(found & beyond, middle, high)
        low = np.where(found & ~beyond, middle, low)
    return high
