"""The sections below the stage: those that the present topic has."""

from collections.abc import Callable

from core.experiments.implicit.decay import WeightDecay
from core.experiments.implicit.deep import DeepNet
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.noise import Noise
from pages.ui.implicit.sections.copies import show_copies
from pages.ui.implicit.sections.curved import show_curved
from pages.ui.implicit.sections.from_zero import show_from_zero
from pages.ui.implicit.sections.in_torch import show_in_torch
from pages.ui.implicit.sections.masks import show_masks
from pages.ui.implicit.sections.sphere import show_sphere
from pages.ui.implicit.sections.why import show_why

IN_TORCH, WHY = "In PyTorch", "Why?"
MASKS, SPHERE = "Dropout before a sigmoid", "Batch normalization"
CURVED = "Noise before a curve"
ZERO = "From 0"
COPIES = "M noisy copies"


def apart_from_the_slider(spec: ImplicitExperiment) -> ImplicitExperiment:
    """What a section depends on that shows nothing of the slider's position."""
    return spec.without("rate", "view")


def choices(spec: ImplicitExperiment) -> dict[str, Callable[[ImplicitExperiment], None]]:
    """The sections by their names."""
    match spec.topic:
        case WeightDecay():
            return {WHY: show_why, IN_TORCH: show_in_torch}
        case Noise():
            return {
                WHY: show_why,
                COPIES: show_copies,
                MASKS: show_masks,
                CURVED: show_curved,
                IN_TORCH: show_in_torch,
            }
        case DeepNet():
            return {WHY: show_why, SPHERE: show_sphere, IN_TORCH: show_in_torch}
        case _:
            return {WHY: show_why, ZERO: show_from_zero, IN_TORCH: show_in_torch}
