"""Least squares in a box, where AdamW ends."""

import numpy as np

from core.arrays import Array


def box_minimum(x: Array, y: Array, radius: float) -> Array:
    """The w (d,) of least ‖y - Xw‖² with ‖w‖_∞ ≤ radius, for x (N, d) of full rank and y (N,).

    Full-batch AdamW with decay λ ends there for the radius 1/λ as its steps become small (Xie & Li
    2024). Coefficients are free or on the box; one that is on it with the wrong sign
    of its slope is freed, and a step toward the free ones' minimum ends at the first wall
    (Stark & Parker 1995). ValueError for a radius that is not above 0.
    """
    if not radius > 0:
        raise ValueError(f"The radius {radius:g} is not possible: allowed is more than 0.")
    H, c = x.T @ x, x.T @ y
    w, wall = np.zeros(len(c)), np.zeros(len(c))
    for _ in range(100 + 20 * len(c)):
        free = wall == 0
        goal = w.copy()
        fixed = H[np.ix_(free, ~free)] @ w[~free]
        goal[free] = np.linalg.lstsq(H[np.ix_(free, free)], c[free] - fixed, rcond=None)[0]
        over = np.abs(goal) > radius
        if over.any():
            way = np.where(over, (np.sign(goal) * radius - w) / np.where(over, goal - w, 1), np.inf)
            share, first = way.min(), int(way.argmin())
            w = np.clip(w + share * (goal - w), -radius, radius)
            wall[first] = np.sign(goal[first])
            w[first] = wall[first] * radius
            continue
        w = goal
        # On a wall the cost must fall outwards.
        inwards = np.where(free, 0.0, -(c - H @ w) * wall)
        j = int(inwards.argmax())
        if inwards[j] <= 1e-13 * np.abs(c).max():
            return w
        wall[j] = 0
    raise ValueError("The columns of x are too nearly dependent for floats in double precision.")
