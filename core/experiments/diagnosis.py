"""What is going on at points of a run, in numbers from which a sentence can be made."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, in_chunks
from core.landscape.curvature import smallest_eigenvalue_at
from core.landscape.spectrum import Spectrum, spectrum
from core.objectives.penalties import Ridge
from core.objectives.per_sample import gradients
from core.objectives.risk import Risk
from core.theory.gradient_noise import covariance_trace

# A unit counts as saturated where its output is within this of 0 or 1.
SATURATED = 0.05
_ROUNDING = 8 * float(np.finfo(float).eps)
# Outputs that are looked at together, so that they stay in a core's L2 cache.
_CHUNK_NUMBERS = 1 << 15


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """A logistic regression at points p (F, s); every field is (F,).

    cost: mean loss without the penalty; penalty apart. saturated_wrong, saturated_right: how many
    of the N samples have an output within 0.05 of the wrong, or of the right, end. smallest,
    largest: eigenvalues of the Hessian of cost + penalty, 0 where rounding hides their sign;
    gradient (F, s) is that sum's, gradient_norm its length and rounding a bound of that length's
    error. pull (F, N): the share of the gradient that each sample gives, its projection on the
    whole, so that with the penalty's share they add up to 1. wrong (F, N): who is within 0.05 of
    the wrong end.
    """

    cost: Array
    penalty: Array
    accuracy: Array
    gradient: Array
    gradient_norm: Array
    rounding: Array
    smallest: Array
    largest: Array
    wrong: NDArray[np.bool_]
    pull: Array
    saturated_wrong: NDArray[np.int64]
    saturated_right: NDArray[np.int64]

    @property
    def total(self) -> Array:
        """What the run minimizes (F,): cost and penalty."""
        return self.cost + self.penalty

    @property
    def drowned(self) -> NDArray[np.bool_]:
        """Where (F,) rounding hides the gradient, so that nothing tells which way is down."""
        return np.asarray(self.gradient_norm <= self.rounding)


def diagnose(risk: Risk, p: Array) -> Diagnosis:
    """Read a single sigmoid unit's risk at the points p (F, s)."""
    highest = np.linalg.eigvalsh(risk.hessian(p))[..., -1]
    off = np.abs(risk.network(p, risk.x) - risk.y)[..., 0]
    gradient = risk.gradient(p)
    pull, rounding = _pulls(risk, p, gradient)
    return Diagnosis(
        cost=risk.mean_loss(p),
        penalty=risk.penalty_value(p),
        accuracy=accuracy(risk, p),
        gradient=gradient,
        gradient_norm=_length(gradient),
        rounding=rounding,
        smallest=smallest_eigenvalue_at(risk, p),
        largest=np.asarray(highest, dtype=float),
        wrong=off > 1 - SATURATED,
        pull=pull,
        saturated_wrong=(off > 1 - SATURATED).sum(axis=-1),
        saturated_right=(off < SATURATED).sum(axis=-1),
    )


def _pulls(risk: Risk, p: Array, gradient: Array) -> tuple[Array, Array]:
    """The samples' shares (F, N) of the gradient (F, s), and a bound (F,) of its rounding.

    An output near 1 is known to ε, so each sample's δ is known to a few ε, and a sum of N terms to
    N ε Σ|terms| (Higham 2002, Accuracy and Stability of Numerical Algorithms, eq. 3.5).
    """
    X = np.column_stack([risk.x, np.ones(risk.sample_count)])
    length = _length(gradient)[..., None]
    toward = np.divide(gradient, length, where=length > 0, out=np.zeros_like(gradient))
    delta = risk.loss.delta((p @ X.T)[..., None], risk.y, risk.network.output)[..., 0]
    with np.errstate(over="ignore"):
        pull = np.divide(delta * (toward @ X.T), length, where=length > 0, out=np.zeros_like(delta))
    size, eps = np.linalg.norm(X, axis=1), np.finfo(float).eps
    rounding = eps * (8 * size.mean() + len(X) * (np.abs(delta) @ size))
    return pull, rounding


