"""What a ground of the race is: a surface over two parameters, and how to begin on it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from core.networks.fields import Window
from core.objectives.objective import Objective
from core.optimizers.first_order import Adadelta, Adagrad, GradientDescent, Momentum, Nesterov
from core.optimizers.optimizer import Optimizer
from core.optimizers.second_order import SecondOrder

Point = tuple[float, float]


@dataclass(frozen=True)
class Rates:
    """Learning rates that show a ground well, one for each family of optimizers.

    plain: gradient descent; momentum: with or without Nesterov's look ahead; adaptive: those that
    divide by a moving average of the gradient's size; adagrad: by its whole past.
    """

    plain: float
    momentum: float
    adaptive: float
    adagrad: float

    @property
    def largest(self) -> float:
        """The largest of them."""
        return max(self.plain, self.momentum, self.adaptive, self.adagrad)

    def of(self, optimizer: Optimizer | SecondOrder) -> float:
        """η for a member of either menu; 1, a whole step, where η is a mere factor."""
        match optimizer:
            case Adadelta() | SecondOrder():
                return 1.0
            case GradientDescent():
                return self.plain
            case Momentum() | Nesterov():
                return self.momentum
            case Adagrad():
                return self.adagrad
        return self.adaptive


@dataclass(frozen=True)
class Ground(ABC):
    """A surface over two parameters.

    names: the parameters' symbols. window: ((u low, high), (v low, high)), the part that is shown.
    usual_start: where the optimizers part company. minima: the isolated ones, as far as they are
    known. floor: a lower bound of the objective. why: what the ground is there to show.
    """

    title: ClassVar[str]
    why: ClassVar[str]
    window: ClassVar[Window]
    usual_start: ClassVar[Point]
    usual_rates: ClassVar[Rates]
    names: ClassVar[tuple[str, str]] = ("u", "v")
    minima: ClassVar[tuple[Point, ...]] = ()
    floor: ClassVar[float] = 0.0

    @property
    @abstractmethod
    def objective(self) -> Objective:
        """The function of the two parameters."""

    @property
    def start(self) -> Point:
        """The start unless the reader chooses one."""
        return self.usual_start

    @property
    def rates(self) -> Rates:
        """Learning rates to begin with."""
        return self.usual_rates

    @property
    def sample_count(self) -> int | None:
        """N, or None where there are no samples and so no minibatches."""
        return None
