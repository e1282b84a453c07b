"""A ground with many samples that say much the same: where minibatches are worth their noise."""

from dataclasses import dataclass
from functools import cache
from typing import final

import numpy as np

from core.datasets.measured import BreastCancer
from core.experiments.race.ground import Ground, Rates
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.plane import OnPlane, Plane
from core.objectives.risk import logistic

# Where the cost of weights and bias together is least; a test finds it again.
_BEST = -3.7220034943334923, -0.9374074500211913, 0.707567275345013


@final
@dataclass(frozen=True)
class Tumors(Ground):
    r"""-\tfrac1N \sum_i (y_i \log a_i + (1-y_i) \log(1-a_i)), \; a_i = σ(w^T x_i + \hat b)"""

    title = "Logistic, 569 tumors"
    why = (
        "569 samples that say much the same: twenty of them show the way almost as well as all, at "
        "a small part of the price, until their noise is all that is left."
    )
    window = (-7.0, 5.0), (-5.0, 4.0)
    usual_start = 3.0, -3.0
    usual_rates = Rates(4.0, 0.5, 0.1, 0.5)
    names = ("w₁", "w₂")
    minima = (_BEST[:2],)
    floor = 0.25582012862749626

    @property
    def objective(self) -> OnPlane:
        return _tumors()

    @property
    def sample_count(self) -> int:
        return 569


@cache
def _tumors() -> OnPlane:
    """The cost over the two weights, radius and texture standardized, the bias at its best."""
    samples = BreastCancer(standardize=True)(np.random.default_rng(0))
    risk = logistic(samples.x, samples.y, BinaryCrossEntropy())
    return OnPlane(risk, Plane(np.array([0.0, 0.0, _BEST[2]]), np.eye(3)[:2]))
