"""Runs to take away: as scripts in PyTorch and in plain NumPy, as CSV, NumPy arrays and JSON."""

from core.export.ending import Ending, ending, loss_at, run_again
from core.export.numpy_script import numpy_script
from core.export.run_files import (
    experiment_as_json,
    experiment_of,
    runs_as_csv,
    runs_as_npz,
)
from core.export.torch_script import torch_script
from core.training.recipe import Recipe, Stream

__all__ = [
    "Ending",
    "Recipe",
    "Stream",
    "ending",
    "experiment_as_json",
    "experiment_of",
    "loss_at",
    "numpy_script",
    "run_again",
    "runs_as_csv",
    "runs_as_npz",
    "torch_script",
]
