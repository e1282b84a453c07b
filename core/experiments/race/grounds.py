"""The grounds of the race: surfaces over two parameters, each with something to teach.

Test functions, logistic regression on the six points of chapter 1, and Higham & Higham's network
on the plane of its published run.
"""

from dataclasses import dataclass
from math import cos, log, radians, sin
from typing import ClassVar, final

import numpy as np

from core.datasets.synthetic import SixPoints
from core.experiments.higham import paper as higham
from core.experiments.race.ground import Ground, Point, Rates
from core.experiments.race.redundant import Tumors
from core.objectives import functions as objectives
from core.objectives.losses import BinaryCrossEntropy, Loss, SquaredError
from core.objectives.plane import OnPlane
from core.objectives.risk import Risk, logistic
from core.spec import knob, menu


@final
@dataclass(frozen=True)
class Quadratic(Ground):
    r"""\tfrac12 (u^2 + κ v^2), \text{ turned by } φ"""

    title = "Quadratic"
    why = (
        "A long valley: η must suit the steep direction, and along the flat one it is then too "
        "small. Scaling each coordinate helps only while the valley lies along an axis."
    )
    window = (-10.0, 10.0), (-6.0, 6.0)
    minima = ((0.0, 0.0),)

    kappa: float = knob(50.0, 1.0, 1000.0, symbol="κ", log=True, help="condition number")
    turn: float = knob(0.0, 0.0, 45.0, symbol="φ", help="degrees by which the valley is turned")

    @property
    def objective(self) -> objectives.Quadratic:
        if self.turn == 0:
            return objectives.Quadratic.of_condition(self.kappa)
        c, s = cos(radians(self.turn)), sin(radians(self.turn))
        mixed = (1 - self.kappa) * c * s
        return objectives.Quadratic(
            ((c * c + self.kappa * s * s, mixed), (mixed, s * s + self.kappa * c * c))
        )

    @property
    def start(self) -> Point:
        c, s = cos(radians(self.turn)), sin(radians(self.turn))
        return -9.0 * c - 2.5 * s, -9.0 * s + 2.5 * c

    @property
    def rates(self) -> Rates:
        # Gradient descent diverges beyond 2/κ, momentum 0.9 beyond 3.8/κ.
        return Rates(_within(1.9 / self.kappa), _within(0.5 / self.kappa), 0.3, 2.0)


@final
@dataclass(frozen=True)
class Rosenbrock(Ground):
    r"""(1 - u)^2 + c\,(v - u^2)^2"""

    title = "Rosenbrock"
    why = "A curved valley: into it is easy, along it the gradient hardly shows the way."
    window = (-2.0, 2.0), (-1.0, 3.0)
    usual_start = (-1.2, 1.0)
    minima = ((1.0, 1.0),)

    c: float = knob(100.0, 1.0, 1000.0, symbol="c", log=True, help="steepness of the valley")

    @property
    def objective(self) -> objectives.Rosenbrock:
        return objectives.Rosenbrock(self.c)

    @property
    def rates(self) -> Rates:
        return Rates(_within(0.15 / self.c), _within(0.1 / self.c), 0.2, 0.5)


@final
@dataclass(frozen=True)
class Beale(Ground):
    r"""(1.5 - u + uv)^2 + (2.25 - u + uv^2)^2 + (2.625 - u + uv^3)^2"""

    title = "Beale"
    why = "Plains between cliffs: a rate that suits the one is wrong for the other."
    window = (-4.5, 4.5), (-2.5, 2.5)
    usual_start = 0.5, 1.6
    usual_rates = Rates(0.01, 0.005, 0.1, 0.5)
    minima = ((3.0, 0.5),)

    @property
    def objective(self) -> objectives.Beale:
        return objectives.Beale()


