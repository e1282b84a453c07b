"""The presets of the chapter on convolutions, and the numbers that readers write into cells."""

from dataclasses import asdict, replace
from typing import Final

import streamlit as st

from core.experiments.convolution.counting import Counting, Own, with_room
from core.experiments.convolution.experiment import ConvolutionExperiment, Topic
from core.experiments.convolution.frequencies import Frequencies, read_kernel
from core.experiments.convolution.kernels import KERNELS
from core.experiments.convolution.numbers import CellsError, write_cells
from core.experiments.convolution.one_kernel import OneKernel, exercise, fitting
from core.experiments.convolution.shifts import Shifts
from core.experiments.convolution.upsampling import Upsampling
from pages.ui.chapter.presets import Preset, restarts
from pages.ui.controls import as_plain, assign

CHAPTER: Final = "convolutions"
STAGE: Final = "convolutions-stage"
PICTURES: Final = "pictures-stage"
_PRESSED: Final = "convolutions-pressed"

PRESETS: Final = (
    Preset(
        "Slide",
        "A convolution is one matrix T whose rows share nine numbers. Read it to the right, and it "
        "is the map; read it downwards, and it is backpropagation: point at any number.",
    ),
    Preset(
        "Turn it",
        "Libraries compute the cross-correlation. Mathematics' convolution turns the kernel by "
        "180° first: the same T with its numbers in the other order.",
        {"topic": "one-kernel", "topic.true_convolution": True},
    ),
    Preset(
        "Pad",
        "One row of zeros on each side, and the map is as large as the image: T is square, and "
        "outputs at the margin see fewer pixels.",
        {"topic": "one-kernel", "topic.padding": 1},
    ),
    Preset(
        "Skip",
        "Stride 2 leaves out every second row and column of the map: T keeps one row in four.",
        {"topic": "one-kernel", "topic.padding": 1, "topic.stride": 2},
    ),
    Preset(
        "Even",
        "A kernel of 2 × 2 has no middle: without padding the map is 3 × 3, with a margin of one "
        "it is 5 × 5. One row and one column more on one side make it as large as the image, and "
        "half a pixel off.",
        {
            "topic": "one-kernel",
            "topic.size": 2,
            "topic.kernel": "1 -1 2 -2",
            "topic.one_more": True,
        },
    ),
    Preset(
        "Transpose",
        "A transposed convolution is Tᵀ: read downwards, T makes a 4 × 4 image of the 2 × 2 "
        "numbers δ. Point at one of them, and see where it stamps the kernel.",
        {
            "topic": "one-kernel",
            "topic.kernel": "1 2 1 2 4 2 1 2 1",
            "topic.delta": "1 2 3 4",
            "topic.padding": 1,
            "topic.stride": 2,
        },
    ),
    Preset(
        "Spread",
        "Dilation 2: the same nine numbers, two pixels apart, see five pixels across.",
        {"topic": "one-kernel", "topic.padding": 1, "topic.dilation": 2},
    ),
    Preset(
        "Count",
        "The network for small color images that Higham and Higham train: how many numbers does it "
        "learn? Guess before you look.",
        {"topic": "counting"},
    ),
    Preset(
        "Stack",
        "Image, blocks, channels, kernels and pooling are yours: where do parameters go, where "
        "does the work, and how far does a unit see?",
        {"topic": "counting", "topic.network": "own"},
    ),
    Preset(
        "Find edges",
        "Sobel's kernel takes away what does not change: |DFT K| is 0 in the middle column, "
        "where the frequency across is 0.",
        {"topic": "frequencies"},
    ),
    Preset(
        "Blur",
        "Gauss's kernel keeps low frequencies and takes high ones away; it has rank 1, so a pass "
        "down and one across do the same.",
        {"topic": "frequencies", "topic.kernel": write_cells(KERNELS["gauss"]())},
    ),
    Preset(
        "Drop a term",
        "The emboss kernel has rank 3. With two of its three separable terms, is the map still "
        "the same?",
        {
            "topic": "frequencies",
            "topic.kernel": write_cells(KERNELS["emboss"]()),
            "topic.terms": 2,
        },
    ),
    Preset(
        "Shift",
        "A convolution is said to be invariant under translation. Move the digit by one pixel: "
        "does its map move along?",
        {"topic": "shifts"},
    ),
    Preset(
        "Pool",
        "On a ring a convolution moves along exactly. Max pooling after it keeps that for even "
        "shifts alone.",
        {"topic": "shifts", "topic.circular": True, "topic.pool": 2},
    ),
    Preset(
        "Upsample",
        "A transposed convolution makes an image larger. Where do its taps overlap, and what does "
        "one see of it?",
        {"topic": "upsampling"},
    ),
)

