"""Four balls in the plane of two coefficients, and the minimum that each of them makes.

Minimized is ½ wᵀHw - cᵀw + λ·penalty(w) over w (2,), what (1/2N)‖y - b - Xw‖² is but for a constant
when the columns of X are centered: H = XᵀX/N, c = Xᵀy/N.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, cast, final

import numpy as np

from core.arrays import Array
from core.objectives.penalties import L1, ElasticNet, MaxNorm, Penalty, WeightRidge
from core.regularization import minimize_l1
from core.spec import knob, menu

# (w₁, w₂) = TURN (u, v): max |w| = |u| + |v|, so a square is a diamond seen from its corner.
_TURN = np.array([[1.0, 1.0], [1.0, -1.0]])


def _knob(strength: Array | float) -> float:
    """A knob is declared as a number; a penalty takes a column (V, 1) of them as well."""
    return cast(float, strength)


@dataclass(frozen=True)
class Shape(ABC):
    """A penalty with λ = 1, by the form of its ball."""

    title: ClassVar[str]
    name: ClassVar[str]
    kinked: ClassVar[bool]

    @property
    def l1_share(self) -> float:
        """Which part of the penalty is an L1 norm: the bend of the rest is 1 less that."""
        return 1.0

    @abstractmethod
    def minimum(self, H: Array, c: Array, strength: float) -> Array:
        """The minimum w (2,), exactly: zeros are 0, equal sizes are equal.

        Where there are several, as on a column that occurs twice, it is one of them.
        """

    @abstractmethod
    def penalty(self, strength: Array | float) -> Penalty:
        """The same penalty of a network's weights, for one strength or (V, 1)."""


@final
@dataclass(frozen=True)
class Diamond(Shape):
    r"""λ (|w_1| + |w_2|)"""

    title = "L1: a diamond"
    name = "l1"
    kinked = True

    def minimum(self, H: Array, c: Array, strength: float) -> Array:
        return minimize_l1(H, c, np.full(2, strength), np.zeros(2))

    def penalty(self, strength: Array | float) -> Penalty:
        return L1(_knob(strength))


@final
@dataclass(frozen=True)
class Disc(Shape):
    r"""\tfrac{λ}{2} (w_1^2 + w_2^2)"""

    title = "L2: a disc"
    name = "l2"
    kinked = False

    @property
    def l1_share(self) -> float:
        return 0.0

    def minimum(self, H: Array, c: Array, strength: float) -> Array:
        return np.asarray(np.linalg.lstsq(H + strength * np.eye(2), c, rcond=None)[0])

    def penalty(self, strength: Array | float) -> Penalty:
        return WeightRidge(_knob(strength))


@final
@dataclass(frozen=True)
class Between(Shape):
    r"""λ \bigl(ρ (|w_1| + |w_2|) + \tfrac{1-ρ}{2} (w_1^2 + w_2^2)\bigr)"""

    title = "elastic net: in between"
    name = "elastic-net"
    kinked = True

    rho: float = knob(0.5, 0.05, 0.95, symbol="ρ", help="share of the L1 norm")

    @property
    def l1_share(self) -> float:
        return self.rho

    def minimum(self, H: Array, c: Array, strength: float) -> Array:
        bend = strength * (1 - self.rho)
        return minimize_l1(H + bend * np.eye(2), c, np.full(2, strength * self.rho), np.zeros(2))

    def penalty(self, strength: Array | float) -> Penalty:
        return ElasticNet(_knob(strength), self.rho)


@final
@dataclass(frozen=True)
class Square(Shape):
    r"""λ \max(|w_1|, |w_2|)"""

    title = "L∞: a square"
    name = "max"
    kinked = True

    def minimum(self, H: Array, c: Array, strength: float) -> Array:
        turned = _TURN.T @ H @ _TURN, _TURN.T @ c
        u, v = minimize_l1(*turned, np.full(2, strength), np.zeros(2))
        return np.array([u + v, u - v])

    def penalty(self, strength: Array | float) -> Penalty:
        return MaxNorm(_knob(strength))


SHAPES = menu(Diamond, Disc, Between, Square)
