"""The window of parameters that a data set is shown in."""

import numpy as np

from core.arrays import Array
from core.datasets.dataset import Dataset
from core.datasets.samples import Samples
from core.experiments.logistic.choices import ILL_CONDITIONED, condition
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.risk import logistic

# Half-width of the window where the optimum is at infinity, and the least where it is near 0.
_ENDLESS, _LEAST = 10.0, 4.0
# Half-width in units of the curvature: a quadratic with it would be higher by half its square.
_UNITS = 5.0


def window(data: Dataset, samples: Samples, optimum: Array | None) -> tuple[Array, Array]:
    """Center and half-widths (s,) for p = (w_1, …, w_d, b).

    It is around 0 and wide enough for the optimum (s,); in units that are far from 1 around the
    optimum, as wide as the cross-entropy's curvature there says. With more than two features it is
    only where starts are drawn: what is looked at is a plane through the run.
    """
    size = samples.x.shape[1] + 1
    if size > 3:
        # wᵀx is about as large as with two features, however many there are.
        return np.zeros(size), np.full(size, _LEAST * np.sqrt(2 / (size - 1)))
    if data.window is not None and len(data.window) == size:
        return np.zeros(size), np.array(data.window)
    if condition(samples.x) > ILL_CONDITIONED:
        return _by_curvature(samples, optimum)
    if optimum is None:
        return np.zeros(size), np.full(size, _ENDLESS)
    return np.zeros(size), np.ceil(np.maximum(_LEAST, 1.6 * np.abs(optimum)))


def in_standard_columns(samples: Samples) -> tuple[Array, Array, Array]:
    """Standardized x (N, d), and two matrices (s, s): u = to @ p are its parameters, p = back @ u.

    There a Hessian is as well conditioned as the data allow, whatever the table's units are.
    """
    plain = samples.standardized()
    spread, mean = plain.scale / samples.scale, (plain.center - samples.center) / samples.scale
    to, back = np.diag(np.append(spread, 1.0)), np.diag(np.append(1 / spread, 1.0))
    to[-1, :-1], back[-1, :-1] = mean, -mean / spread
    return plain.x, to, back


def _by_curvature(samples: Samples, optimum: Array | None) -> tuple[Array, Array]:
    """Where the quadratic of the optimum is by `_UNITS`²/2 higher; around 0 without an optimum."""
    center = np.zeros(samples.x.shape[1] + 1) if optimum is None else optimum
    x, to, back = in_standard_columns(samples)
    H = logistic(x, samples.y, BinaryCrossEntropy()).hessian(to @ center)
    deviation = np.sqrt(np.diag(back @ np.linalg.pinv(H) @ back.T))
    return center, _UNITS * np.where(deviation > 0, deviation, deviation.max())
