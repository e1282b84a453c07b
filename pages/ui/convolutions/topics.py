"""Each experiment's controls, and what it shows."""

from collections.abc import Callable
from typing import Any, Final

from core.experiments.convolution.experiment import ConvolutionExperiment as Experiment
from core.experiments.convolution.one_kernel import OneKernel
from pages.ui.controls import place
from pages.ui.convolutions.by_hand import show_by_hand

_CONTROLS: Final[dict[type[Any], tuple[str, ...]]] = {
    OneKernel: (
        *(f"topic.{name}" for name in ("stride", "padding", "dilation", "true_convolution")),
        "fill_in",
    ),
}
_SHOWN: Final[dict[type[Any], Callable[[Experiment], None]]] = {
    OneKernel: show_by_hand,
}


def place_topic(spec: Experiment) -> None:
    """The controls of the experiment in force."""
    place(Experiment, *_CONTROLS[type(spec.topic)])


def show_topic(spec: Experiment) -> None:
    """What the experiment in force shows."""
    _SHOWN[type(spec.topic)](spec)
