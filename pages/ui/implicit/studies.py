"""The runs at all positions of the slider, remembered, and what they cost."""

from core.experiments.implicit import experiment
from core.experiments.implicit.decay import WeightDecay
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.noise import Noise
from core.experiments.implicit.start import UNKNOWNS
from core.experiments.implicit.study import Study
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.work import ANY_RULE, STEP, Need, watch

__all__ = ["need", "of_family", "studied"]

# Seconds of a number that a step of noise draws, or that a step of the network multiplies.
_DRAWN, _NUMBER = 9e-9, 1e-8


def of_family(spec: ImplicitExperiment) -> ImplicitExperiment:
    """The spec, its slider forgotten if it is at one of the scale's positions."""
    return spec.without("view", "rate") if spec.value in spec.scale else spec.without("view")


@remembered(ImplicitExperiment, of_family)
def studied(spec: ImplicitExperiment) -> Study:
    """All runs along the slider's knob, beside where theory says that they end."""
    return experiment.study(spec, watch())


def need(spec: ImplicitExperiment) -> Need:
    """Those runs, as a page needs them."""
    return Need(_seconds(spec), lambda: studied.knows(spec), lambda: studied(spec))


def _seconds(spec: ImplicitExperiment) -> float:
    runs = len(spec.values)
    match spec.topic:
        case WeightDecay(m=m):
            return 3 * spec.steps * (ANY_RULE * STEP + _NUMBER * runs * (m if m < 442 else 0))
        case Noise(kind):
            x, _ = kind.data(experiment.generator(spec))
            return spec.steps * (4 * STEP + _DRAWN * runs * x.size)
        case _:
            return spec.steps * (2 * STEP + _NUMBER * runs * 2 * UNKNOWNS)
