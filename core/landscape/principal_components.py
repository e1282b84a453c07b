"""Principal components of a path, and how much of a random walk they would explain."""

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array

_EPS = np.finfo(float).eps
# Coordinates averaged over: the shares then have a standard error below 1 %.
_WALKED_COORDINATES = 5000
_FEWEST_WALKS = 10


def principal_components(path: ArrayLike) -> tuple[Array, Array]:
    """Directions (r, s) of the largest variance of path (K, s), and their shares (r,) of it.

    The deviations are from the mean of the points. Directions are orthonormal, by decreasing
    variance, and each points the way from the path's start to its end; r is the dimension of what
    the path spans beyond rounding. ValueError for a path that does not move.
    """
    path = np.asarray(path, dtype=float)
    if path.ndim != 2 or not len(path) or not np.isfinite(path).all():
        raise ValueError(f"A path of shape {path.shape} must be (K, s), all of it finite.")
    _, scale, directions = np.linalg.svd(path - path.mean(axis=0), full_matrices=False)
    spanned = scale > max(path.shape) * _EPS * np.linalg.norm(path)
    if not spanned.any():
        raise ValueError("The path does not move: it has no principal components.")
    directions, variance = directions[spanned], scale[spanned] ** 2
    forward = np.where(directions @ (path[-1] - path[0]) < 0, -1.0, 1.0)
    return directions * forward[:, None], variance / variance.sum()


def random_walk_shares(k: ArrayLike, size: int, seed: int = 0) -> Array:
    """Shares of variance that principal components explain of a random walk in `size` dimensions.

    The walk has independent Gaussian steps and is recorded at the step numbers k (K,), as a run
    is; the shares, min(K - 1, size) of them, decrease and sum to 1. Means over simulated walks,
    standard error below 1 %. For many evenly recorded steps in many dimensions share j tends to
    6 / (πj)², that is 61 %, 15 %, 7 %, … (Antognini & Sohl-Dickstein 2018, PCA of High Dimensional
    Random Walks): a large share alone does not make a path special.
    """
    k = np.asarray(k, dtype=float)
    if k.ndim != 1 or len(k) < 2 or (np.diff(k) <= 0).any() or size < 1:
        raise ValueError("A walk needs two or more increasing step numbers, and a dimension.")
    rng = np.random.default_rng(seed)
    walks = max(_FEWEST_WALKS, _WALKED_COORDINATES // size)
    return np.mean([_walked(np.diff(k), size, rng) for _ in range(walks)], axis=0)


def _walked(durations: Array, size: int, rng: np.random.Generator) -> Array:
    steps = rng.standard_normal((len(durations), size)) * np.sqrt(durations)[:, None]
    walk = np.vstack([np.zeros(size), steps.cumsum(axis=0)])
    walk -= walk.mean(axis=0)
    # The smaller of the two Gram matrices has the same eigenvalues.
    gram = walk @ walk.T if len(walk) <= size else walk.T @ walk
    variance = np.maximum(np.linalg.eigvalsh(gram)[::-1][: min(len(durations), size)], 0.0)
    return variance / variance.sum()
