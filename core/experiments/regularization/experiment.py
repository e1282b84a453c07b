"""What a reader can set in the chapter on regularization."""

from dataclasses import dataclass
from typing import Final, final

import numpy as np

from core.experiments.experiment import Experiment
from core.experiments.regularization import two_coefficients
from core.experiments.regularization.questions import QUESTIONS, Question, WhyZeros
from core.spec import choice, knob, menu, switch
from core.training.recipe import Recipe

FARTHEST: Final = 50.0
"""Starts of the two coefficients lie within ± this, the window of their picture."""


@final
@dataclass(frozen=True)
class FarSide:
    """Where the first coefficient has to cross 0 on its way to the minimum."""

    title = "on the far side of 0"


@final
@dataclass(frozen=True)
class Chosen:
    """The two coefficients that the run of “Why zeros?” starts from."""

    title = "a point I choose"

    w1: float = knob(-40.0, -FARTHEST, FARTHEST, symbol="w₁", help="start of the first")
    w2: float = knob(20.0, -FARTHEST, FARTHEST, symbol="w₂", help="start of the second")


@final
@dataclass(frozen=True)
class Drawn:
    """Both drawn by the seed from the window."""

    title = "drawn by the seed"


STARTS: Final = menu(FarSide, Chosen, Drawn)


@final
@dataclass(frozen=True)
class RegularizationExperiment(Experiment):
    """Everything a reader can set; each field is a parameter of the URL."""

    question: Question = choice(QUESTIONS, WhyZeros(), "which experiment is on stage")
    start: FarSide | Chosen | Drawn = choice(
        STARTS, FarSide(), "where the runs of “Why zeros?” start"
    )
    steps: int = knob(400, 10, 2000, log=True, help="number of steps of these runs")
    seed: int = knob(0, 0, 9999, help="draws the start, or the folds, or the noise")
    show_sum: bool = switch(False, "loss and penalty as one surface, their sum", part="view")

    @property
    def first(self) -> tuple[float, float]:
        """The two coefficients before the first step."""
        if isinstance(self.start, FarSide):
            return -40.0, 20.0
        if isinstance(self.start, Chosen):
            return self.start.w1, self.start.w2
        w1, w2 = np.random.default_rng(self.seed).uniform(-FARTHEST, FARTHEST, 2)
        return float(w1), float(w2)

    def recipes(self) -> dict[str, Recipe]:
        """The two runs of “Why zeros?”; the other questions are answered without one."""
        if not isinstance(self.question, WhyZeros):
            return {}
        return two_coefficients.recipes(self.question, self.first, self.steps)
