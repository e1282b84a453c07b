"""The plane through three points of Higham & Higham's published run: start, turn and end.

On it the network of 23 parameters becomes a landscape of two, for races.
"""

import numpy as np

from core import higham
from core.arrays import Array
from core.objectives.plane import Plane

# The run's parameters after 70,000 steps, where it is farthest from the line between its ends,
# and after 10⁶, to six decimals; a test replays the run.
_TURN = (
    -1.244994,
    1.649401,
    -5.913045,
    2.347241,
    -1.150249,
    0.874124,
    -0.511331,
    -3.672808,
    1.402932,
    4.284197,
    -0.310223,
    -3.257217,
    0.962981,
    -2.427553,
    0.706612,
    -2.565944,
    4.646487,
    -2.286161,
    3.008234,
    -4.249317,
    2.317405,
    0.068181,
    -0.405340,
)
_END = (
    -1.664051,
    9.171138,
    -10.813502,
    -6.892983,
    -5.512096,
    6.009333,
    -3.989884,
    -6.191641,
    6.996631,
    9.339503,
    -3.270766,
    -5.435763,
    2.538285,
    -4.079682,
    2.161251,
    -5.532379,
    9.609876,
    -4.854048,
    5.947211,
    -9.335649,
    4.845465,
    0.124363,
    -0.457272,
)


def published_points() -> Array:
    """Start, turn (after 70,000 steps) and end (after 10⁶) of the published run, (3, 23)."""
    return np.stack([higham.published_start(), np.array(_TURN), np.array(_END)])


def plane() -> Plane:
    """Orthonormal coordinates: start (0, 0), end (α, 0) with α > 0, turn at β > 0."""
    start, turn, end = published_points()
    along = (end - start) / np.linalg.norm(end - start)
    across = turn - start - ((turn - start) @ along) * along
    return Plane(start, np.stack([along, across / np.linalg.norm(across)]))
