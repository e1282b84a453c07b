"""Noise on the input of a curved model: a tanh unit trained on the seed's points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array
from core.networks.activations import Identity, Tanh
from core.networks.initialization import uniform_fan_in
from core.networks.network import Network
from core.objectives.losses import SquaredError
from core.objectives.risk import Risk
from core.optimizers.adam import Adam
from core.regularization.noise import second_order, tikhonov, with_input_noise
from core.training.descent import descend

POINTS: Final = 20
_STEPS: Final = 400


@dataclass(frozen=True, eq=False)
class Curved:
    """What noise of standard deviation sigma (V,) adds to the mean square, and what is left of it.

    added is exact; after_second what Bishop's two terms leave of it, after_slope what the squared
    slope alone leaves, both (V,).
    """

    sigma: Array
    added: Array
    after_second: Array
    after_slope: Array


def curved(sigma: Sequence[float], seed: int) -> Curved:
    """For f(x) = v tanh(wx + b) + c as trained on a noisy sine."""
    rng = np.random.default_rng(seed)
    x = np.linspace(-1, 1, POINTS)
    y = np.sin(3 * x) + 0.2 * rng.standard_normal(POINTS)
    network = Network((1, 1, 1), Tanh(), Identity())
    risk = Risk(network, SquaredError(), x[:, None], y[:, None])
    start = uniform_fan_in(network, rng)
    w, b, v, c = descend(risk, Adam(0.02), start, _STEPS, record_every=_STEPS).p[-1]

    def f(at: Array) -> Array:
        return np.asarray(v * np.tanh(w * at + b) + c)

    t = np.tanh(w * x + b)
    slope, bend = v * w * (1 - t**2), -2 * v * w**2 * t * (1 - t**2)
    residual = f(x) - y
    without = float(np.square(residual).mean())
    added = np.array([with_input_noise(f, x, y, s) - without for s in sigma])
    return Curved(
        np.array(sigma),
        added,
        added - [second_order(residual, slope, bend, s) for s in sigma],
        added - [tikhonov(slope, s) for s in sigma],
    )
