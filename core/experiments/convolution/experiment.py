"""The experiments about convolutions: what a reader can set."""

from dataclasses import dataclass
from typing import final

from core.experiments.convolution.counting import Counting
from core.experiments.convolution.frequencies import Frequencies
from core.experiments.convolution.one_kernel import OneKernel
from core.experiments.convolution.shifts import Shifts
from core.experiments.convolution.upsampling import Upsampling
from core.experiments.experiment import Experiment
from core.spec import choice, menu, switch
from core.training.recipe import Recipe

Topic = OneKernel | Counting | Frequencies | Shifts | Upsampling
TOPICS = menu(OneKernel, Counting, Frequencies, Shifts, Upsampling)


@final
@dataclass(frozen=True)
class ConvolutionExperiment(Experiment):
    """Everything a reader can set; each field is a parameter of the URL. Nothing is trained."""

    topic: OneKernel | Counting | Frequencies = choice(
        TOPICS, OneKernel(), "one experiment at a time"
    )
    fill_in: bool = switch(False, "results are yours to fill in, and are marked", part="view")
    seed: int = 0
    steps: int = 0

    def recipes(self) -> dict[str, Recipe]:
        """No run: what is shown follows from the numbers alone."""
        return {}
