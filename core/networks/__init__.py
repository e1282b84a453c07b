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
from core.networks.initialization import kaiming, random_start, scaled_start, uniform_fan_in
from core.networks.jacobians import sample_gradients
from core.networks.layers import (
    Activate,
    AddNoise,
    AvgPool2d,
    BatchNorm,
    Conv2d,
    ConvTranspose2d,
    Dense,
    Dropout,
    Flatten,
    Layer,
    LayerNorm,
    MaxPool2d,
    Sequential,
)
from core.networks.model import Model
from core.networks.network import Network
from core.networks.symmetry import copies, count, flip, permute, rescale

__all__ = [
    "ACTIVATIONS",
    "ELU",
    "GELU",
    "RESOLUTION",
    "Activate",
    "Activation",
    "AddNoise",
    "AvgPool2d",
    "BatchNorm",
    "Conv2d",
    "ConvTranspose2d",
    "Dense",
    "Dropout",
    "Fields",
    "Flatten",
    "Identity",
    "Layer",
    "LayerNorm",
    "LeakyReLU",
    "MaxPool2d",
    "Model",
    "Network",
    "ReLU",
    "Sequential",
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
    "kaiming",
    "permute",
    "random_start",
    "rescale",
    "sample_gradients",
    "scaled_start",
    "softplus",
    "uniform_fan_in",
]