def _length(v: Array) -> Array:
    """‖v‖ (...) of v (..., s), whose squares may be too small for double precision."""
    largest = np.abs(v).max(axis=-1, keepdims=True)
    unit = np.divide(v, largest, where=largest > 0, out=np.zeros_like(v))
    return np.asarray(largest[..., 0] * np.linalg.norm(unit, axis=-1))


def accuracy(risk: Risk, p: Array) -> Array:
    """Share (...) of the samples on whose side of ½ the unit's output is, for p (..., s).

    An output of ½ to within rounding, as everywhere at p = 0, counts one half. Rounding is that of
    the output and of the terms of z = wᵀx + b, in whatever units the samples are.
    """
    positive = risk.y[:, 0] > 0.5
    sizes = np.abs(risk.x.T)

    def share(q: Array) -> Array:
        w, b = q[..., :-1], q[..., -1:]
        z = w @ risk.x.T
        z += b
        terms = np.abs(w) @ sizes
        terms += 1 + np.abs(b)
        right = (z > 0) == positive
        return np.where(np.abs(z) <= _ROUNDING * terms, 0.5, right).mean(axis=-1)

    return in_chunks(share, p, max(1, _CHUNK_NUMBERS // risk.sample_count))


def is_convex(risk: Risk) -> bool:
    """Whether it is proved that a sigmoid unit's risk is convex: by its loss or by its ridge."""
    ridge = risk.penalty.strength if isinstance(risk.penalty, Ridge) else 0.0
    return bool(ridge >= convexifying_ridge(risk))


def convexifying_ridge(risk: Risk) -> float:
    """A λ ≥ 0 from which (λ/2)‖p‖² makes the loss of a sigmoid unit convex; ∞ if none is known.

    -c λ_max(XᵀX/N) with the bias column in X, where c is the least second derivative of one
    sample's loss by its pre-activation: -0.12020 for the squared loss, 0 for the cross-entropy.
    """
    if risk.loss.least_bend is None:
        return np.inf
    X = np.column_stack([risk.x, np.ones(risk.sample_count)])
    return max(0.0, -risk.loss.least_bend * float(np.linalg.eigvalsh(X.T @ X / len(X))[-1]))


# The exact Hessian of more parameters than this takes longer than a reader would wait.
LARGEST_SPECTRUM = 60


@dataclass(frozen=True, eq=False)
class NetworkDiagnosis:
    """A network at points p (F, s); every field is (F,), the eigenvalues (F, s).

    cost is the mean that is minimized, squares is Σ‖y - F(x)‖² whatever the loss. correct: how
    many samples have their one largest output where the target has it. spread: how far apart the
    difference of the first two outputs is among the samples. noise: the mean squared
    distance of one sample's gradient from ∇C. spectrum: of the exact Hessian, None for networks of
    more than `LARGEST_SPECTRUM` parameters.
    """

    cost: Array
    squares: Array
    correct: NDArray[np.int64]
    gradient_norm: Array
    spread: Array
    noise: Array
    spectrum: Spectrum | None


def diagnose_network(risk: Risk, p: Array) -> NetworkDiagnosis:
    """Read a risk at the points p (F, s)."""
    F = risk.network(p, risk.x)
    return NetworkDiagnosis(
        cost=risk.value(p),
        squares=np.square(risk.y - F).sum(axis=(-1, -2)),
        correct=_correct(F, risk.y),
        gradient_norm=np.linalg.norm(risk.gradient(p), axis=-1),
        spread=np.ptp(F[..., 0] - F[..., 1], axis=-1),
        noise=covariance_trace(gradients(risk, p)),
        spectrum=spectrum(risk, p) if risk.size <= LARGEST_SPECTRUM else None,
    )


def _correct(F: Array, y: Array) -> NDArray[np.int64]:
    wanted = y > 0.5
    highest_other = np.where(wanted, -np.inf, F).max(axis=-1)
    return np.asarray((np.where(wanted, F, -np.inf).max(axis=-1) > highest_other).sum(axis=-1))
