"""Averages over noisy copies: how the loss on M of them settles on the one with a penalty.

The expected loss is known, and so is the variance of the loss on one copy: no draw is needed to
tell how far the mean of M is off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.implicit.noise import DropInputs, Kind, MoveInputs, OnInputs, TurnLabels
from core.experiments.implicit.noise import smoothed as smoothed_labels

AXES: Final = {OnInputs: ("bmi", "s5"), TurnLabels: ("w1", "w2")}
SIDE: Final = 15
"""Points along each side of the window."""


@dataclass(frozen=True, eq=False)
class Copies:
    """The loss over a window of two parameters, the others at the predicted minimum.

    x, y (n,) are the parameters called `names`; predicted (n, n) is the expected loss, a row for
    each y, and first[i] (n, n) its mean over the first count[i] copies. measured (C,) is the root
    mean square of what means of count (C,) copies are off, over the window and all groups of so
    many among the copies; expected (C,) the same from the variance of one copy.
    """

    names: tuple[str, str]
    x: Array
    y: Array
    predicted: Array
    first: Array
    count: Array
    measured: Array
    expected: Array

    @property
    def slope(self) -> float:
        """Of log measured against log M; a mean over many groups counts for more."""
        weight = np.sqrt(self.count[-1] / self.count)
        return float(np.polyfit(np.log(self.count), np.log(self.measured), 1, w=weight)[0])


def copies(kind: Kind, strength: float, seed: int, count: Sequence[int], groups: int) -> Copies:
    """Drawn anew `groups` times the largest count; each count divides the next."""
    rng, noise = (np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(2))
    x, y = kind.data(rng)
    around = kind.minimum(x, y, strength)
    names = next(names for family, names in AXES.items() if isinstance(kind, family))
    at = [kind.names.index(name) for name in names]
    steps = np.abs(around).max() * np.linspace(-1, 1, SIDE)
    across, up = (around[j] + steps for j in at)
    p = np.tile(around, (SIDE * SIDE, 1))
    p[:, at] = np.stack([grid.ravel() for grid in np.meshgrid(across, up)], axis=1)

    drawn = losses(kind, p, x, y, strength, noise, groups * count[-1])
    predicted = expected_loss(kind, p, x, y, strength)
    means = [drawn.reshape(-1, M, len(p)).mean(axis=1) for M in count]
    spread = np.sqrt(variance(kind, p, x, y, strength).mean())
    return Copies(
        names,
        across,
        up,
        predicted.reshape(SIDE, SIDE),
        np.array([mean[0].reshape(SIDE, SIDE) for mean in means]),
        np.array(count),
        np.array([np.sqrt(np.square(mean - predicted).mean()) for mean in means]),
        np.array([spread / np.sqrt(M) for M in count]),
    )


def losses(
    kind: Kind, p: Array, x: Array, y: Array, strength: float, rng: np.random.Generator, count: int
) -> Array:
    """On `count` draws of the noise for all N samples, (count, P) at p (P, d)."""
    if isinstance(kind, OnInputs):
        found = np.empty((count, len(p)))
        for k in range(count):
            [seen] = kind.seen(x, np.full((1, 1, 1), strength), rng)
            square = ((p @ (seen.T @ seen)) * p).sum(axis=1)
            found[k] = 0.5 * (square - 2 * p @ (seen.T @ y) + y @ y) / len(y)
        return found
    z = _logits(p, x)
    turned = rng.random((count, len(y))) < strength / 2
    labels = np.where(turned, 1 - y, y)
    return np.asarray(np.logaddexp(0, z).mean(axis=1) - labels @ z.T / len(y))


def expected_loss(kind: Kind, p: Array, x: Array, y: Array, strength: float) -> Array:
    """Its expectation (P,): with the ridge that noise on inputs means, or on smoothed labels."""
    if isinstance(kind, OnInputs):
        squares = np.square(y - p @ x.T).mean(axis=1)
        return np.asarray(0.5 * (squares + kind.ridge(strength) * np.square(p).sum(axis=1)))
    z = _logits(p, x)
    return np.asarray((np.logaddexp(0, z) - smoothed_labels(y, strength) * z).mean(axis=1))


def variance(kind: Kind, p: Array, x: Array, y: Array, strength: float) -> Array:
    r"""Of the loss on one draw, (P,).

    Noise on inputs moves a residual r by S = Σ_j a_j ξ_j with independent ξ of mean 0, and
    Var (r - S)² = E S⁴ - (E S²)² + 4r² E S² - 4r E S³; samples are independent.
    """
    if not isinstance(kind, OnInputs):
        turned = strength / 2
        return np.asarray(
            turned * (1 - turned) * np.square(_logits(p, x)).sum(axis=1) / len(y) ** 2
        )
    second, third, fourth = _moments(kind, strength)
    moved = x if isinstance(kind, DropInputs) else np.ones_like(x)
    squares, cubes, fourths = (np.power(p, n) @ np.power(moved, n).T for n in (2, 3, 4))
    S2, S3 = second * squares, third * cubes
    S4 = 3 * S2**2 + (fourth - 3 * second**2) * fourths
    r = y - p @ x.T
    return np.asarray(0.25 * (S4 - S2**2 + 4 * r**2 * S2 - 4 * r * S3).sum(axis=1) / len(y) ** 2)


def _moments(kind: OnInputs, strength: float) -> tuple[float, float, float]:
    """E ξ², E ξ³, E ξ⁴ of what an input is moved by, in units of the input if it is left out."""
    if isinstance(kind, MoveInputs):
        return strength**2, 0.0, 3 * strength**4
    # r/q with chance q, and -1 with chance r.
    r, q = strength, 1 - strength
    return r / q, r**3 / q**2 - r, r**4 / q**3 + r


def _logits(p: Array, x: Array) -> Array:
    return np.asarray(p[:, :-1] @ x.T + p[:, -1:])
