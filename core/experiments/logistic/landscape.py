"""The landscape of logistic regression: a slice or a profile of its parameters."""

import numpy as np

from core.arrays import Array
from core.experiments.logistic.experiment import Problem
from core.landscape.critical_points import CriticalPoint, critical_points
from core.landscape.curvature import smallest_eigenvalue, smallest_eigenvalue_at
from core.landscape.landscape import Landscape
from core.landscape.profile import minimized_out
from core.landscape.surface import Surface, sample
from core.objectives.plane import Plane
from core.objectives.risk import Risk

_FINE, _COARSE, _SLICES = 81, 41, 25
_STARTS_PER_PARAMETER = {2: 13, 3: 5}


def relief(problem: Problem, risk: Risk, minimized: bool = False) -> Landscape:
    """The landscape of one of the problem's risks over its window."""
    points = _critical_points(problem, risk)
    if problem.third is None:
        axes = [problem.axis(i, _FINE) for i in problem.indices]
        plane = problem.plane()
        surface, smallest = _layer(risk, plane, axes)
        return Landscape(surface, smallest, points)
    axes = [problem.axis(i, _COARSE) for i in problem.indices]
    held = problem.axis(problem.third, _SLICES)
    if minimized:
        return _minimized(problem, risk, axes, held, points)
    layers = [_layer(risk, problem.plane(third), axes) for third in held]
    slices = np.stack([surface.value for surface, _ in layers])
    curvature = np.stack([smallest for _, smallest in layers])
    surface, smallest = layers[_SLICES // 2]
    return Landscape(surface, smallest, points, held, slices, curvature)


def _layer(risk: Risk, plane: Plane, axes: list[Array]) -> tuple[Surface, Array]:
    return sample(risk, plane, *axes), smallest_eigenvalue(risk, plane, *axes)


def _minimized(
    problem: Problem, risk: Risk, axes: list[Array], held: Array, points: tuple[CriticalPoint, ...]
) -> Landscape:
    i, j = problem.indices
    profile = minimized_out(risk, i, j, axes[0], axes[1], held)
    surface = Surface(problem.plane(), profile.alpha, profile.beta, profile.value)
    p = surface.plane.lift(np.stack(np.meshgrid(*axes), axis=-1))
    assert problem.third is not None
    p[..., problem.third] = profile.minimizer
    return Landscape(surface, smallest_eigenvalue_at(risk, p), points, third=profile.minimizer)


def _critical_points(problem: Problem, risk: Risk) -> tuple[CriticalPoint, ...]:
    count = _STARTS_PER_PARAMETER[risk.size]
    axes = [problem.axis(i, count) for i in range(risk.size)]
    starts = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, risk.size)
    if problem.optimum is not None:
        starts = np.vstack([starts, problem.optimum])
    found = critical_points(risk, starts, -problem.half_widths, problem.half_widths)
    return tuple(point for point in found if not _underflows(risk, point))


def _underflows(risk: Risk, point: CriticalPoint) -> bool:
    """Whether the curvature of a point drowns in rounding: its gradient is no evidence then."""
    size = float(np.square(risk.x).sum(axis=1).mean()) + 1
    return bool(np.abs(point.eigenvalues).max() <= 8 * np.finfo(float).eps * size)
