"""The engine of Loss Landscape Lab: networks, losses, optimizers, landscapes, in NumPy alone."""

from core.datasets.dataset import Dataset
from core.datasets.measured import DATASETS
from core.datasets.samples import Samples
from core.datasets.tables import TableError, read_table
from core.export import Recipe, numpy_script, torch_script
from core.grounds import GROUNDS
from core.landscape.basins import Basins, Fate, basins
from core.landscape.critical_points import CriticalPoint, Verdict, critical_points
from core.landscape.curvature import nonconvex_share, smallest_eigenvalue
from core.landscape.plane_choices import (
    PLANES,
    FilterNormalized,
    HessianEigenvectors,
    PrincipalComponents,
    RandomDirections,
    ThreePoints,
)
from core.landscape.planes import PlaneChoice, Shadow, TwoCoordinates, shadow
from core.landscape.principal_components import principal_components, random_walk_shares
from core.landscape.spectrum import PlaneView, Spectrum, convex_share, plane_view, spectrum
from core.landscape.surface import Surface, sample
from core.many_starts import success_by_width, train_starts
from core.margin import largest_margin
from core.networks.activations import (
    ACTIVATIONS,
    ELU,
    GELU,
    Activation,
    Identity,
    LeakyReLU,
    ReLU,
    Sigmoid,
    SiLU,
    Softplus,
    Tanh,
)
from core.networks.fields import boundary_fields
from core.networks.network import Network
from core.objectives.checks import taylor_slope
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
from core.objectives.objective import Objective, SumOfSquares
from core.objectives.penalties import PENALTIES, Penalty, Ridge, WeightRidge
from core.objectives.plane import OnPlane, Plane, through
from core.objectives.risk import Risk, logistic
from core.optimizers.adam import Adam, Adamax, AdamW, AMSGrad, NAdam
from core.optimizers.clipping import Clipped
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
from core.optimizers.optimizer import Optimizer
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
)
from core.optimizers.second_order import REFERENCES, LevenbergMarquardt, Newton
from core.practice import condition_number
from core.quadratic_theory import descent_rate, divergence_limit, heavy_ball_rate, nesterov_rate
from core.separability import cover_count, separable
from core.sharpness import flat_limits
from core.spec import SpecError, choice, from_query, knob, menu, to_query
from core.training.descent import Status, Trajectory, descend, log_steps, record_steps
from core.training.film import Film, film
from core.training.samplers import (
    SAMPLERS,
    FullBatch,
    Recorded,
    Sampler,
    ShuffledEpochs,
    WithReplacement,
)
from core.training.sweep import Sweep, sweep
from core.xor_solutions import SOLUTIONS, Solution, zero_set_dimension

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "ELU",
    "GELU",
    "GROUNDS",
    "LOSSES",
    "OBJECTIVES",
    "OPTIMIZERS",
    "PENALTIES",
    "PLANES",
    "REFERENCES",
    "SAMPLERS",
    "SCHEDULES",
    "SOLUTIONS",
    "AMSGrad",
    "AbsoluteError",
    "Activation",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Basins",
    "Beale",
    "BinaryCrossEntropy",
    "CenteredRMSProp",
    "Clipped",
    "Constant",
    "Cosine",
    "CriticalPoint",
    "Dataset",
    "DoubleWell",
    "Exponential",
    "Fate",
    "Film",
    "FilterNormalized",
    "FullBatch",
    "GradientDescent",
    "HalfSquaredError",
    "HessianEigenvectors",
    "Himmelblau",
    "Huber",
    "Identity",
    "Inverse",
    "LeakyReLU",
    "LevenbergMarquardt",
    "Loss",
    "Momentum",
    "NAdam",
    "Nesterov",
    "Network",
    "Newton",
    "Objective",
    "OnPlane",
    "Optimizer",
    "Penalty",
    "Plane",
    "PlaneChoice",
    "PlaneView",
    "PrincipalComponents",
    "Product",
    "Quadratic",
    "RMSProp",
    "RandomDirections",
    "ReLU",
    "Recipe",
    "Recorded",
    "Ridge",
    "Risk",
    "Rosenbrock",
    "Saddle",
    "Sampler",
    "Samples",
    "Schedule",
    "Scheduled",
    "Shadow",
    "ShuffledEpochs",
    "SiLU",
    "Sigmoid",
    "SoftmaxCrossEntropy",
    "Softplus",
    "Solution",
    "SpecError",
    "Spectrum",
    "SquaredError",
    "Status",
    "StepDecay",
    "SumOfSquares",
    "Surface",
    "Sweep",
    "TableError",
    "Tanh",
    "ThreePoints",
    "Trajectory",
    "TwoCoordinates",
    "Verdict",
    "WarmUp",
    "WeightRidge",
    "WithReplacement",
    "basins",
    "boundary_fields",
    "choice",
    "condition_number",
    "convex_share",
    "cover_count",
    "critical_points",
    "descend",
    "descent_rate",
    "divergence_limit",
    "film",
    "flat_limits",
    "from_query",
    "heavy_ball_rate",
    "knob",
    "largest_margin",
    "log_steps",
    "logistic",
    "menu",
    "nesterov_rate",
    "nonconvex_share",
    "numpy_script",
    "plane_view",
    "principal_components",
    "random_walk_shares",
    "read_table",
    "record_steps",
    "sample",
    "separable",
    "shadow",
    "smallest_eigenvalue",
    "spectrum",
    "success_by_width",
    "sweep",
    "taylor_slope",
    "through",
    "to_query",
    "torch_script",
    "train_starts",
    "zero_set_dimension",
]
