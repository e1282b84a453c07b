"""What is minimized: losses, penalties, risks over data, and test functions."""

from core.arrays import Rows, in_chunks
from core.objectives.checks import central_difference, hessian_difference, taylor_slope
from core.objectives.functions import (
    OBJECTIVES,
    Beale,
    DoubleWell,
    Himmelblau,
    Product,
    Quadratic,
    Rosenbrock,
    Saddle,
)
from core.objectives.least_squares import LeastSquares
from core.objectives.losses import (
    LOSSES,
    AbsoluteError,
    BinaryCrossEntropy,
    HalfSquaredError,
    Huber,
    Loss,
    SoftmaxCrossEntropy,
    SquaredError,
)
from core.objectives.objective import Objective, OfTwo, SumOfSquares
from core.objectives.penalties import (
    L1,
    PENALTIES,
    ElasticNet,
    GroupNorm,
    LayerMaxNorm,
    MaxNorm,
    Penalty,
    Ridge,
    WeightRidge,
)
from core.objectives.per_sample import gradients
from core.objectives.plane import OnPlane, Plane, through
from core.objectives.projections import BALLS, Ball, L1Ball, L2Ball, MaxBall, onto_l1_ball, shrink
from core.objectives.residuals import gauss_newton, jacobian, residuals, weight_of
from core.objectives.risk import Risk, logistic
from core.objectives.sigmoid_unit import SigmoidUnit, sigmoid_unit

__all__ = [
    "BALLS",
    "L1",
    "LOSSES",
    "OBJECTIVES",
    "PENALTIES",
    "AbsoluteError",
    "Ball",
    "Beale",
    "BinaryCrossEntropy",
    "DoubleWell",
    "ElasticNet",
    "GroupNorm",
    "HalfSquaredError",
    "Himmelblau",
    "Huber",
    "L1Ball",
    "L2Ball",
    "LayerMaxNorm",
    "LeastSquares",
    "Loss",
    "MaxBall",
    "MaxNorm",
    "Objective",
    "OfTwo",
    "OnPlane",
    "Penalty",
    "Plane",
    "Product",
    "Quadratic",
    "Ridge",
    "Risk",
    "Rosenbrock",
    "Rows",
    "Saddle",
    "SigmoidUnit",
    "SoftmaxCrossEntropy",
    "SquaredError",
    "SumOfSquares",
    "WeightRidge",
    "central_difference",
    "gauss_newton",
    "gradients",
    "hessian_difference",
    "in_chunks",
    "jacobian",
    "logistic",
    "onto_l1_ball",
    "residuals",
    "shrink",
    "sigmoid_unit",
    "taylor_slope",
    "through",
    "weight_of",
]