@final
@dataclass(frozen=True)
class Himmelblau(Ground):
    r"""(u^2 + v - 11)^2 + (u + v^2 - 7)^2"""

    title = "Himmelblau"
    why = "Four minima of equal depth: from one start the optimizers go to different ones."
    window = (-6.0, 6.0), (-6.0, 6.0)
    usual_start = 0.0, -4.0
    usual_rates = Rates(0.01, 0.005, 0.1, 0.5)
    minima = (
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286170),
        (3.584428340330492, -1.848126526964404),
    )

    @property
    def objective(self) -> objectives.Himmelblau:
        return objectives.Himmelblau()


@final
@dataclass(frozen=True)
class Saddle(Ground):
    r"""\tfrac12 (u^2 - v^2) + \tfrac14 v^4"""

    title = "Saddle"
    why = "Between two minima: Newton's method runs into the saddle, the others have to leave it."
    window = (-2.5, 2.5), (-1.8, 1.8)
    usual_start = -2.0, 0.001
    usual_rates = Rates(0.1, 0.05, 0.05, 0.2)
    minima = ((0.0, 1.0), (0.0, -1.0))
    floor = -0.25

    @property
    def objective(self) -> objectives.DoubleWell:
        return objectives.DoubleWell()


@final
@dataclass(frozen=True)
class Product(Ground):
    r"""\tfrac12 (ab - 1)^2"""

    title = "Product"
    why = "A whole curve of minima, ab = 1, some sharper than others: η chooses among them."
    window = (-1.0, 5.0), (-1.0, 3.0)
    usual_start = 4.0, 0.6
    usual_rates = Rates(0.15, 0.03, 0.05, 0.3)
    names = ("a", "b")

    @property
    def objective(self) -> objectives.Product:
        return objectives.Product()


@dataclass(frozen=True)
class _Logistic(Ground):
    """Logistic regression on the six points of chapter 1."""

    window = (-5.0, 5.0), (-10.0, 10.0)
    usual_start = 2.0, -8.0
    names = ("w", "b")
    minima = ((0.0, 0.0),)

    loss: ClassVar[Loss]

    @property
    def objective(self) -> Risk:
        samples = SixPoints()(np.random.default_rng(0))
        return logistic(samples.x, samples.y, self.loss)

    @property
    def sample_count(self) -> int:
        return 6


@final
@dataclass(frozen=True)
class LogisticSquared(_Logistic):
    r"""\tfrac1N \sum_i (y_i - σ(wx_i + b))^2"""

    title = "Logistic, squared loss"
    why = "A plateau under the start: the gradient has almost vanished, and plain descent with it."
    usual_rates = Rates(1.0, 0.5, 0.1, 0.5)
    floor = 0.25
    loss = SquaredError()


@final
@dataclass(frozen=True)
class LogisticCrossEntropy(_Logistic):
    r"""-\tfrac1N \sum_i \bigl(y_i \log a_i + (1-y_i) \log(1-a_i)\bigr), \; a_i = σ(wx_i + b)"""

    title = "Logistic, cross-entropy"
    why = "The same model and start on a convex surface: the gradient shows the way everywhere."
    usual_rates = Rates(0.5, 0.1, 0.1, 0.5)
    floor = log(2)
    loss = BinaryCrossEntropy()


@final
@dataclass(frozen=True)
class HighamPlane(Ground):
    r"""\tfrac1N \sum_i \tfrac12 \|y_i - F(x_i)\|^2 \text{ on a plane of its 23 parameters}"""

    title = "Higham & Higham's network"
    why = "A real network on the plane of its published run: start, turn and end lie in it."
    window = (-8.0, 36.0), (-12.0, 22.0)
    usual_start = 0.0, 0.0
    usual_rates = Rates(50.0, 10.0, 1.0, 5.0)
    names = ("α", "β")

    @property
    def objective(self) -> OnPlane:
        return OnPlane(higham.problem(), higham.plane())

    @property
    def sample_count(self) -> int:
        return 10


GROUNDS = menu(
    Quadratic,
    Rosenbrock,
    Beale,
    Himmelblau,
    Saddle,
    Product,
    LogisticSquared,
    LogisticCrossEntropy,
    HighamPlane,
    Tumors,
)


def _within(eta: float) -> float:
    """η inside the range of its knob."""
    return min(max(eta, 0.001), 100.0)
