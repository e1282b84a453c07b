"""The units of a reader's points: what stands on an axis, and what is said where it is no unit."""

import streamlit as st

from core.datasets.samples import Samples
from core.experiments.experiment import Experiment
from pages.ui.chapter.words import three
from pages.ui.controls import as_plain
from pages.ui.own.own_table import say_what_is_wrong
from pages.ui.stage import MOST_POINTS, Units


def units(samples: Samples) -> Units | None:
    """How points lead back to their own units; None where they are too many to be set by hand."""
    few = len(samples.x) <= MOST_POINTS
    return Units(samples.center, samples.scale) if few else None


def say_about(spec: Experiment, samples: Samples) -> None:
    """What is wrong with the last table, and a sentence where columns are mapped."""
    # One place, whether anything is said or not: the stage below would be drawn anew.
    with st.container():
        say_what_is_wrong(spec)
        if sentence := mapping_sentence(samples):
            st.caption(as_plain(sentence))


def mapping_sentence(samples: Samples) -> str:
    """What x₁ and x₂ are of a reader's columns; nothing where these have the same names."""
    columns = list(zip(samples.features, samples.center, samples.scale, strict=True))
    said = ", ".join(
        f"x{'₁₂'[j]} = {_moved(name, float(center), float(scale))}"
        for j, (name, center, scale) in enumerate(columns)
    )
    if any((center, scale) != (0, 1) for _, center, scale in columns):
        return (
            "Your columns reach beyond the picture, so they are mapped to where this chapter's own "
            f"points lie: {said}, numbers rounded to three digits."
        )
    return "" if samples.features == ("x1", "x2") else f"Your columns: {said}."


def _moved(name: str, center: float, scale: float) -> str:
    """(name - center) / scale."""
    if (center, scale) == (0, 1):
        return name
    if center:
        name = f"({name} {'−' if center > 0 else '+'} {three(abs(center))})"
    return name if scale == 1 else f"{name} / {three(scale)}"
