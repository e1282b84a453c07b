"""Runs as scripts: the same run in PyTorch and in plain NumPy, to read, to keep and to change."""

from core.export.ending import Ending, ending, loss_at, run_again
from core.export.numpy_script import numpy_script
from core.export.torch_script import torch_script
from core.training.recipe import Recipe, Stream

__all__ = [
    "Ending",
    "Recipe",
    "Stream",
    "ending",
    "loss_at",
    "numpy_script",
    "run_again",
    "torch_script",
]
