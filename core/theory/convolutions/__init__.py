"""What a convolution is, counted and computed: a matrix that shares, its spectrum, its reach."""

from core.theory.convolutions.counts import Row, layer_table, reach
from core.theory.convolutions.equivariance import agreement, disagreement
from core.theory.convolutions.kernels import (
    overlap,
    rank,
    ring_singular_values,
    separable_terms,
    turned,
)
from core.theory.convolutions.matrix import Hand, by_hand, conv_matrix, density, im2col, pattern
from core.theory.convolutions.receptive import (
    effective_width,
    gradient_support,
    measured_fields,
    support_size,
)

__all__ = [
    "Hand",
    "Row",
    "agreement",
    "by_hand",
    "conv_matrix",
    "density",
    "disagreement",
    "effective_width",
    "gradient_support",
    "im2col",
    "layer_table",
    "measured_fields",
    "overlap",
    "pattern",
    "rank",
    "reach",
    "ring_singular_values",
    "separable_terms",
    "support_size",
    "turned",
]
