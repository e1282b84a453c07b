"""Practical issues of gradient descent: the scale of the inputs, and gradients that explode.

`initialization` has the scale of the first weights, `early_stopping` when to stop.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array, Steps
from core.datasets.samples import Samples
from core.objectives.functions import Rosenbrock
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.risk import logistic
from core.optimizers.clipping import Clipped
from core.optimizers.first_order import GradientDescent
from core.rounding import SHAKE, moved
from core.scales import log_scale
from core.training.descent import Trajectory, descend

_RATES = np.array(log_scale(0.0001, 100.0)[::2])
# Final costs that differ by less than this, relatively, are one cost.
_SAME = 1e-9
STEEP: Final = (2.0, -2.0)
"""A start on the wall of Rosenbrock's valley."""


@dataclass(frozen=True, eq=False)
class Scaling:
    """Logistic regression by gradient descent on one scaling of the inputs.

    condition: that of [x, 1]ᵀ[x, 1]/N. eta: the rate of `final_eta` whose run costs least at the
    end, whatever rounding does; alike: the lowest and the highest of those that cost the same.
    k (K,), value (K,): that run. final_eta, final (V,): every rate and its final cost.
    """

    condition: float
    eta: float
    alike: tuple[float, float]
    k: Steps
    value: Array
    final_eta: Array
    final: Array


def condition_number(x: Array) -> float:
    """λ_max/λ_min of XᵀX/N with X = [x, 1], x (N, d): of the Hessian of linear least squares."""
    singular = np.linalg.svd(np.column_stack([x, np.ones(len(x))]), compute_uv=False)
    with np.errstate(divide="ignore"):
        return float(np.square(singular[0] / singular[-1]))


def scaling(samples: Samples, steps: int, frames: int = 200) -> Scaling:
    """Train from 0 with every η from 0.0001 to 100, seven to a power of ten, and keep the best.

    All is done again from a start `core.rounding.SHAKE` beside 0; the higher end of both counts.
    """
    risk = logistic(samples.x, samples.y, BinaryCrossEntropy())
    each = GradientDescent().at_rate(_RATES[:, None])
    starts = np.zeros((len(_RATES), risk.size))
    every = max(1, steps // frames)
    run = descend(risk, each, starts, steps, record_every=every)
    other = descend(
        risk, each, starts + SHAKE * (-1.0) ** np.arange(risk.size), steps, record_every=every
    )
    ends = np.maximum(_end(run), _end(other))
    best = int(np.argmin(ends))
    alike = _RATES[ends <= ends[best] * (1 + _SAME)]
    return Scaling(
        condition_number(samples.x),
        float(_RATES[best]),
        (float(alike.min()), float(alike.max())),
        run.k,
        run.value[:, best],
        _RATES,
        run.value[-1],
    )


def _end(run: Trajectory) -> Array:
    return np.where(run.diverged_at < 0, run.value[-1], np.inf)


def clipped_ends(eta: float, bound: float, steps: int, copies: int = 8) -> Array:
    """Final costs (copies + 1,) of the clipped run that `exploding` has, and of moved ones.

    They start moved by multiples of `core.rounding.SHAKE`: where they differ, rounding decides
    where the run ends.
    """
    shakes = SHAKE * np.arange(copies + 1, dtype=np.float64)[:, None]
    starts = moved(np.array(STEEP), shakes)
    rule = Clipped(GradientDescent(eta), bound)
    return descend(Rosenbrock(), rule, starts, steps, record_every=steps).value[-1]


def exploding(eta: float, bound: float, steps: int) -> tuple[Trajectory, Trajectory]:
    """Gradient descent on Rosenbrock's function from a steep start, plain and clipped at `bound`.

    Where the gradient is clipped a step is η · bound long, whatever the wall (Pascanu, Mikolov,
    Bengio 2013).
    """
    plain = GradientDescent(eta)
    rules = (plain, Clipped(plain, bound))
    first, second = (descend(Rosenbrock(), rule, STEEP, steps) for rule in rules)
    return first, second
