"""Paths between two points of a cost surface: straight, and relaxed into the valley.

Two minima that look separated along the straight line are often joined by a curve along which the
cost stays low (Garipov et al. 2018; Draxler et al. 2018).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import comb

import numpy as np

from core.arrays import Array
from core.objectives.objective import Objective

# A Bézier curve with this many control points between its ends, relaxed from so many guesses, is
# seen at so many points in each step.
_INNER, _GUESSES, _SEEN = 5, 16, 64
# The height to this power is averaged along the curve: the higher, the more the peaks count.
_POWER = 4
# Adam's step, as a share of the distance between the ends' coordinates; it shrinks to 0.
_STRIDE = 0.05
_BETA_1, _BETA_2, _EPSILON = 0.9, 0.99, 1e-12
_STRING_ROUNDS, _STRING_CHECKED_EVERY = 300, 25
_DENSE = 1001
# The height of a path is read at so many points for each one of it.
_BETWEEN = 10
# A climb this small, against the cost of the straight line's peak, is rounding.
_NO_CLIMB = 1e-14


@dataclass(frozen=True, eq=False)
class Path:
    """Points p (K, s) from one end to the other, their cost (K,), and t (K,) from 0 to 1.

    t is the share of the path's length. barrier: how far the cost climbs above the higher end, on
    the straight pieces between the points too; 0 if it does not.
    """

    t: Array
    p: Array
    value: Array
    barrier: float


def straight(objective: Objective, p: Array, q: Array, count: int = 401) -> Path:
    """The straight line from p (s,) to q (s,) at `count` even points.

    ValueError if the ends do not fit the objective or are not finite, or count < 2.
    """
    p, q = _end(objective, p), _end(objective, q)
    if count < 2:
        raise ValueError(f"count = {count} is not possible: allowed are 2 points and more.")
    t = np.linspace(0, 1, count)[:, None]
    # (1-t)p + tq, unlike p + t(q-p), ends exactly in q.
    points = (1 - t) * p + t * q
    return _path(objective, points)


def relaxed(
    objective: Objective,
    p: Array,
    q: Array,
    count: int = 401,
    seed: int = 0,
    rounds: int = 800,
    watch: Callable[[float], None] | None = None,
) -> Path:
    """A path of low barrier from p (s,) to q (s,) at `count` points, never above the straight one.

    Bézier curves are drawn around the straight line by `seed` and relaxed together for `rounds`
    steps (Garipov et al. 2018, but with a mean of fourth powers of the height, so that the peaks
    count most); the lowest is then let down as a string (E, Ren & Vanden-Eijnden 2007). The
    barrier is an upper bound: that no lower path was found does not say that there is none.
    `watch` is told the share that is done, and what it raises ends the work. ValueError as for
    `straight`.
    """
    watch = watch or (lambda share: None)
    line = straight(objective, p, q, count)
    if line.barrier <= _NO_CLIMB * max(1.0, float(np.abs(line.value).max())):
        watch(1.0)
        return line
    p, q = line.p[0], line.p[-1]
    rng = np.random.default_rng(seed)
    curve = _lowest_curve(objective, p, q, rng, rounds, watch)
    bent = _even(objective, curve, count)
    string = _let_down(objective, bent, watch)
    watch(1.0)
    return min((line, bent, string), key=lambda path: path.barrier)


def _end(objective: Objective, p: Array) -> Array:
    p = np.asarray(p, dtype=float)
    if p.shape != (objective.size,) or not np.isfinite(p).all():
        raise ValueError(
            f"p of shape {p.shape} is no end of a path: needed are {objective.size} finite numbers."
        )
    return p


def _bernstein(t: Array) -> Array:
    """B_j(t) (K, n+1): the weights of the n+1 control points of a Bézier curve at t (K,)."""
    n = _INNER + 1
    j = np.arange(n + 1)
    binomials = np.array([comb(n, i) for i in range(n + 1)], dtype=float)
    return binomials * t[:, None] ** j * (1 - t)[:, None] ** (n - j)


def _lowest_curve(
    objective: Objective,
    p: Array,
    q: Array,
    rng: np.random.Generator,
    rounds: int,
    watch: Callable[[float], None],
) -> Array:
    """Dense points (1001, s) of the relaxed Bézier curve whose peak is lowest."""
    distance = float(np.linalg.norm(q - p)) / np.sqrt(len(p))
    dense = _bernstein(np.linspace(0, 1, _DENSE))
    share = np.linspace(0, 1, _INNER + 2)[1:-1, None]
    # From the straight line itself to a spread as wide as the ends are apart.
    spread = np.linspace(0, distance, _GUESSES)[:, None, None]
    noise = rng.standard_normal((_GUESSES, _INNER, len(p)))
    inner = (1 - share) * p + share * q + spread * noise
    first, second = np.zeros_like(inner), np.zeros_like(inner)
    for k in range(1, rounds + 1):
        if k % 50 == 1:
            watch(0.9 * k / rounds)
        # Elsewhere each time, so that no peak can hide between the points.
        t = (np.arange(_SEEN) + rng.random(_SEEN)) / _SEEN
        B = _bernstein(t)
        points = np.outer(B[:, 0], p) + np.outer(B[:, -1], q) + B[:, 1:-1] @ inner
        height = objective.value(points)
        height -= height.min(axis=1, keepdims=True)
        height /= np.maximum(height.max(axis=1, keepdims=True), _EPSILON)
        weight = height ** (_POWER - 1)
        weight /= np.maximum(weight.sum(axis=1, keepdims=True), _EPSILON)
        g = B[:, 1:-1].T @ (weight[..., None] * objective.gradient(points))
        first = _BETA_1 * first + (1 - _BETA_1) * g
        second = _BETA_2 * second + (1 - _BETA_2) * g * g
        size = np.sqrt(second / (1 - _BETA_2**k)) + _EPSILON
        stride = _STRIDE * distance * (1 - k / (rounds + 1))
        inner = inner - stride * first / (1 - _BETA_1**k) / size
    curves = np.outer(dense[:, 0], p) + np.outer(dense[:, -1], q) + dense[:, 1:-1] @ inner
    return curves[int(objective.value(curves).max(axis=1).argmin())]


def _let_down(objective: Objective, path: Path, watch: Callable[[float], None]) -> Path:
    """The path as a string whose points slide downhill and stay evenly spaced; the lowest seen."""
    best, points = path, path.p
    step = 0.0
    for k in range(_STRING_ROUNDS):
        if k % _STRING_CHECKED_EVERY == 0:
            watch(0.9 + 0.1 * k / _STRING_ROUNDS)
            seen = _even(objective, points, len(points))
            best = min((best, seen), key=lambda one: one.barrier)
            bend = np.linalg.eigvalsh(objective.hessian(points[::10]))[:, -1].max()
            step = 0.5 / max(float(bend), _EPSILON)
        points = points.copy()
        points[1:-1] -= step * objective.gradient(points[1:-1])
        points = _respaced(points, len(points))
    return min((best, _even(objective, points, len(points))), key=lambda one: one.barrier)


def _respaced(points: Array, count: int) -> Array:
    """`count` points (count, s) at equal distances along the polygon through points (K, s)."""
    length = np.append(0.0, np.linalg.norm(np.diff(points, axis=0), axis=1).cumsum())
    at = np.linspace(0, length[-1], count)
    spaced = np.stack([np.interp(at, length, column) for column in points.T], axis=1)
    spaced[0], spaced[-1] = points[0], points[-1]
    return spaced


def _even(objective: Objective, points: Array, count: int) -> Path:
    return _path(objective, _respaced(points, count))


def _path(objective: Objective, points: Array) -> Path:
    """The path through evenly spaced points (K, s)."""
    value = objective.value(points)
    share = (np.arange(_BETWEEN) / _BETWEEN)[:, None, None]
    pieces = (1 - share) * points[:-1] + share * points[1:]
    peak = max(float(objective.value(pieces).max()), float(value[-1]))
    barrier = peak - float(max(value[0], value[-1]))
    return Path(np.linspace(0, 1, len(points)), points, value, barrier)
