"""Networks as pure functions of one flat parameter vector."""

from core.networks.activation import Activation
from core.networks.activations import (
    ACTIVATIONS,
    ELU,
    GELU,
    Identity,
    LeakyReLU,
    ReLU,
    Sigmoid,
    SiLU,
    Softplus,
    Tanh,
    softplus,
)
from core.networks.fields import RESOLUTION, Fields, Window, boundary_fields, difference_fields
from core.networks.initialization import random_start, scaled_start, uniform_fan_in
from core.networks.jacobians import sample_gradients
from core.networks.network import Network
from core.networks.symmetry import copies, count, flip, permute, rescale

__all__ = [
    "ACTIVATIONS",
    "ELU",
    "GELU",
    "RESOLUTION",
    "Activation",
    "Fields",
    "Identity",
    "LeakyReLU",
    "Network",
    "ReLU",
    "SiLU",
    "Sigmoid",
    "Softplus",
    "Tanh",
    "Window",
    "boundary_fields",
    "copies",
    "count",
    "difference_fields",
    "flip",
    "permute",
    "random_start",
    "rescale",
    "sample_gradients",
    "scaled_start",
    "softplus",
    "uniform_fan_in",
]
