"""The positions of the numbers that a reader drags."""

from typing import Final

import numpy as np


def grid(low: float, high: float, count: int = 100) -> tuple[float, ...]:
    """Numbers from low to high, even in their logarithm, to three digits."""
    return tuple(float(f"{value:.3g}") for value in np.geomspace(low, high, count))


LINEAR: Final = (
    *(0.0, 0.5),
    *(float(k) for k in range(1, 40)),
    # The lasso's corners are here.
    *(k / 2 for k in range(80, 100)),
    *(float(k) for k in range(50, 101, 2)),
)
PATH: Final = grid(0.05, 50)
LASSO: Final = grid(0.0452, 45.2)
RIDGE: Final = grid(0.0001, 10, 51)
SPECTRUM: Final = grid(0.001, 4.02, 81)
TUMOR_LASSO: Final = grid(0.0012, 0.384, 60)
TUMOR_RIDGE: Final = grid(0.00001, 10, 61)
