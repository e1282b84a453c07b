"""How many free coefficients a penalized fit is worth: by its zeros and by its covariance."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array
from core.datasets.wide import Diabetes
from core.regularization import degrees_of_freedom, lasso_path
from core.training.spread import Share

DRAWS: Final = 300
STRENGTHS: Final = (2.0, 5.0, 10.0, 15.0, 25.0, 40.0)


@dataclass(frozen=True, eq=False)
class Freedom:
    """The lasso's degrees of freedom, without the intercept's 1, at V strengths.

    zeros (V,): the mean number of coefficients that are not 0, which is what theory says (Zou,
    Hastie & Tibshirani 2007). covariance (V,): Σ cov(fit_i, y_i)/σ², by its definition (Efron
    1986), and its standard error (V,). ridge (V,): Σ s²/(s² + Nλ), for comparison.
    """

    strengths: Array
    zeros: Array
    covariance: Array
    error: Array
    ridge: Array


def freedom(
    seed: int,
    strengths: tuple[float, ...] = STRENGTHS,
    draws: int = DRAWS,
    watch: Share | None = None,
) -> Freedom:
    """Around the least-squares fit as the truth, with its own noise; `draws` targets are drawn.

    `watch` is told the share that is done, and what it raises ends the work.
    """
    samples = Diabetes()()
    x, y = samples.x, samples.y - samples.y.mean()
    N, d = x.shape
    truth = np.linalg.lstsq(x, y, rcond=None)[0]
    residual = y - x @ truth
    sigma = float(np.sqrt(residual @ residual / (N - d - 1)))
    rng, at = np.random.default_rng(seed), np.array(strengths)
    count, shared = np.empty((2, draws, len(at)))
    for k in range(draws):
        if watch is not None:
            watch(k / draws)
        noise = sigma * rng.standard_normal(N)
        w = lasso_path(x, x @ truth + noise, at).w
        count[k] = np.count_nonzero(w, axis=1)
        # The truth is taken off the fit: it has no share in the covariance, only in its noise.
        shared[k] = (w - truth) @ (x.T @ noise) / sigma**2
    return Freedom(
        at,
        count.mean(axis=0),
        shared.mean(axis=0),
        shared.std(axis=0, ddof=1) / np.sqrt(draws),
        degrees_of_freedom(x, at),
    )
