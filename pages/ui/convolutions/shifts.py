"""Is a convolution invariant? An image moves, and its map with it, or not."""

import numpy as np
import streamlit as st

from core.experiments.convolution.experiment import ConvolutionExperiment as Experiment
from core.experiments.convolution.shifts import FARTHEST, MEASURED, Moved, Shifts, shifted
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.runs import standing
from pages.ui.chapter.words import three
from pages.ui.convolutions.pictures import show_pictures
from pages.ui.stage import Image, ImagePanel, Repertoire


def show_shifts(spec: Experiment) -> None:
    """The image, its map, both moved; the shares for all shifts; what they say."""
    assert isinstance(spec.topic, Shifts)
    if not show_pictures(
        spec,
        "An image that moves, and the map that a layer makes of it",
        "Image and map before and after a shift, and how many outputs stay for all shifts.",
        _repertoire(spec),
    ):
        return
    found = _found(spec)
    sentences = [along(spec.topic, found), why(spec.topic, found)]
    if any(spec.topic.along):
        sentences.append(standing_still(found))
    for sentence in sentences:
        st.markdown(sentence)


def along(topic: Shifts, found: Moved) -> str:
    """How much of the map moves with the image, predicted and measured."""
    at = topic.down + FARTHEST, topic.right + FARTHEST
    return (
        f"The image moves by ({topic.right}, {topic.down}), right and down. {_when(topic)} "
        f"**{percent(found.measured[at])}** of the outputs stay what they were, over "
        f"{MEASURED} digits; **{percent(found.certain[at])}** must, whatever image and kernel."
    ).replace("-", "−")


def _when(topic: Shifts) -> str:
    """What the map does meanwhile."""
    if topic.whole:
        return "When the map moves along,"
    right, down = topic.along
    if not (right or down):
        return "No move of the map corresponds to that. Where the map stays,"
    return (
        f"No move of the map corresponds to that. When it moves by ({right}, {down}) places, the "
        "whole ones of it,"
    )


def percent(share: float) -> str:
    """Three digits of a share; what is not quite nothing or not quite all is not called so."""
    if 0 < share < 1e-3:
        return "under 0.1 %"
    return "over 99.9 %" if 0.999 < share < 1 else f"{three(100 * share)} %"


def why(topic: Shifts, found: Moved) -> str:
    """The reason for the predicted share."""
    step = topic.step
    if not (topic.right or topic.down):
        return "Nothing moves, and everything stays."
    if topic.right % step or topic.down % step:
        return (
            f"From one place of the map to the next are {step} pixels, so only shifts by multiples "
            f"of {step} are shifts of the map: of this one nothing must stay."
        )
    if topic.circular:
        largest = three(float(found.off.max()))
        whole = "" if step == 1 else f" by a multiple of {step}"
        return (
            f"On a ring the layer commutes with every shift{whole}: it is equivariant, and the two "
            f"maps differ by at most {largest}."
        )
    return (
        "Zeros around the image break it at the seam: what goes out on one side and comes in on "
        "the other has met the zeros. The other outputs agree to rounding."
    )


def standing_still(found: Moved) -> str:
    """How much of the map stays where it was."""
    return (
        f"When the map does not move, {percent(found.still)} of the outputs stay. "
        "Equivariant is not invariant: what follows has to forget where."
    )


def difference(topic: Shifts, found: Moved) -> str:
    """What the third picture shows, where the map has moved and where it cannot."""
    largest = three(float(found.off.max()))
    if topic.whole:
        return f"|F(moved x) − moved F(x)|, at most {largest}"
    map_moved = f"F(x) moved by {topic.along}".replace("-", "−") if any(topic.along) else "F(x)"
    return f"no move of the map corresponds: |F(moved x) − {map_moved}|, at most {largest}"


@remembered(Experiment, lambda spec: spec.without("view"))
def _found(spec: Experiment) -> Moved:
    assert isinstance(spec.topic, Shifts)
    return shifted(spec.topic)


@remembered(Experiment, lambda spec: spec.without("view"))
def _repertoire(spec: Experiment) -> Repertoire:
    found = _found(spec)
    unit = (0.0, 1.0)
    most = float(max(np.abs(found.before).max(), np.abs(found.after).max()))
    both = (-most, most)
    assert isinstance(spec.topic, Shifts)
    topic = spec.topic
    do = "do, %" if topic.step == 1 else "do, %; the map moves by whole places"
    return standing(
        [
            ImagePanel(
                "before",
                "Before",
                "The digit, and the first of the four maps.",
                [
                    Image(found.x[None], "x", limits=unit),
                    Image(found.before[None], "F(x)", signed=True, limits=both),
                ],
            ),
            ImagePanel(
                "after",
                "Moved",
                "The digit that has moved, and the first map of it.",
                [
                    Image(found.moved[None], "x, moved", limits=unit),
                    Image(found.after[None], "F(moved x)", signed=True, limits=both),
                ],
            ),
            ImagePanel(
                "off",
                "Difference",
                "How far the map of the moved digit is from the map that has moved along, as far "
                "as whole places go.",
                [
                    Image(
                        found.off[None],
                        difference(topic, found),
                        limits=(0.0, float(found.off.max()) or 1.0),
                    )
                ],
            ),
            ImagePanel(
                "shares",
                "Outputs that stay",
                "The share of outputs that stay, for shifts from two pixels left and up to two "
                "pixels right and down.",
                [
                    Image(100 * found.certain[None], "must, %", limits=(0.0, 100.0), numbers=True),
                    Image(100 * found.measured[None], do, limits=(0.0, 100.0), numbers=True),
                ],
                note="shifts −2 … 2",
            ),
        ]
    )
