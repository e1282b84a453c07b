"""The landscape of logistic regression: a slice or a profile of its parameters."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from core.arrays import Array
from core.experiments.logistic.choices import ILL_CONDITIONED, condition
from core.experiments.logistic.experiment import Problem
from core.experiments.logistic.window import in_standard_columns
from core.landscape.critical_points import CriticalPoint, critical_points
from core.landscape.curvature import smallest_eigenvalue, smallest_eigenvalue_at
from core.landscape.landscape import Landscape
from core.landscape.profile import minimized_out
from core.landscape.surface import Surface, sample
from core.objectives.plane import Plane
from core.objectives.risk import Risk

_FINE, _COARSE, _SLICES = 81, 41, 25

POINTS = {2: _FINE**2, 3: _COARSE**2 * _SLICES}
"""Points at which a landscape is evaluated, by the number of parameters."""

_STARTS_PER_PARAMETER = {2: 13, 3: 5}
# Half-width of the starts' grid for standardized columns.
_REACH = 6.0


def relief(
    problem: Problem,
    risk: Risk,
    minimized: bool = False,
    watch: Callable[[float], None] | None = None,
) -> Landscape:
    """The landscape of one of the problem's risks over its window.

    `watch` is told the share of slices that are done; an exception that it raises ends the work.
    """
    points = critical_points_of(problem, risk)
    if problem.third is None:
        axes = [problem.axis(i, _FINE) for i in problem.indices]
        plane = problem.plane()
        surface, smallest = _layer(risk, plane, axes)
        return Landscape(surface, smallest, points)
    axes = [problem.axis(i, _COARSE) for i in problem.indices]
    held = problem.axis(problem.third, _SLICES)
    if minimized:
        return _minimized(problem, risk, axes, held, points)
    layers = []
    for third in held:
        layers.append(_layer(risk, problem.plane(third), axes))
        if watch is not None:
            watch(len(layers) / _SLICES)
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


def known_points(problem: Problem, risk: Risk) -> tuple[CriticalPoint, ...]:
    """The critical points that are known without a window, by increasing cost.

    With more parameters than a grid of starts could cover: what Newton's method finds from the
    optimum of the cross-entropy and from 0, and below the squared loss there may be others.
    """
    if not problem.wide:
        return critical_points_of(problem, risk)
    starts = [np.zeros(risk.size), *([] if problem.optimum is None else [problem.optimum])]
    everywhere = np.full(risk.size, np.inf)
    found = critical_points(risk, np.stack(starts), -everywhere, everywhere)
    return tuple(point for point in found if not _underflows(risk, point))


def critical_points_of(problem: Problem, risk: Risk) -> tuple[CriticalPoint, ...]:
    """The critical points of one of the problem's risks inside its window, by increasing cost."""
    low, high = problem.center - problem.half_widths, problem.center + problem.half_widths
    if risk.penalty is None and condition(risk.x) > ILL_CONDITIONED:
        found = _found_in_standard_columns(problem, risk, low, high)
    else:
        count = _STARTS_PER_PARAMETER[risk.size]
        starts = _grid([problem.axis(i, count) for i in range(risk.size)])
        if problem.optimum is not None:
            starts = np.vstack([starts, problem.optimum])
        found = critical_points(risk, starts, low, high)
    return tuple(point for point in found if not _underflows(risk, point))


def _found_in_standard_columns(
    problem: Problem, risk: Risk, low: Array, high: Array
) -> tuple[CriticalPoint, ...]:
    """Critical points are the same for standardized columns, and so are the eigenvalues' signs."""
    x, to, back = in_standard_columns(problem.samples)
    plain = Risk(risk.network, risk.loss, x, risk.y)
    center = to @ problem.center
    reach = np.linspace(-_REACH, _REACH, _STARTS_PER_PARAMETER[risk.size])
    starts = np.vstack([center + _grid([reach] * risk.size), center])
    everywhere = np.full(risk.size, np.inf)
    found = critical_points(plain, starts, -everywhere, everywhere)
    mapped = [
        replace(point, p=back @ point.p, eigenvalues=_eigenvalues(risk, back @ point.p))
        for point in found
        if not _underflows(plain, point)
    ]
    return tuple(point for point in mapped if ((point.p >= low) & (point.p <= high)).all())


def _eigenvalues(risk: Risk, p: Array) -> Array:
    return np.array(np.linalg.eigvalsh(risk.hessian(p)), dtype=np.float64)


def _grid(axes: list[Array]) -> Array:
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))


def _underflows(risk: Risk, point: CriticalPoint) -> bool:
    """Whether the curvature of a point drowns in rounding: its gradient is no evidence then."""
    size = float(np.square(risk.x).sum(axis=1).mean()) + 1
    return bool(np.abs(point.eigenvalues).max() <= 8 * np.finfo(float).eps * size)
