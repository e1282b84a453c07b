"""Runs: who looks at which samples, descent, sweeps, seeds, live."""

from core.training.descent import MOST_FRAMES, Status, Trajectory, descend, log_steps, record_steps
from core.training.film import Film, film
from core.training.live import Live
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
from core.training.seeds import Ends, generators, train
from core.training.sweep import Sweep, sweep

__all__ = [
    "MOST_FRAMES",
    "SAMPLERS",
    "Ends",
    "Film",
    "FullBatch",
    "Live",
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
    "log_steps",
    "record_steps",
    "regimes",
    "sweep",
    "train",
]
