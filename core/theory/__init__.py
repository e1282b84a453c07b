"""Predicted numbers to hold measured ones against."""

from core.theory.edge_of_stability import Edge, Limits, edge, flat_limits, wave
from core.theory.gradient_noise import covariance_trace, coverage, minibatch_variance
from core.theory.margin import Margin, largest_margin
from core.theory.noise_floor import (
    Spread,
    expected_excess,
    fitted,
    floor,
    line_fit,
    small_step_floor,
    spread,
)
from core.theory.optimum import Optimum, logistic_optimum
from core.theory.quadratics import (
    Motion,
    Setting,
    best_descent,
    best_heavy_ball,
    best_nesterov,
    best_optimizers,
    contraction,
    descent_rate,
    distances,
    divergence_limit,
    evenly_spread,
    heavy_ball_rate,
    monotone_limit,
    motion,
    nesterov_rate,
    steps_above,
)
from core.theory.separation import Separation, separation

__all__ = [
    "Edge",
    "Limits",
    "Margin",
    "Motion",
    "Optimum",
    "Separation",
    "Setting",
    "Spread",
    "best_descent",
    "best_heavy_ball",
    "best_nesterov",
    "best_optimizers",
    "contraction",
    "covariance_trace",
    "coverage",
    "descent_rate",
    "distances",
    "divergence_limit",
    "edge",
    "evenly_spread",
    "expected_excess",
    "fitted",
    "flat_limits",
    "floor",
    "heavy_ball_rate",
    "largest_margin",
    "line_fit",
    "logistic_optimum",
    "minibatch_variance",
    "monotone_limit",
    "motion",
    "nesterov_rate",
    "separation",
    "small_step_floor",
    "spread",
    "steps_above",
    "wave",
]
