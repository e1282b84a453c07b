"""Kernels that image programs offer, and what each does."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array


@dataclass(frozen=True)
class Known:
    """A kernel by name: its rows, what they are divided by, and what it does."""

    title: str
    rows: tuple[tuple[int, ...], ...]
    divided: int = 1
    does: str = ""

    def __call__(self) -> Array:
        """The kernel (k, k)."""
        return np.array(self.rows, dtype=float) / self.divided


_BINOMIAL = (1, 4, 6, 4, 1)

KERNELS = {
    "sobel": Known("Sobel", ((1, 0, -1), (2, 0, -2), (1, 0, -1)), 1, "finds vertical edges"),
    "box": Known("Box", ((1, 1, 1),) * 3, 9, "takes the mean"),
    "gauss": Known("Gauss", ((1, 2, 1), (2, 4, 2), (1, 2, 1)), 16, "blurs"),
    "binomial": Known(
        "Gauss 5 × 5", tuple(tuple(a * b for b in _BINOMIAL) for a in _BINOMIAL), 256, "blurs more"
    ),
    "laplace": Known("Laplace", ((0, 1, 0), (1, -4, 1), (0, 1, 0)), 1, "finds spots and edges"),
    "laplace8": Known("Laplace, 8", ((1, 1, 1), (1, -8, 1), (1, 1, 1)), 1, "finds spots"),
    "sharpen": Known("Sharpen", ((0, -1, 0), (-1, 5, -1), (0, -1, 0)), 1, "sharpens"),
    "emboss": Known("Emboss", ((-2, -1, 0), (-1, 1, 1), (0, 1, 2)), 1, "lights from one side"),
}
