"""Numbers, matrices and the names of parameters as KaTeX, in the notation of Higham & Higham."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.arrays import Array
from core.networks.network import Network
from core.rounding import without_rounding

# As Plotly's labels are written.
LARGEST = "λ<sub>max</sub>"
_DIGITS = 4
_RAISED = str.maketrans("23456", "²³⁴⁵⁶")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, order=True)
class Parameter:
    """w^[layer]_{to, source}, or b^[layer]_to where source is 0; all counted from 1."""

    layer: int
    to: int
    source: int

    @property
    def tex(self) -> str:
        """In KaTeX."""
        if not self.source:
            return f"b^{{[{self.layer}]}}_{{{self.to}}}"
        return f"w^{{[{self.layer}]}}_{{{self._indices}}}"

    @property
    def name(self) -> str:
        """In plain text: w²₁₂, b³₁."""
        level = str(self.layer).translate(_RAISED)
        if not self.source:
            return f"b{level}{str(self.to).translate(_LOWERED)}"
        return f"w{level}{self._indices.translate(_LOWERED)}"

    @property
    def _indices(self) -> str:
        between = "," if max(self.to, self.source) > 9 else ""
        return f"{self.to}{between}{self.source}"


def parameters(network: Network) -> Iterator[Parameter]:
    """Every parameter in the order of the flat vector."""
    for layer, (m, n) in enumerate(pairwise(network.widths), 2):
        for to in range(1, n + 1):
            yield from (Parameter(layer, to, source) for source in range(1, m + 1))
        yield from (Parameter(layer, to, 0) for to in range(1, n + 1))


def number(value: float) -> str:
    """Four significant digits, with a power of ten where the number is small or large."""
    if value == 0 or not np.isfinite(value):
        return r"\infty" if np.isinf(value) else f"{value:g}"
    if 1e-3 <= abs(value) < 1e5:
        return f"{value:.{_DIGITS}g}"
    digits, _, power = f"{value:.{_DIGITS - 1}e}".partition("e")
    return rf"{digits}\cdot 10^{{{int(power)}}}"


def factor(value: float) -> str:
    """A number within a product: in parentheses if it is negative."""
    return f"({number(value)})" if value < 0 else number(value)


def column(values: Array) -> str:
    """A column vector (n,); what is only rounding beside its largest number is 0."""
    return _matrix([[value] for value in without_rounding(values)])


def matrix(values: Array) -> str:
    """A matrix (n, m); what is only rounding beside its largest number is 0."""
    return _matrix(without_rounding(values))


def _matrix(rows: Iterable[Iterable[float]]) -> str:
    lines = r" \\ ".join(" & ".join(number(value) for value in row) for row in rows)
    return rf"\begin{{pmatrix}} {lines} \end{{pmatrix}}"
