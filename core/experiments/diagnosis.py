"""What is going on at points of a run, in numbers from which a sentence can be made."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.landscape.spectrum import Spectrum, spectrum
from core.objectives.per_sample import gradients
from core.objectives.risk import Risk
from core.theory.gradient_noise import covariance_trace

# A unit counts as saturated where its output is within this of 0 or 1.
SATURATED = 0.05
_ON_THE_LINE = 1e-9


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """A logistic regression at points p (F, s); every field is (F,).

    cost: mean loss without the penalty; penalty apart. saturated_wrong, saturated_right: how many
    of the N samples have an output within 0.05 of the wrong, or of the right, end. smallest,
    largest: eigenvalues of the Hessian of cost + penalty, whose gradient has norm gradient_norm.
    """

    cost: Array
    penalty: Array
    accuracy: Array
    gradient_norm: Array
    smallest: Array
    largest: Array
    saturated_wrong: NDArray[np.int64]
    saturated_right: NDArray[np.int64]


def diagnose(risk: Risk, p: Array) -> Diagnosis:
    """Read a single sigmoid unit's risk at the points p (F, s)."""
    eigenvalues = np.asarray(np.linalg.eigvalsh(risk.hessian(p)), dtype=float)
    wrong = np.abs(risk.network(p, risk.x) - risk.y)[..., 0]
    return Diagnosis(
        cost=risk.mean_loss(p),
        penalty=risk.penalty_value(p),
        accuracy=accuracy(risk, p),
        gradient_norm=np.linalg.norm(risk.gradient(p), axis=-1),
        smallest=eigenvalues[..., 0],
        largest=eigenvalues[..., -1],
        saturated_wrong=(wrong > 1 - SATURATED).sum(axis=-1),
        saturated_right=(wrong < SATURATED).sum(axis=-1),
    )


def accuracy(risk: Risk, p: Array) -> Array:
    """Share (...) of the samples on whose side of ½ the unit's output is, for p (..., s).

    An output of ½ to within rounding, as everywhere at p = 0, counts one half.
    """
    z = p[..., :-1] @ risk.x.T + p[..., -1:]
    right = (z > 0) == (risk.y[:, 0] > 0.5)
    return np.where(np.abs(z) < _ON_THE_LINE, 0.5, right).mean(axis=-1)


def convexifying_ridge(risk: Risk) -> float:
    """A λ from which (λ/2)‖p‖² makes the squared loss of a sigmoid unit convex.

    0.1202 λ_max(XᵀX/N) with the bias column in X: the loss of one sample has second derivative
    2s²(1-s)(2-3s) ≥ -0.12020 by its pre-activation, least at s = (15 + √33)/24.
    """
    X = np.column_stack([risk.x, np.ones(risk.sample_count)])
    s = (15 + np.sqrt(33)) / 24
    steepest = -2 * s**2 * (1 - s) * (2 - 3 * s)
    return float(steepest * np.linalg.eigvalsh(X.T @ X / len(X))[-1])


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
