"""The step size chooses the curvature: the edge of stability, and flat limits.

On a quadratic, gradient descent diverges once λ_max exceeds 2/η. On a network λ_max moves, and
full-batch gradient descent ends up holding it at that edge (Cohen, Kaur, Li, Kolter, Talwalkar
2021). On (ab - 1)²/2, where minima of every curvature lie on the hyperbola ab = 1, the same
threshold decides which of them can be limits.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array
from core.landscape.spectrum import spectrum
from core.networks.activations import Identity, Tanh
from core.networks.network import Network
from core.objectives.losses import HalfSquaredError
from core.objectives.objective import Objective
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.training.descent import Status, Trajectory, descend
from core.training.side_by_side import shared
from core.training.spread import Share, part_of

# A start counts as arrived where the gradient is as small as this, and no curvature as negative.
_STILL, _BENT = 1e-8, -1e-6


@dataclass(frozen=True, eq=False)
class Edge:
    """Runs for the learning rates eta (V,): p (K, V, s), and λ_max (K, V) at their points."""

    eta: Array
    trajectory: Trajectory
    largest: Array

    @property
    def alive(self) -> NDArray[np.bool_]:
        """Which recorded points (K, V) a run went through; where it diverged it stands still."""
        lost = self.trajectory.diverged_at
        return (lost < 0) | (self.trajectory.k[:, None] < lost)

    @property
    def ratio(self) -> Array:
        """η λ_max / 2 (K, V): 1 at the edge of stability."""
        return 0.5 * self.eta * self.largest

    @property
    def held(self) -> Array:
        """Mean of the ratio (V,) over the last half of the recorded steps."""
        return np.asarray(self.ratio[len(self.ratio) // 2 :].mean(axis=0), dtype=float)


@dataclass(frozen=True, eq=False)
class Limits:
    """Starts (R, 2), where they end (R, 2), and which of them (R,) arrived at a minimum."""

    eta: float
    start: Array
    end: Array
    arrived: NDArray[np.bool_]

    @property
    def squared_radius(self) -> Array:
        """a² + b² of the limits that arrived: λ_max there, and at most 2/η."""
        return np.square(self.end[self.arrived]).sum(axis=-1)


def wave(count: int = 20, width: int = 6) -> Risk:
    """A 1-width-width-1 tanh network on `count` points of the wave 8x⁴ - 8x² + 1 on [-1, 1].

    The wave is the Chebyshev polynomial T₄; the cost is the mean of half the squared residual.
    """
    x = np.linspace(-1, 1, count)[:, None]
    network = Network((1, width, width, 1), Tanh(), Identity())
    return Risk(network, HalfSquaredError(), x, 8 * x**4 - 8 * x**2 + 1)


def edge(
    objective: Objective,
    eta: ArrayLike,
    start: Array,
    steps: int,
    every: int,
    watch: Share | None = None,
) -> Edge:
    """Full-batch gradient descent from start (s,) for each η (V,).

    λ_max is that of the exact Hessian at every recorded step, each `every`-th. `watch` is told the
    share of the runs that is done, and what it raises ends the work.
    """
    rates = np.atleast_1d(np.asarray(eta, dtype=float))
    # One by one, since a few models alone are quicker than a batch of a few.
    runs = [
        descend(
            objective,
            GradientDescent(rate),
            start,
            steps,
            record_every=every,
            watch=shared(part_of(watch, n / len(rates), 1 / len(rates)), steps),
        )
        for n, rate in enumerate(rates)
    ]
    lost = any(run.status is Status.DIVERGED for run in runs)
    whole = Trajectory(
        runs[0].k,
        np.stack([run.p for run in runs], axis=1),
        np.stack([run.value for run in runs], axis=1),
        Status.DIVERGED if lost else Status.COMPLETED,
        np.stack([run.diverged_at for run in runs]),
    )
    return Edge(rates, whole, spectrum(objective, whole.p).largest)


def flat_limits(objective: Objective, eta: float, starts: Array, steps: int = 4000) -> Limits:
    """Gradient descent with η from every start (R, 2), and who of them ends at a minimum.

    A run that diverges, rests on a saddle or is still on its way has not arrived.
    """
    run = descend(objective, GradientDescent(eta), starts, steps, record_every=steps)
    end = run.p[-1]
    still = np.linalg.norm(objective.gradient(end), axis=-1) <= _STILL
    arrived = still & (np.linalg.eigvalsh(objective.hessian(end))[:, 0] >= _BENT)
    return Limits(eta, np.asarray(starts, dtype=float), end, arrived & (run.diverged_at < 0))
