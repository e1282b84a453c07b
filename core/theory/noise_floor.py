"""The floor of stochastic gradient descent with a constant learning rate, on least squares.

A step on a linear model with squared residuals is an affine map of the error e = p - p̂, drawn
anew each time. The mean of e eᵀ therefore follows a linear recursion that holds exactly, for any η
and m: no assumption of small steps or Gaussian noise is needed (compare Bach and Moulines 2013,
section 2; Bottou, Curtis, Nocedal 2018, theorem 4.6, for bounds).
"""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Steps
from core.networks.network import Network
from core.objectives.losses import HalfSquaredError
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend
from core.training.samplers import Sampler
from core.training.seeds import generators


@dataclass(frozen=True, eq=False)
class Spread:
    """What R runs from seeds of their own cost more than the minimum: excess (K, R) at steps k."""

    k: Steps
    excess: Array

    @property
    def mean(self) -> Array:
        """(K,)."""
        return np.asarray(self.excess.mean(axis=1), dtype=float)

    def band(self, share: float = 0.8) -> tuple[Array, Array]:
        """The quantiles (K,) between which the middle `share` of the runs lies."""
        low, high = np.quantile(self.excess, [0.5 - share / 2, 0.5 + share / 2], axis=1)
        return low, high

    @property
    def floor(self) -> float:
        """The mean over all runs and the last half of the recorded steps."""
        return float(self.mean[len(self.k) // 2 :].mean())


def line_fit(noise: float, count: int = 32, seed: int = 0) -> Risk:
    """Two inputs, uniform on ±√3, a linear target plus Gaussian noise of this deviation.

    With noise 0 one plane goes through all `count` points (interpolation); with more, no plane
    does, and the samples contradict each other. The inputs are the same for every noise.
    """
    rng = np.random.default_rng(seed)
    x = rng.uniform(-np.sqrt(3), np.sqrt(3), (count, 2))
    y = x @ [[1.0], [-2.0]] + 0.5 + noise * rng.standard_normal((count, 1))
    return Risk(Network((2, 1)), HalfSquaredError(), x, y)


def fitted(risk: Risk) -> Array:
    """The least-squares solution p̂ (s,) of a linear model, by the singular values of [x, 1]."""
    solution = np.linalg.lstsq(_design(risk), risk.y[:, 0], rcond=None)[0]
    return np.asarray(solution, dtype=np.float64)


def spread(
    risk: Risk,
    eta: float,
    sampler: Sampler,
    start: Array,
    steps: int,
    seeds: int = 200,
    every: int = 1,
) -> Spread:
    """`seeds` runs from one start (s,), each on batches of its own, all in one batch."""
    draws = [sampler.batches(risk.sample_count, steps, rng) for rng in generators(0, seeds)]
    P = np.broadcast_to(start, (seeds, len(start)))
    batches = np.stack(draws, axis=1)
    run = descend(risk, GradientDescent(eta), P, steps, batches, record_every=every)
    return Spread(run.k, _excess(risk, run.p))


def expected_excess(risk: Risk, eta: float, m: int, start: Array, steps: int) -> Array:
    """E[C(p_k)] - min C (steps + 1,) for batches of m drawn with replacement, exactly."""
    error = np.append(start - fitted(risk), 1.0)
    moment = np.outer(error, error)
    K, A = _transition(risk, eta, m), _hessian(risk)
    costs = np.empty(steps + 1)
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps + 1):
            costs[k] = 0.5 * (A * moment[:-1, :-1]).sum()
            moment = (K @ moment.reshape(-1)).reshape(moment.shape)
    return costs


def floor(risk: Risk, eta: float, m: int) -> float:
    """What SGD on batches of m with replacement costs more than the minimum in the long run.

    Exact; 0 where all samples can be fitted at once; infinite where the mean square grows.
    """
    s = risk.size
    K = _transition(risk, eta, m).reshape(s + 1, s + 1, s + 1, s + 1)
    # The error alone, and what is added to e eᵀ each time; the mean of e itself tends to 0.
    own, added = K[:s, :s, :s, :s].reshape(s * s, s * s), K[:s, :s, s, s].reshape(-1)
    if np.abs(np.linalg.eigvals(own)).max() >= 1:
        return float("inf")
    moment = np.linalg.solve(np.eye(s * s) - own, added).reshape(s, s)
    return max(0.0, float(0.5 * (_hessian(risk) * moment).sum()))


def small_step_floor(risk: Risk, eta: float, m: int) -> float:
    """η tr(S) / (4m): what `floor` tends to for small η, S the covariance of one gradient at p̂."""
    gradients = _residuals(risk)[:, None] * _design(risk)
    return float(eta / (4 * m) * np.square(gradients).sum(axis=1).mean())


def _excess(risk: Risk, p: Array) -> Array:
    """C(p) - min C (...), as ½ eᵀAe: a difference of costs would drown in rounding."""
    e = p - fitted(risk)
    return np.asarray(0.5 * ((e @ _hessian(risk)) * e).sum(axis=-1), dtype=float)


def _transition(risk: Risk, eta: float, m: int) -> Array:
    """E[T ⊗ T], ((s+1)², (s+1)²), of the random affine step T on (e, 1).

    T is the mean of m independent single-sample steps T_i, so
    E[T ⊗ T] = T̄ ⊗ T̄ + (mean of T_i ⊗ T_i - T̄ ⊗ T̄) / m.
    """
    X = _design(risk)
    N, s = X.shape
    T = np.tile(np.eye(s + 1), (N, 1, 1))
    T[:, :s, :s] -= eta * X[:, :, None] * X[:, None, :]
    T[:, :s, s] = -eta * _residuals(risk)[:, None] * X
    mean = T.mean(axis=0)
    single = np.einsum("nij,nkl->ikjl", T, T).reshape((s + 1) ** 2, -1) / N
    both = np.kron(mean, mean)
    return both + (single - both) / m


def _residuals(risk: Risk) -> Array:
    residuals = _design(risk) @ fitted(risk) - risk.y[:, 0]
    # At an exact fit residuals are rounding; kept, they would be taken for noise.
    return np.where(np.abs(residuals) <= 1e-12 * (1 + np.abs(risk.y[:, 0])), 0.0, residuals)


def _hessian(risk: Risk) -> Array:
    X = _design(risk)
    return X.T @ X / len(X)


def _design(risk: Risk) -> Array:
    return np.column_stack([risk.x, np.ones(risk.sample_count)])
