"""Runs: who looks at which samples, descent, sweeps, seeds, live."""

from core.training.descent import MOST_FRAMES, Status, Trajectory, descend, log_steps, record_steps
from core.training.film import Film, film
from core.training.live import live
from core.training.recipe import Recipe, Stream
from core.training.regimes import Regime, regimes
from core.training.samplers import (
    SAMPLERS,
    FullBatch,
    Picks,
    Recorded,
    Sampler,
    ShuffledEpochs,
    WithReplacement,
)
from core.training.seeds import generators, train
from core.training.sweep import Sweep, merge, sweep

__all__ = [
    "MOST_FRAMES",
    "SAMPLERS",
    "Film",
    "FullBatch",
    "Picks",
    "Recipe",
    "Recorded",
    "Regime",
    "Sampler",
    "ShuffledEpochs",
    "Status",
    "Stream",
    "Sweep",
    "Trajectory",
    "WithReplacement",
    "descend",
    "film",
    "generators",
    "live",
    "log_steps",
    "merge",
    "record_steps",
    "regimes",
    "sweep",
    "train",
]
