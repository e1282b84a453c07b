"""One spectrum for everything: what five regularizers leave of each singular component."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array
from core.datasets.wide import Diabetes
from core.experiments.regularization.choices import Dropout, EarlyStopping, InputNoise, Truncation
from core.experiments.regularization.questions import OneSpectrum
from core.regularization import (
    RidgeFit,
    flow_filter,
    in_sample_risk,
    largest_gap,
    ridge_filter,
    stopping_filter,
)

COMPONENTS: Final = 10


@dataclass(frozen=True, eq=False)
class Spectrum:
    """For V strengths: filters of ridge regression and of the other method (V, 10), and more.

    curvatures h (10,) are the eigenvalues of XᵀX/N, from the largest. w, ridge_w (V, 10): the
    coefficients that the filters make of least squares; measured (V, 10): those that the method
    itself ends at, from steps, a solve or noise counted out. least (10,): least squares along each
    right singular vector of `directions` (10, 10), turned so that it is positive. rest: half its
    mean square of residuals. amount (V,): the method's own number,
    steps t, components k, keep rate q or deviation σ. risk, ridge_risk (V,): in-sample risk with
    least squares as the truth.
    """

    strengths: Array
    curvatures: Array
    ridge: Array
    other: Array
    ridge_w: Array
    w: Array
    measured: Array
    least: Array
    directions: Array
    rest: float
    amount: Array
    risk: Array
    ridge_risk: Array

    @property
    def gap(self) -> Array:
        """The largest difference (V,) of the two filters over the ten components."""
        return np.asarray(np.abs(self.other - self.ridge).max(axis=1))


def spectrum(question: OneSpectrum, strengths: Array) -> Spectrum:
    """For each λ of strengths (V,); the other method as strong as that λ makes it."""
    samples = Diabetes()()
    x, y = samples.x, samples.y - samples.y.mean()
    N = len(y)
    fit = RidgeFit.of(x, y)
    h = np.square(fit.s) / N
    components = fit.U.T @ y / fit.s
    ridge = ridge_filter(h, strengths[:, None])
    eta = question.step_size / h[0]
    match question.method:
        case EarlyStopping():
            # λ = 1/(ηt): so many steps, at least one.
            amount = np.maximum(1, np.round(1 / (eta * strengths)))
            other = stopping_filter(h, eta, amount[:, None])
            measured = _descended(x, y, eta, amount.astype(int))
        case Truncation():
            amount = (h >= strengths[:, None]).sum(axis=1)
            other = (np.arange(len(h)) < amount[:, None]).astype(float)
            measured = np.array([_first(x, y, int(k)) for k in amount])
        case Dropout():
            # The columns have length √N each, so that (1-q)/q is λ.
            amount = 1 / (1 + strengths)
            other = ridge
            measured = np.array([_dropped(x, y, q) for q in amount])
        case InputNoise():
            amount = np.sqrt(strengths)
            other = ridge
            measured = np.array([_noised(x, y, sigma) for sigma in amount])
    residual = y - fit.X @ (fit.V @ components)
    # A singular vector is determined but for its sign.
    turned = np.where(components < 0, -1.0, 1.0)
    sigma2 = float(residual @ residual) / (N - 11) / N
    signal = fit.s * components / np.sqrt(N)
    return Spectrum(
        strengths,
        h,
        ridge,
        other,
        (ridge * components) @ fit.V.T,
        (other * components) @ fit.V.T,
        measured,
        turned * components,
        turned[:, None] * fit.V.T,
        float(residual @ residual) / (2 * N),
        amount.astype(float),
        in_sample_risk(other, signal, sigma2),
        in_sample_risk(ridge, signal, sigma2),
    )


def flow_gap(curvatures: Array, strengths: Array) -> Array:
    """The largest difference (V,) of ridge and gradient flow at time 1/λ over some curvatures."""
    flow = flow_filter(curvatures, 1 / strengths[:, None])
    return np.asarray(np.abs(flow - ridge_filter(curvatures, strengths[:, None])).max(axis=1))


def bound() -> tuple[float, float]:
    """Where, in ht, and how large that difference is at most, for any data."""
    return largest_gap()


def _descended(x: Array, y: Array, eta: float, steps: Array) -> Array:
    """Gradient descent from 0 after so many steps (V,): the iterates (V, d)."""
    H, c = x.T @ x / len(y), x.T @ y / len(y)
    w, done, found = np.zeros(len(c)), 0, np.empty((len(steps), len(c)))
    for v in np.argsort(steps):
        # So many steps at once: w ← w - η(Hw - c) is linear in (w, 1).
        A = np.eye(len(c) + 1)
        A[:-1, :-1] -= eta * H
        A[:-1, -1] = eta * c
        w = (np.linalg.matrix_power(A, int(steps[v] - done)) @ np.append(w, 1.0))[:-1]
        done, found[v] = int(steps[v]), w
    return found


def _first(x: Array, y: Array, k: int) -> Array:
    """Least squares on the first k principal components (Massy 1965)."""
    values, vectors = np.linalg.eigh(x.T @ x)
    V = vectors[:, np.argsort(-values)[:k]]
    return np.asarray(V @ np.linalg.lstsq(x @ V, y, rcond=None)[0])


def _dropped(x: Array, y: Array, keep: float) -> Array:
    """Where the expected squared error under inverted dropout of inputs is least."""
    # E of (mask ∘ x)(mask ∘ x)ᵀ/q²: off the diagonal nothing changes, on it 1/q.
    moment = x.T @ x
    moment = moment + np.diag(np.diag(moment) * (1 / keep - 1))
    return np.asarray(np.linalg.solve(moment, x.T @ y))


def _noised(x: Array, y: Array, sigma: float) -> Array:
    """Where the expected squared error under noise on the inputs is least."""
    moment = x.T @ x + len(y) * sigma**2 * np.eye(x.shape[1])
    return np.asarray(np.linalg.solve(moment, x.T @ y))
