"""Weight decay, L2 and Adam: the disc against the box.

All rules start at 0 on the mean squared error of standardized data; none of them has an intercept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final, cast, final

import numpy as np

from core.arrays import Array, Rows, Steps, per_model
from core.datasets.wide import Diabetes
from core.experiments.implicit.study import Lane, Study
from core.networks.activations import Identity
from core.networks.network import Network
from core.objectives.least_squares import LeastSquares
from core.objectives.losses import HalfSquaredError
from core.objectives.objective import Objective
from core.objectives.penalties import WeightRidge
from core.objectives.risk import Risk
from core.optimizers.adam import Adam, AdamW
from core.optimizers.first_order import GradientDescent
from core.optimizers.optimizer import Optimizer
from core.optimizers.schedules import Cosine, Scheduled
from core.regularization.box import box_minimum
from core.spec import choice, knob, menu, switch
from core.training.recipe import Recipe, Stream
from core.training.samplers import ShuffledEpochs

SGD, ADAM_L2, ADAMW = "sgd", "adam-l2", "adamw"
LEAST_SQUARES: Final = "least squares"


@final
@dataclass(frozen=True)
class TwoColumns:
    """Body mass and s5, the two that predict best: a plane."""

    title: ClassVar[str] = "two: bmi and s5"
    names: ClassVar[tuple[str, ...]] = ("bmi", "s5")


@final
@dataclass(frozen=True)
class AllColumns:
    """All ten measurements."""

    title: ClassVar[str] = "all ten"
    names: ClassVar[tuple[str, ...]] = Diabetes()().features


COLUMNS = menu(TwoColumns, AllColumns)


@final
@dataclass(frozen=True)
class WeightDecay:
    """Does it matter where λ stands: in the loss, or in the step?"""

    title: ClassVar[str] = "Weight decay and L2"
    slider: ClassVar[str] = "decay"

    decay: float = knob(3.0, 0.5, 20.0, symbol="λ", log=True, help="decay and L2", part="rate")
    columns: TwoColumns | AllColumns = choice(COLUMNS, TwoColumns(), "of the diabetes data")
    eta: float = knob(0.01, 0.001, 0.1, symbol="η", log=True, help="learning rate")
    beta_2: float = knob(0.95, 0.9, 0.999, symbol="β₂", help="memory of the squared gradients")
    falling: bool = switch(True, "η falls to 0 along a cosine")
    m: int = knob(442, 1, 442, symbol="m", help="patients in a minibatch", top="all")


@final
@dataclass(frozen=True, eq=False)
class L2(Objective):
    r"""C(p) + \tfrac{λ}{2} \|p\|^2, for any objective; λ may be a column (V, 1)."""

    objective: Objective
    strength: Array | float

    @property
    def size(self) -> int:
        return self.objective.size

    @property
    def sample_count(self) -> int:
        """N of the objective below, 0 where it has no samples."""
        return int(getattr(self.objective, "sample_count", 0))

    def value(self, p: Array) -> Array:
        p = np.asarray(p, dtype=float)
        strength = per_model(self.strength, p[..., 0], 0)
        return self.objective.value(p) + 0.5 * strength * np.square(p).sum(axis=-1)

    def gradient(self, p: Array, rows: Rows | None = None) -> Array:
        return self.objective.gradient(p, rows) + per_model(self.strength, np.asarray(p), 1) * p

    def hessian(self, p: Array) -> Array:
        pulled = per_model(self.strength, np.asarray(p)[..., None], 2) * np.eye(self.size)
        return self.objective.hessian(p) + pulled


def samples(topic: WeightDecay) -> tuple[Array, Array]:
    """x (442, d) and y (442,), both with mean 0 and variance 1."""
    data = Diabetes()()
    at = [data.features.index(name) for name in topic.columns.names]
    y = data.y - data.y.mean()
    return data.x[:, at], y / y.std()


def recipes(
    topic: WeightDecay,
    steps: int,
    seed: int,
    record: Steps | int = 1,
    values: Sequence[float] | None = None,
) -> dict[str, Recipe]:
    """The three runs; with values (V,) of λ each has a start (V, d).

    SGD and Adam have λ in the loss, AdamW in its step.
    """
    loss = LeastSquares(*samples(topic))
    strength: Array | float = topic.decay if values is None else np.array(values)[:, None]
    start = np.zeros(loss.size if values is None else (len(values), loss.size))
    eta, sampler = topic.eta, ShuffledEpochs(topic.m)
    stream = None if topic.m >= loss.sample_count else Stream(sampler, seed)
    penalized, in_step = L2(loss, strength), cast(float, strength)

    def made(objective: Objective, rule: Optimizer) -> Recipe:
        paced = Scheduled(rule, Cosine(period=steps)) if topic.falling else rule
        return Recipe(objective, paced, start, steps, stream=stream, record_every=record)

    return {
        # A step of decay λ is one of L2 for gradient descent: p - η(g + λp) = (1 - ηλ)p - ηg.
        SGD: made(penalized, GradientDescent(eta)),
        ADAM_L2: made(penalized, Adam(eta, beta_2=topic.beta_2)),
        ADAMW: made(loss, AdamW(eta, beta_2=topic.beta_2, decay=in_step)),
    }


def study(
    topic: WeightDecay, steps: int, seed: int, record: Steps, values: Sequence[float]
) -> Study:
    """The three rules for all λ at once, beside the minimum with L2 and the minimum in a box."""
    x, y = samples(topic)
    disc = np.array([ridge(x, y, strength) for strength in values])
    box = np.array([box_minimum(x, y, 1 / strength) for strength in values])
    ends = {SGD: disc, ADAM_L2: disc, ADAMW: box}
    lanes = {}
    for name, recipe in recipes(topic, steps, seed, record, values).items():
        run = recipe.run()
        lanes[name] = Lane(run.p, ends[name], run.diverged_at)
    least = np.linalg.lstsq(x, y, rcond=None)[0]
    references = {"ridge": disc, "box": box, LEAST_SQUARES: least}
    return Study(np.array(values), run.k, topic.columns.names, lanes, references)


def ridge(x: Array, y: Array, strength: float) -> Array:
    """The w (d,) of least (1/2N)‖y - Xw‖² + (λ/2)‖w‖², without an intercept."""
    H = x.T @ x / len(x) + strength * np.eye(x.shape[1])
    return np.asarray(np.linalg.solve(H, x.T @ y / len(x)))


def exported(topic: WeightDecay, steps: int, seed: int, lane: str) -> Recipe:
    """The run of a lane as a network of one linear unit has it, which scripts know.

    Its bias, which the run has not, is best at 0; Adam divides the rounding of its gradient by its
    own size, so that it leaves 0 and comes back.
    """
    x, y = samples(topic)
    recipe = recipes(topic, steps, seed)[lane]
    network = Network((x.shape[1], 1), output=Identity())
    penalty = None if lane == ADAMW else WeightRidge(topic.decay)
    risk = Risk(network, HalfSquaredError(), x, y[:, None], penalty)
    return replace(recipe, objective=risk, start=np.zeros(risk.size))
