"""Rules that turn a gradient into a step."""

from core.optimizers.adam import Adam, Adamax, AdamW, AMSGrad, NAdam
from core.optimizers.clipping import Clipped, clip
from core.optimizers.first_order import (
    OPTIMIZERS,
    Adadelta,
    Adagrad,
    CenteredRMSProp,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
)
from core.optimizers.least_squares import Fit, Outcome, levenberg_marquardt
from core.optimizers.optimizer import Optimizer, State
from core.optimizers.proximal import (
    PROXIMAL,
    AcceleratedProximalGradient,
    ProjectedGradient,
    Proximal,
    ProximalGradient,
)
from core.optimizers.schedules import (
    SCHEDULES,
    Constant,
    Cosine,
    Exponential,
    Inverse,
    Schedule,
    Scheduled,
    StepDecay,
    WarmUp,
    factors,
)
from core.optimizers.second_order import (
    REFERENCES,
    LevenbergMarquardt,
    LevenbergMarquardtOn,
    Newton,
    NewtonOn,
    SecondOrder,
    evaluations_per_step,
)

__all__ = [
    "OPTIMIZERS",
    "PROXIMAL",
    "REFERENCES",
    "SCHEDULES",
    "AMSGrad",
    "AcceleratedProximalGradient",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "CenteredRMSProp",
    "Clipped",
    "Constant",
    "Cosine",
    "Exponential",
    "Fit",
    "GradientDescent",
    "Inverse",
    "LevenbergMarquardt",
    "LevenbergMarquardtOn",
    "Momentum",
    "NAdam",
    "Nesterov",
    "Newton",
    "NewtonOn",
    "Optimizer",
    "Outcome",
    "ProjectedGradient",
    "Proximal",
    "ProximalGradient",
    "RMSProp",
    "Schedule",
    "Scheduled",
    "SecondOrder",
    "State",
    "StepDecay",
    "WarmUp",
    "clip",
    "evaluations_per_step",
    "factors",
    "levenberg_marquardt",
]
