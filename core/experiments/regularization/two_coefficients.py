"""Two coefficients of the diabetes data, bmi and s5, for all strengths of a penalty at once."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array, Steps
from core.datasets.wide import Diabetes
from core.experiments.regularization.questions import WhyZeros
from core.experiments.regularization.shapes import Diamond
from core.networks.network import Network
from core.objectives.losses import HalfSquaredError
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.optimizers.proximal import ProximalGradient
from core.training.descent import log_steps
from core.training.recipe import Recipe

NAMES: Final = (("bmi", "s5"), ("bmi", "bmi again"))
"""What the two columns are called; the second pair where one column is taken twice."""

FRAMES: Final = 48
_BMI, _S5 = 2, 8
_NETWORK: Final = Network((2, 1))
# Beyond this a run is called diverged, and its points are no numbers any more.
_FAR: Final = 1e9


@dataclass(frozen=True, eq=False)
class Bowl:
    """(1/2N)‖y - b - Xw‖² = ½ wᵀHw - cᵀw + rest, b at its best: H (2, 2), c (2,)."""

    H: Array
    c: Array
    rest: float

    def value(self, w: Array) -> Array:
        """Shape (...) for w (..., 2)."""
        return 0.5 * np.einsum("...i,ij,...j", w, self.H, w) - w @ self.c + self.rest

    def gradient(self, w: Array) -> Array:
        """Shape (..., 2)."""
        return w @ self.H - self.c

    @property
    def sharpest(self) -> float:
        """L, the largest eigenvalue of H."""
        return float(np.linalg.eigvalsh(self.H)[-1])


def columns(twice: bool) -> tuple[Array, Array]:
    """x (442, 2), standardized, and y (442,), centered."""
    samples = Diabetes()()
    x = samples.x[:, [_BMI, _BMI if twice else _S5]]
    return x, samples.y - samples.y.mean()


def bowl(twice: bool) -> Bowl:
    """The loss over the two coefficients."""
    x, y = columns(twice)
    return Bowl(x.T @ x / len(y), x.T @ y / len(y), float(np.square(y).mean() / 2))


def is_unique(question: WhyZeros) -> bool:
    """Whether the minimum is one point at every λ above 0: not where L1 meets a column twice."""
    return not (question.column_twice and isinstance(question.penalty, Diamond))


def minima(question: WhyZeros, strengths: Array) -> Array:
    """The minimum (V, 2) for each λ of strengths (V,), exactly; of several the middle one."""
    loss = bowl(question.column_twice)
    w = np.array([question.penalty.minimum(loss.H, loss.c, each) for each in strengths])
    # Two equal columns may share their sum in any way; at λ = 0 in any way at all.
    several = np.full(len(w), not is_unique(question)) | ((strengths == 0) & question.column_twice)
    return np.where(several[:, None], w.mean(axis=1, keepdims=True), w)


@dataclass(frozen=True, eq=False)
class Followed:
    """Runs from one start for V strengths: the steps k (F,) and both methods' w (F, V, 2)."""

    k: Steps
    proximal: Array
    subgradient: Array


def follow(
    question: WhyZeros, strengths: Array, first: tuple[float, float], steps: int
) -> Followed:
    """Proximal gradient (ISTA) and subgradient descent for each λ of strengths (V,), side by side.

    Both take the same step on the loss; then one takes the penalty's proximal step, and the other
    has moved along its subgradient as well. What has diverged is NaN.
    """
    loss, penalty = bowl(question.column_twice), question.penalty.penalty(strengths[:, None])
    k = log_steps(steps, FRAMES)
    kept = {int(step): f for f, step in enumerate(k)}
    # The network's bias, which is 0: the data are centered.
    p = np.tile([*first, 0.0], (len(strengths), 1))
    q = p.copy()
    found = np.empty((2, len(k), len(strengths), 2))
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(steps + 1):
            if step in kept:
                found[:, kept[step]] = p[:, :2], np.where(np.abs(q[:, :2]) < _FAR, q[:, :2], np.nan)
            p[:, :2] -= question.eta * loss.gradient(p[:, :2])
            p = penalty.prox(p, _NETWORK, question.eta)
            slope = penalty.gradient(q, _NETWORK)
            slope[:, :2] += loss.gradient(q[:, :2])
            q = q - question.eta * slope
    return Followed(k, found[0], found[1])


def recipes(question: WhyZeros, first: tuple[float, float], steps: int) -> dict[str, Recipe]:
    """The two runs at one λ, on the data themselves."""
    x, y = columns(question.column_twice)
    penalty = question.penalty.penalty(question.strength)
    risk = Risk(_NETWORK, HalfSquaredError(), x, y[:, None], penalty)
    start, recorded = np.array([*first, 0.0]), log_steps(steps, FRAMES)
    return {
        "proximal": Recipe(
            risk, ProximalGradient(question.eta).on(risk), start, steps, record_every=recorded
        ),
        "subgradient": Recipe(
            risk, GradientDescent(question.eta), start, steps, record_every=recorded
        ),
    }
