"""Layers of every kind, and the stored arrays of PyTorch that hold them."""

from pathlib import Path

import numpy as np

from core.networks import (
    Activate,
    AddNoise,
    AvgPool2d,
    BatchNorm,
    Conv2d,
    ConvTranspose2d,
    Dense,
    Dropout,
    Flatten,
    LayerNorm,
    MaxPool2d,
    Sequential,
    SiLU,
)

STORED = Path(__file__).parents[3] / "reference" / "convolution"


def stored(name):
    with np.load(STORED / f"{name}.npz") as file:
        return dict(file)


def alone(layer, x):
    return Sequential(x.shape[1:], (layer,))


def number_or_pair(value):
    return tuple(value.tolist()) if value.ndim else int(value)


# A layer, and the shape that enters.
EVERY = {
    "dense": (Dense(3), (4,)),
    "flatten": (Flatten(), (2, 3, 2)),
    "silu": (Activate(SiLU()), (2, 3, 3)),
    "valid": (Conv2d(3, 3), (2, 5, 4)),
    "strided": (Conv2d(4, (3, 2), stride=(2, 1), padding=(1, 0), groups=2), (2, 6, 5)),
    "dilated": (Conv2d(2, 2, dilation=2, padding=((0, 1), (2, 0))), (1, 5, 5)),
    "circular": (Conv2d(2, 3, padding=1, circular=True), (2, 4, 5)),
    "whole": (Conv2d(3, 4), (2, 4, 4)),
    "transposed": (ConvTranspose2d(2, 3, stride=2, padding=1), (3, 3, 2)),
    "max": (MaxPool2d(2, 2), (2, 4, 6)),
    "max overlapping": (MaxPool2d(3, 2, padding=((0, 1), (0, 1))), (2, 4, 4)),
    "mean": (AvgPool2d(2), (2, 4, 4)),
    "mean overlapping": (AvgPool2d(3, 2, (0, 1, 0, 1), count_padding=False), (1, 4, 6)),
    "batch norm": (BatchNorm(1e-3), (3, 2, 4)),
    "batch norm of features": (BatchNorm(), (5,)),
    "layer norm": (LayerNorm(1e-3), (2, 3, 2)),
    "dropout": (Dropout(0.4), (6,)),
    "added noise": (AddNoise(0.3), (6,)),
}
