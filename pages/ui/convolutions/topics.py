"""Each experiment's controls, and what it shows."""

from collections.abc import Callable
from typing import Any, Final

from core.experiments.convolution.counting import Counting, Own
from core.experiments.convolution.experiment import ConvolutionExperiment as Experiment
from core.experiments.convolution.frequencies import Frequencies
from core.experiments.convolution.one_kernel import OneKernel
from core.experiments.convolution.shifts import Shifts
from core.experiments.convolution.upsampling import Upsampling
from pages.ui.chapter.sections import no_section
from pages.ui.controls import place
from pages.ui.convolutions.by_hand import show_by_hand
from pages.ui.convolutions.counting import show_counting
from pages.ui.convolutions.frequencies import place_frequencies, show_frequencies
from pages.ui.convolutions.presets import CHAPTER
from pages.ui.convolutions.shifts import show_shifts
from pages.ui.convolutions.upsampling import show_upsampling
from pages.ui.parts import folded

_STACK: Final = ("side", "blocks", "channels", "kernel", "pool")
_MORE: Final[dict[type[Any], tuple[str, ...]]] = {
    Own: tuple(f"topic.network.{name}" for name in ("colors", "doubling", "margin", "classes")),
}
_CONTROLS: Final[dict[type[Any], tuple[str, ...]]] = {
    OneKernel: (
        *(f"topic.{name}" for name in ("size", "stride", "padding")),
        *(f"topic.{name}" for name in ("one_more", "dilation", "true_convolution")),
        "fill_in",
    ),
    Shifts: tuple(
        f"topic.{name}" for name in ("right", "down", "circular", "stride", "pool", "digit", "seed")
    ),
    Upsampling: ("topic.kernel", "topic.stride", "topic.digit"),
    Counting: ("topic.network", *(f"topic.network.{name}" for name in _STACK)),
}
_SHOWN: Final[dict[type[Any], Callable[[Experiment], None]]] = {
    OneKernel: show_by_hand,
    Counting: show_counting,
    Frequencies: show_frequencies,
    Shifts: show_shifts,
    Upsampling: show_upsampling,
}


def place_topic(spec: Experiment) -> None:
    """The controls of the experiment in force."""
    if isinstance(spec.topic, Frequencies):
        place_frequencies(spec)
        return
    place(Experiment, *_CONTROLS[type(spec.topic)])
    more = _MORE.get(type(getattr(spec.topic, "network", None)), ())
    if more:
        folded("more", "More", lambda: place(Experiment, *more))


def show_topic(spec: Experiment) -> None:
    """What the experiment in force shows."""
    _SHOWN[type(spec.topic)](spec)
    if not isinstance(spec.topic, Counting):
        no_section(CHAPTER)
