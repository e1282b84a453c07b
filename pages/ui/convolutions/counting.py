"""How many parameters: a guess, the table of the layers, and the first one's matrix."""

from math import log10, prod
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.convolution.counting import LARGEST_GUESS, Counting
from core.experiments.convolution.experiment import ConvolutionExperiment as Experiment
from core.networks.layers import Conv2d, Sequential
from core.theory.convolutions import density, pattern
from pages.ui.address import here
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.runs import standing
from pages.ui.chapter.sections import folded_section, open_folded
from pages.ui.chapter.words import printed, three
from pages.ui.controls import turn
from pages.ui.convolutions.in_torch import show_in_torch
from pages.ui.convolutions.layers import Line, lines, table
from pages.ui.convolutions.pictures import show_pictures
from pages.ui.convolutions.presets import CHAPTER
from pages.ui.predict.state import asked, awaits
from pages.ui.stage import Image, ImagePanel, Repertoire

_SMALLEST_GUESS: Final = 2
_WHOLE, _PART, _SHOWN = 1024, 48, 256
_COLUMNS: Final = (
    "r: rows and columns that a unit can see, r ← r + d (k − 1) j; j ← j s: how far apart those of "
    "its neighbor are; seen: rows of the image that a unit's derivative reaches, measured, that of "
    "the unit that sees most."
)
_GUESS: Final = "convolutions-guess"
_IN_TORCH: Final = "In PyTorch"


def show_counting(spec: Experiment) -> None:
    """The question, the table, which waits for a guess, and what it says."""
    assert isinstance(spec.topic, Counting)
    topic = spec.topic
    guess = topic.guess if topic.guess >= _SMALLEST_GUESS else 0
    found = lines(topic.network())
    open_folded(CHAPTER, "torch", _IN_TORCH)
    # A question of the page asks the same, and its verdict tells it.
    if asked() is None:
        _show_guesses(guess)
        if guess:
            st.markdown(verdict(topic.network().size, guess))
    told = not awaits() and bool(guess or asked())
    left, right = st.columns([7, 2])
    with right:
        _show_matrix(spec)
    with left:
        st.markdown(table(found, hidden=not told))
        if told:
            st.markdown("  \n".join(said(topic.network(), found)))
            folded_section("torch", _IN_TORCH, lambda: show_in_torch(topic.network()))
        st.caption(_COLUMNS)


def _show_guesses(guess: int) -> None:
    st.session_state[_GUESS] = guess or None
    st.pills(
        "How many parameters does this network have, to the nearest power of ten?",
        range(_SMALLEST_GUESS, LARGEST_GUESS + 1),
        format_func=lambda power: f"{10**power:,}",
        key=_GUESS,
        on_change=here(_guessed),
    )


def _show_matrix(spec: Experiment) -> None:
    show_pictures(
        spec,
        "Where the numbers of the kernel stand in the matrix of the first convolution",
        "Two pictures of the matrix: all of it, or its corner, and the entries of its corner.",
        _repertoire(spec),
    )


def _guessed() -> None:
    turn(Experiment, "topic.guess", int(st.session_state[_GUESS] or 0))


def verdict(size: int, guess: int) -> str:
    """How a guess, as a power of ten, compares with the count."""
    said = f"It has **{size:,}**, you said {10**guess:,}: "
    if round(log10(size)) == guess:
        return said + "the nearest power of ten."
    ratio = 10**guess / size
    more = f"{printed(ratio, '.2g')} times as many as there are"
    fewer = f"there are {printed(1 / ratio, '.2g')} times as many"
    return said + (f"{more}." if ratio > 1 else f"{fewer}.")


def said(network: Sequential, found: list[Line]) -> list[str]:
    """What the table shows, sentence by sentence."""
    first = found[0]
    layer = first.row.layer
    assert isinstance(layer, Conv2d)
    entries, all_entries = density(layer, first.below)
    numbers = first.row.parameters - layer.channels
    rows, columns = prod(first.row.shape), prod(first.below)
    sentences = [
        f"The first convolution has **{first.row.parameters:,}** parameters, a dense layer between "
        f"the same maps **{first.row.dense:,}**. As a matrix T of {rows:,} × {columns:,} it has "
        f"{entries:,} entries that are not 0 by position, "
        f"**{three(100 * entries / all_entries)} %**, made of {numbers:,} numbers."
    ]
    costly = max(found, key=lambda line: line.row.multiply_adds)
    large = max(found, key=lambda line: line.row.parameters)
    sentences.append(
        f"No layer has more multiply-adds than {costly.named}, none more parameters than "
        f"{large.named}."
    )
    alone = [
        line.named
        for line in found
        if isinstance(line.row.layer, Conv2d) and line.row.parameters == line.row.dense
    ]
    if alone:
        sentences.append(
            f"A kernel with a single place shares nothing, it is a dense layer: {', '.join(alone)}."
        )
    side = network.input_shape[1]
    beyond = [line for line in found if line.row.field[0] > side]
    if beyond:
        sentences.append(
            f"The field is larger than the image of {side} × {side} from {beyond[0].named} on."
        )
    return sentences


@remembered(Experiment, lambda spec: spec.without("view"))
def _repertoire(spec: Experiment) -> Repertoire:
    assert isinstance(spec.topic, Counting)
    layer, below, *_ = spec.topic.network().levels[0]
    assert isinstance(layer, Conv2d)
    corner = pattern(layer, below, _WHOLE, _WHOLE)
    part = corner[:_PART, :_PART]
    rows, columns = corner.shape
    whole = prod(layer.shape(below)[1:]) == rows and prod(below[1:]) == columns
    images = [
        Image(
            shares(corner, _SHOWN)[None].astype(np.float32),
            f"{'all' if whole else 'the first'} {rows:,} × {columns:,}",
            limits=(0.0, 1.0),
        ),
        Image(
            part[None].astype(np.float32),
            f"the first {part.shape[0]} × {part.shape[1]}: one shade, one number",
            limits=(0.0, float(prod(layer.windows(below).kernel))),
        ),
    ]
    return standing(
        [
            ImagePanel(
                "matrix",
                "T, channel to channel",
                "The matrix of the first convolution: what is not 0 by position lies on diagonal "
                "bands, and along each of them the same numbers come back.",
                images,
            )
        ]
    )


def shares(found: NDArray[np.int64], most: int) -> Array:
    """The share of entries that are not 0 in blocks, at most so many along an axis."""
    block = max(1, -(-max(found.shape) // most))
    rows, columns = (-(-n // block) * block for n in found.shape)
    padded = np.zeros((rows, columns))
    padded[: found.shape[0], : found.shape[1]] = found != 0
    counted = padded.reshape(rows // block, block, columns // block, block).sum(axis=(1, 3))
    sizes = [np.minimum(block, n - block * np.arange(-(-n // block))) for n in found.shape]
    filled: Array = counted / np.outer(*sizes)
    return filled
