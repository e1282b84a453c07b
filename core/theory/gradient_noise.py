"""How noisy a minibatch gradient is: the exact variance, and how much of the data has been seen.

Higham and Higham (2019), section 4, draws one sample a step; `core.objectives.per_sample` gives
the gradients that the draw chooses from.
"""

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array


def covariance_trace(gradients: Array) -> Array:
    """S = (1/N) Σ ‖∇C_i - ∇C‖², shape (...), from the samples' gradients (..., N, s).

    The trace of the covariance of one gradient drawn at random: its mean squared distance from
    the full gradient.
    """
    g = np.asarray(gradients, dtype=float)
    return np.square(g - g.mean(axis=-2, keepdims=True)).sum(axis=-1).mean(axis=-1)


def minibatch_variance(trace: ArrayLike, N: int, m: ArrayLike, replacement: bool = True) -> Array:
    """E‖g - ∇C‖² of the mean g of m gradients out of N whose covariance has the trace S.

    S/m for draws with replacement; without, (S/m) (N-m)/(N-1), which is 0 for m = N: a survey's
    finite population correction (Cochran 1977, theorem 2.2). `trace` and m broadcast.
    ValueError for m < 1, and for m > N without replacement.
    """
    m = np.asarray(m)
    if (m < 1).any() or (not replacement and (m > N).any()):
        most = "" if replacement else f" to the {N} samples there are"
        raise ValueError(f"m = {m} is no batch size: allowed are 1 and more{most}.")
    variance = np.asarray(trace, dtype=float) / m
    if replacement:
        return variance
    return variance * (N - m) / max(N - 1, 1)


def coverage(N: int, k: ArrayLike, replacement: bool = True) -> Array:
    """Expected share of N samples seen after k picks, shape of k.

    1 - (1 - 1/N)^k with replacement, which for k = N tends to 1 - 1/e; k/N, at most 1, for
    shuffled epochs. ValueError for N < 1 or k < 0.
    """
    k = np.asarray(k, dtype=float)
    if N < 1 or (k < 0).any():
        raise ValueError(f"N = {N}, k = {k} is not possible: allowed are N ≥ 1 and k ≥ 0.")
    if replacement:
        return 1 - (1 - 1 / N) ** k
    return np.minimum(k / N, 1.0)
