"""Penalized regression for every strength at once, and what theory says of it."""

from core.regularization.active_set import minimize_l1
from core.regularization.bias_variance import (
    BiasVariance,
    bias_variance,
    hat_matrix,
    polynomials,
    ridge_hat_matrices,
)
from core.regularization.box import box_minimum
from core.regularization.cross_validation import CrossValidation, cross_validate, folds
from core.regularization.early_stopping import (
    flow_filter,
    in_sample_risk,
    largest_gap,
    ridge_filter,
    stopping_filter,
)
from core.regularization.elastic_net import elastic_net_path
from core.regularization.implicit import diagonal_network_limit, minimum_l1, minimum_l2
from core.regularization.lasso import lasso_knots, lasso_path
from core.regularization.logistic import logistic_lasso_path, logistic_ridge_path
from core.regularization.noise import (
    dropout_minimum,
    dropout_penalty,
    dropout_quadratic,
    expected_cross_entropy,
    second_order,
    smoothed_floor,
    smoothed_gap,
    smoothed_optimum,
    tikhonov,
    with_input_noise,
)
from core.regularization.problem import Path
from core.regularization.ridge import (
    RidgeFit,
    degrees_of_freedom,
    generalized_cross_validation,
    leave_one_out,
    ridge_filters,
    ridge_path,
)

__all__ = [
    "BiasVariance",
    "CrossValidation",
    "Path",
    "RidgeFit",
    "bias_variance",
    "box_minimum",
    "cross_validate",
    "degrees_of_freedom",
    "diagonal_network_limit",
    "dropout_minimum",
    "dropout_penalty",
    "dropout_quadratic",
    "elastic_net_path",
    "expected_cross_entropy",
    "flow_filter",
    "folds",
    "generalized_cross_validation",
    "hat_matrix",
    "in_sample_risk",
    "largest_gap",
    "lasso_knots",
    "lasso_path",
    "leave_one_out",
    "logistic_lasso_path",
    "logistic_ridge_path",
    "minimize_l1",
    "minimum_l1",
    "minimum_l2",
    "polynomials",
    "ridge_filter",
    "ridge_filters",
    "ridge_hat_matrices",
    "ridge_path",
    "second_order",
    "smoothed_floor",
    "smoothed_gap",
    "smoothed_optimum",
    "stopping_filter",
    "tikhonov",
    "with_input_noise",
]