_QUESTIONS: Final[dict[type[Topic], str]] = {
    OneKernel: "The rows of the matrix T share the numbers of the kernel, and its transpose is the "
    "way back: point at any number.",
    Counting: "How many numbers does this network learn, and how many would dense layers between "
    "the same maps?",
    Frequencies: "What does this kernel keep of an image's frequencies, and how many passes down "
    "and across does it need?",
    Shifts: "Does the map move along with the image, and if not, where not?",
    Upsampling: "How many taps of the kernel reach each pixel of the map, and does one see it?",
}


def otherwise(spec: ConvolutionExperiment) -> str:
    """What is asked when no preset is in force."""
    return _QUESTIONS[type(spec.topic)]


def usable(spec: ConvolutionExperiment) -> ConvolutionExperiment:
    """The spec, what cannot be shown replaced in the address too; a sentence says so."""
    match spec.topic:
        case OneKernel():
            return _placeable(spec, spec.topic)
        case Counting():
            return _countable(spec, spec.topic)
        case Frequencies():
            return _readable(spec, spec.topic)
        case Shifts() | Upsampling():
            return spec


def _placeable(spec: ConvolutionExperiment, topic: OneKernel) -> ConvolutionExperiment:
    """Numbers that can be read, and a margin that gives the kernel a place."""
    while True:
        try:
            exercise(topic)
        except CellsError as error:
            with_room = fitting(topic)
            changed = with_room if with_room != topic else _as_by_default(topic)
            what = f"Padding {with_room.padding} is" if with_room != topic else "The usual ones are"
            st.warning(as_plain(f"{error} {what} shown instead."))
            topic = changed
        else:
            break
    if topic != spec.topic:
        assign(ConvolutionExperiment, {f"topic.{k}": v for k, v in asdict(topic).items()})
    return replace(spec, topic=topic)


def _readable(spec: ConvolutionExperiment, topic: Frequencies) -> ConvolutionExperiment:
    """A kernel that can be read."""
    try:
        read_kernel(topic.kernel)
    except CellsError as error:
        st.warning(as_plain(f"{error} The usual one is shown instead."))
        usual = Frequencies().kernel
        assign(ConvolutionExperiment, {"topic.kernel": usual})
        return replace(spec, topic=replace(topic, kernel=usual))
    return spec


def _countable(spec: ConvolutionExperiment, topic: Counting) -> ConvolutionExperiment:
    """A stack of the reader's own with as many blocks as there is room for."""
    own = topic.network
    if not isinstance(own, Own) or with_room(own) == own:
        return spec
    found = with_room(own)
    st.warning(
        as_plain(
            f"An image of {own.side} × {own.side} has no room for "
            f"{own.blocks} block{'s' * (own.blocks > 1)} with kernels of {own.kernel} × "
            f"{own.kernel}: {found.blocks} with {found.kernel} × {found.kernel} "
            f"{'are' if found.blocks > 1 else 'is'} shown instead."
        )
    )
    values = {f"topic.network.{name}": value for name, value in asdict(found).items()}
    assign(ConvolutionExperiment, values)
    return replace(spec, topic=replace(topic, network=found))


def _as_by_default(topic: OneKernel) -> OneKernel:
    usual = OneKernel()
    return replace(topic, image=usual.image, kernel=usual.kernel, delta=usual.delta)


def note_shown() -> None:
    """Remember which press of a preset the stage shows; called where it is shown."""
    st.session_state[_PRESSED] = restarts(ConvolutionExperiment)


def take_cells() -> None:
    """A reader has changed a cell on stage: its grid goes into the address.

    Who leaves a cell by pressing a preset wants the preset, whose callback may have come first.
    """
    if st.session_state.get(_PRESSED, 0) != restarts(ConvolutionExperiment):
        return
    name, numbers = st.session_state[STAGE].cells
    assign(ConvolutionExperiment, {str(name): write_cells(numbers)})
