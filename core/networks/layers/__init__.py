"""Layers of every kind, and the networks that stack them."""

from core.networks.layers.activate import Activate, Flatten
from core.networks.layers.conv2d import Conv2d
from core.networks.layers.conv_transpose2d import ConvTranspose2d
from core.networks.layers.dense import Dense
from core.networks.layers.dropout import AddNoise, Dropout
from core.networks.layers.layer import Layer
from core.networks.layers.normalization import BatchNorm, LayerNorm
from core.networks.layers.pooling import AvgPool2d, MaxPool2d
from core.networks.layers.sequential import Sequential
from core.networks.layers.windows import Windows

__all__ = [
    "Activate",
    "AddNoise",
    "AvgPool2d",
    "BatchNorm",
    "Conv2d",
    "ConvTranspose2d",
    "Dense",
    "Dropout",
    "Flatten",
    "Layer",
    "LayerNorm",
    "MaxPool2d",
    "Sequential",
    "Windows",
]
