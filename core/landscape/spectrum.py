"""The spectrum of the exact Hessian along a run, and how little of it a plane shows."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array, in_chunks, knob_axes
from core.objectives.objective import Objective
from core.objectives.plane import Plane
from core.objectives.risk import Risk

# Numbers in one chunk of Hessians: 1 MB, about a core's L2 cache.
_CHUNK_NUMBERS = 1 << 17
# An eigenvalue this small against the largest has no sign. Along Higham and Higham's run, and on
# deeper and saturated networks, our eigenvalues and those of PyTorch's Hessian differ by at most
# 1.4e-14 of the largest: the signs are safe by a factor of 70.
_SIGNLESS = 1e-12

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Eigenvalues (..., s) of the Hessian, ascending, and how many (...) are negative.

    Those within 1e-12 of the largest magnitude around 0 count as 0.
    """

    eigenvalues: Array
    negative: Counts

    @property
    def largest(self) -> Array:
        """λ_max (...)."""
        return self.eigenvalues[..., -1]

    def sharpness(self, eta: float) -> Array:
        """η λ_max / 2 (...): where it exceeds 1, gradient descent overshoots ever more."""
        return 0.5 * eta * self.largest


@dataclass(frozen=True, eq=False)
class PlaneView:
    """What a plane shows of the curvature at points (...): 2 of the s dimensions.

    `full` is the spectrum of the Hessian H, `within` that of its restriction DᵀHD to the plane,
    D an orthonormal basis. By Cauchy's interlacing theorem `within` lies inside `full`.
    """

    full: Spectrum
    within: Spectrum

    @property
    def hidden(self) -> Counts:
        """How many (...) of the full.negative directions the plane does not show."""
        return self.full.negative - self.within.negative


def spectrum(objective: Objective, p: ArrayLike) -> Spectrum:
    """The spectrum at the points p (..., s), such as those of a trajectory (K, s)."""
    eigenvalues = _on_hessians(objective, p, _eigenvalues)
    return _counted(eigenvalues, eigenvalues)


def plane_view(objective: Objective, plane: Plane, p: ArrayLike) -> PlaneView:
    """What a plane, moved to each of the points p (..., s), shows of the curvature there."""
    if plane.size != objective.size:
        raise ValueError(
            f"The plane lies in {plane.size} dimensions; the objective has {objective.size}."
        )
    D, _ = np.linalg.qr(plane.directions.T)

    def both(H: Array) -> Array:
        return np.concatenate([_eigenvalues(D.T @ H @ D), _eigenvalues(H)], axis=-1)

    within, full = np.split(_on_hessians(objective, p, both), [2], axis=-1)
    return PlaneView(_counted(full, full), _counted(within, full))


def convex_share(objective: Objective, p: ArrayLike, planes: int = 2000, seed: int = 0) -> Array:
    """Share (...) of isotropic random planes through p (..., s) in which the cost looks convex.

    That is: the Hessian restricted to the plane has no negative eigenvalue. The same `planes`
    planes for each point; the standard error is at most 1 / (2 √planes).
    """
    rng = np.random.default_rng(seed)
    d1, d2 = rng.standard_normal((2, planes, objective.size))

    def share(H: Array) -> Array:
        # Signs of eigenvalues survive any change of basis (Sylvester): none has to be made.
        Hd1, Hd2 = d1 @ H, d2 @ H
        a, b, c = (Hd1 * d1).sum(axis=-1), (Hd1 * d2).sum(axis=-1), (Hd2 * d2).sum(axis=-1)
        return ((a >= 0) & (c >= 0) & (a * c >= b * b)).mean(axis=-1)

    return _on_hessians(objective, p, share, numbers=4 * d1.size)


def ritz_values(risk: Risk, p: ArrayLike, steps: int, seed: int = 0) -> Array:
    """Eigenvalues (steps,) of the Hessian at p (s,) as Lanczos finds them, ascending.

    The outermost are close to the Hessian's own after few steps, those inside are not. A step costs
    a Hessian-vector product; vectors are orthogonalized against all before, twice (Lanczos 1950;
    Parlett 1998, section 13). ValueError for more steps than parameters. Where the space that the
    drawn start spans is exhausted, fewer values come back.
    """
    p = np.asarray(p, dtype=float)
    if not 1 <= steps <= risk.size:
        raise ValueError(f"steps = {steps} is not possible: allowed are 1 to {risk.size}.")
    v = np.random.default_rng(seed).standard_normal(risk.size)
    basis, diagonal, beside = [v / np.linalg.norm(v)], list[float](), list[float]()
    while True:
        w = risk.hessian_products(p, basis[-1][None])[0]
        diagonal.append(float(w @ basis[-1]))
        V = np.array(basis)
        for _ in range(2):
            w = w - (V @ w) @ V
        length = float(np.linalg.norm(w))
        if len(basis) == steps or length <= _SIGNLESS * max(map(abs, diagonal)):
            break
        beside.append(length)
        basis.append(w / length)
    T = np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
    return np.asarray(np.linalg.eigvalsh(T), dtype=float)


def _on_hessians(
    objective: Objective, p: ArrayLike, f: Callable[[Array], Array], numbers: int = 0
) -> Array:
    """f of the Hessians at p (..., s), in chunks that need `numbers` numbers for each."""
    chunk = max(1, _CHUNK_NUMBERS // (objective.size**2 + numbers))
    p = np.asarray(p, dtype=float)
    return in_chunks(lambda part: f(objective.hessian(part)), p, chunk, knob_axes(objective))


def _eigenvalues(H: Array) -> Array:
    return np.asarray(np.linalg.eigvalsh(H), dtype=float)


def _counted(eigenvalues: Array, full: Array) -> Spectrum:
    size = np.abs(full).max(axis=-1, keepdims=True)
    return Spectrum(eigenvalues, (eigenvalues < -_SIGNLESS * size).sum(axis=-1))
