"""One kernel by hand: the scene, which the browser computes."""

from typing import Final

from core.experiments.convolution.experiment import ConvolutionExperiment
from core.experiments.convolution.numbers import LARGEST
from core.experiments.convolution.one_kernel import OneKernel, exercise
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.runs import standing
from pages.ui.convolutions.asked.shown import show_stage
from pages.ui.convolutions.pictures import standing_scene
from pages.ui.convolutions.presets import STAGE, note_shown, take_cells
from pages.ui.stage import KernelPanel, Repertoire, Scene

_SETTINGS: Final = {"x": "topic.image", "K": "topic.kernel", "delta": "topic.delta"}


def show_by_hand(spec: ConvolutionExperiment) -> None:
    """The image, the kernel and δ to edit, the matrix between them, and both derivatives."""
    note_shown()
    show_stage(scene(spec), key=STAGE, on={"cells": take_cells})


def scene(spec: ConvolutionExperiment) -> Scene:
    """One panel, which needs no run."""
    return standing_scene(
        spec,
        "One kernel on an image of 4 × 4 pixels, by hand",
        "Image, kernel and map, the matrix of the convolution, and both derivatives.",
        _repertoire(spec),
    )


@remembered(ConvolutionExperiment)
def _repertoire(spec: ConvolutionExperiment) -> Repertoire:
    assert isinstance(spec.topic, OneKernel)
    topic, found = spec.topic, exercise(spec.topic)
    panel = KernelPanel(
        "by-hand",
        "Convolution" if topic.true_convolution else "Cross-correlation",
        "Image X, kernel K and map y; δ and the derivatives of the cost by image and kernel; the "
        "matrix T and the im2col matrix.",
        found.x,
        found.kernel,
        found.delta,
        topic.stride,
        topic.padding,
        int(topic.one_more),
        topic.dilation,
        topic.true_convolution,
        _SETTINGS,
        float(LARGEST),
        spec.fill_in,
    )
    return standing([panel])
