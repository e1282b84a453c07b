"""Penalized regression for every strength at once, and what theory says of it."""

from core.regularization.elastic_net import elastic_net_path
from core.regularization.lasso import lasso_knots, lasso_path
from core.regularization.logistic import logistic_lasso_path, logistic_ridge_path
from core.regularization.problem import Path
from core.regularization.ridge import (
    degrees_of_freedom,
    generalized_cross_validation,
    leave_one_out,
    ridge_filters,
    ridge_path,
)

__all__ = [
    "Path",
    "degrees_of_freedom",
    "elastic_net_path",
    "generalized_cross_validation",
    "lasso_knots",
    "lasso_path",
    "leave_one_out",
    "logistic_lasso_path",
    "logistic_ridge_path",
    "ridge_filters",
    "ridge_path",
]
