"""The elastic net for every strength: the lasso's zeros, the ridge's one minimum."""

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.regularization.active_set import minimize_l1
from core.regularization.lasso import lasso_path
from core.regularization.problem import Columns, Path, checked
from core.regularization.ridge import RidgeFit, ridge_path


def elastic_net_path(
    x: ArrayLike, y: ArrayLike, strengths: ArrayLike, l1_share: float = 0.5
) -> Path:
    """The minimum of (1/2N)‖y - b - Xw‖² + λ(ρ‖w‖₁ + ½(1-ρ)‖w‖²) for each λ of strengths (V,).

    ρ is `l1_share`, from 0 to 1 (Zou & Hastie 2005); λ and ρ are scikit-learn's alpha and l1_ratio.
    x (N, d) is taken as it is, y is (N,), the intercept b is not penalized; zeros are exact.
    ValueError, one sentence, for anything else, and for λ = 0 with 0 < ρ < 1 where columns are
    linearly dependent.
    """
    x, y, strengths = checked(x, y, strengths)
    if not 0 <= l1_share <= 1:
        raise ValueError(f"l1_share = {l1_share} is not possible: allowed is from 0 to 1.")
    if l1_share in (0, 1):
        return (lasso_path if l1_share else ridge_path)(x, y, strengths)
    columns, target = Columns.of(x), Columns.of(y[:, None])
    z, scale, size = columns.z, columns.scale, float(target.scale[0])
    G, c = z.T @ z / len(y), target.z[:, 0] @ z / len(y)
    w, u = np.zeros((len(strengths), x.shape[1])), np.zeros(x.shape[1])
    # From the largest strength down, each starting where the one before has ended.
    for i in np.argsort(-strengths, kind="stable"):
        if strengths[i] == 0:
            w[i] = _least_squares(x, y)
            continue
        pull, bend = strengths[i] * l1_share, strengths[i] * (1 - l1_share)
        u = minimize_l1(G + np.diag(bend / scale / scale), c, pull / scale / size, u)
        w[i] = u * size / scale
    return Path(strengths, target.mean[0] - w @ columns.mean, w)


def _least_squares(x: Array, y: Array) -> Array:
    fit = RidgeFit.of(x, y)
    if len(fit.s) < x.shape[1]:
        raise ValueError(
            "The strength 0 is not possible: columns of x are linearly dependent, "
            "so least squares has no single minimum; allowed are strengths above 0."
        )
    return np.asarray(fit.weights(np.zeros(1))[0])
