"""XOR, the smallest problem that a line cannot solve and one hidden layer can.

Goodfellow, Bengio & Courville (2016), *Deep Learning*, section 6.1, with its four points, its
squared error and its solution by hand (eqs. 6.3-6.6). The book multiplies rows, XW + c; the
matrix W² here is the transpose of the book's W, b² its c, W³ its wᵀ and b³ its b.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.networks.activation import Activation
from core.networks.activations import Identity, ReLU
from core.networks.network import Network
from core.objectives.losses import SquaredError
from core.objectives.risk import Risk

# A mean of squares that is at most this is solved: every output is then within 0.02 of its
# target, far from the ½ between the classes, and no stuck level is near.
SOLVED = 1e-4
# Where training gets stuck: the least mean square of an output that is constant on all four
# points, on three of them, and on two that differ in class.
LEVELS = (1 / 4, 1 / 6, 1 / 8)
FATES = ("solved", "1/4", "1/6", "1/8", "other")
_NEAR = 1e-3
_ROUNDING = 1e-12
_RELU = ReLU()


def points() -> tuple[Array, Array]:
    """x (4, 2), rows 00, 01, 10, 11, and y (4, 1): the exclusive or of the two."""
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return x, np.array([[0.0], [1.0], [1.0], [0.0]])


def network(width: int = 2, hidden: Activation = _RELU) -> Network:
    """Two inputs, one hidden layer of `width` units, one linear output: 4 width + 1 parameters."""
    return Network((2, width, 1), hidden, Identity())


def is_xor(risk: Risk) -> bool:
    """Whether a cost is that of XOR's four points, which all proofs here are about."""
    return all(map(np.array_equal, (risk.x, risk.y), points()))


def risk(network: Network) -> Risk:
    """The mean squared error on the four points, (1/4) Σ (y - f(x))² (GBC, section 6.1)."""
    return Risk(network, SquaredError(), *points())


def linear_risk() -> Risk:
    """The same cost of a linear model, a function of (w₁, w₂, b).

    A strictly convex quadratic: its one minimum is w = 0, b = ½, where every output is ½ and the
    cost ¼ (GBC, section 6.1).
    """
    return risk(Network((2, 1)))


def hand_solution() -> Array:
    """The book's parameters (9,) for two ReLU units: W all ones, c = (0, -1), w = (1, -2), b = 0.

    f(x) = max(0, x₁ + x₂) - 2 max(0, x₁ + x₂ - 1); GBC eqs. 6.4-6.6.
    """
    return np.array([1.0, 1.0, 1.0, 1.0, 0.0, -1.0, 1.0, -2.0, 0.0])


@dataclass(frozen=True, eq=False)
class Steps:
    """What a network does to the four points, one table after the other; H hidden units.

    X (4, 2), XW (4, H), XWc (4, H) with c added, h (4, H) after the activation, hw (4, 1), and
    output (4, 1) with b added. W (2, H), c (H,), w (H, 1), b (1,) are the parameters as the book
    writes them.
    """

    X: Array
    W: Array
    XW: Array
    c: Array
    XWc: Array
    h: Array
    w: Array
    hw: Array
    b: Array
    output: Array


def steps(network: Network, p: Array) -> Steps:
    """The tables for p (s,): f(x) = wᵀ σ(Wᵀx + c) + b, row by row (GBC eq. 6.3)."""
    (W, c), (w, b) = network.unflatten(p)
    X, _ = points()
    h = network.activations[0](X @ W.T + c)
    return Steps(X, W.T, X @ W.T, c, X @ W.T + c, h, w.T, h @ w.T, b, h @ w.T + b)


def pattern(network: Network, p: Array, x: Array | None = None) -> NDArray[np.bool_]:
    """Which units of the hidden layer are active at which point, (..., N, H): where z > 0.

    At the points x (N, 2), without these at XOR's four.

    Beyond rounding: a z of 1e-12 against the unit's weights is 0, as after a change of scale.
    """
    zs, _ = network.forward(p, points()[0] if x is None else x)
    W, c = network.unflatten(p)[0]
    size = np.abs(W).sum(axis=-1) + np.abs(c)
    return zs[0] > _ROUNDING * size[..., None, :]


def fate(value: float) -> str:
    """How a run with this final cost ended: one of `FATES`; a level is within 1e-3 of the cost."""
    if value <= SOLVED:
        return FATES[0]
    for level, name in zip(LEVELS, FATES[1:], strict=False):
        if abs(value - level) <= _NEAR:
            return name
    return FATES[-1]
