"""Upsampling: where the taps of a transposed convolution overlap, and the checkerboard."""

from itertools import product

import streamlit as st

from core.experiments.convolution.experiment import ConvolutionExperiment as Experiment
from core.experiments.convolution.upsampling import Upsampled, Upsampling, upsampled
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.runs import standing
from pages.ui.chapter.words import listed
from pages.ui.convolutions.pictures import show_pictures
from pages.ui.stage import Image, ImagePanel, Repertoire


def show_upsampling(spec: Experiment) -> None:
    """The digit, its map, and how many taps reach each pixel; what they say."""
    assert isinstance(spec.topic, Upsampling)
    if not show_pictures(
        spec,
        "A digit made larger by a transposed convolution",
        "The digit, its map, and how many taps of the kernel reach each pixel of the map.",
        _repertoire(spec),
    ):
        return
    found = upsampled(spec.topic)
    st.markdown(counted(spec.topic, found))
    st.markdown(judged(spec.topic, found))
    st.caption(
        "Odena, Dumoulin & Olah 2016. The kernel here is 1 everywhere; one that is learned can "
        "undo the pattern, or make one where the counts are even."
    )


def counted(topic: Upsampling, found: Upsampled) -> str:
    """The taps that reach a pixel, predicted and measured."""
    phases = ", ".join(map(str, found.phases * (2 if topic.stride > 1 else 3)))
    both = sorted({a * b for a, b in product(found.phases, repeat=2)})
    agree = bool((found.measured == found.counts).all())
    return (
        f"With k = {topic.kernel} and s = {topic.stride} the pixels along an axis are reached by "
        f"**{phases}, …** taps away from the ends, ⌈(k − r)/s⌉ for r = 0 … s − 1; in two "
        f"dimensions these multiply to {listed([str(value) for value in both])}. The map of an "
        f"image of ones {'is' if agree else 'is not'} what is counted, at every pixel."
    )


def judged(topic: Upsampling, found: Upsampled) -> str:
    """Whether the counts are even, and why."""
    if topic.kernel % topic.stride == 0:
        return (
            f"**Even**: {topic.stride} divides {topic.kernel}, so away from the ends each pixel "
            "gets equally many taps."
        )
    if 0 in found.phases:
        return "**Gaps**: the kernel is smaller than the stride, and no tap reaches some pixels."
    return (
        f"**A checkerboard**: {topic.stride} does not divide {topic.kernel}. An image that is the "
        "same everywhere comes out in a pattern."
    )


def divided(found: Upsampled) -> str:
    """What the map is where it is divided by the taps, and where there is none to divide by."""
    said = "the mean of what reaches it"
    return said if found.counts.all() else f"{said}, 0 where nothing does"


@remembered(Experiment, lambda spec: spec.without("view"))
def _repertoire(spec: Experiment) -> Repertoire:
    assert isinstance(spec.topic, Upsampling)
    found = upsampled(spec.topic)
    return standing(
        [
            ImagePanel("small", "Image", "The digit.", [Image(found.x[None], "8 × 8")]),
            ImagePanel(
                "large",
                "Map",
                "The map of the digit.",
                [Image(found.map[None], " × ".join(map(str, found.map.shape)))],
            ),
            ImagePanel(
                "counts",
                "Taps for each pixel",
                "How many taps reach each pixel of the map.",
                [
                    Image(
                        found.counts[None].astype(float),
                        f"from {found.counts.min()} to {found.counts.max()}: the map of an image "
                        "of ones",
                        limits=(0.0, float(found.counts.max())),
                        numbers=True,
                    )
                ],
            ),
            ImagePanel(
                "even",
                "Map, divided by the taps",
                "The map divided by how many taps reach each pixel.",
                [Image(found.even[None], divided(found))],
            ),
        ]
    )
