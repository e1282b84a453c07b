"""What a kernel does to frequencies: images, their spectra, and the matrix's singular values."""

from typing import Final

import numpy as np
import streamlit as st

from core.experiments.convolution.experiment import ConvolutionExperiment as Experiment
from core.experiments.convolution.frequencies import Filtered, Frequencies, filtered, moduli
from core.experiments.convolution.kernels import KERNELS
from core.experiments.convolution.numbers import write_cells
from pages.ui.address import here
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.runs import standing
from pages.ui.chapter.words import listed, three
from pages.ui.controls import assign, place
from pages.ui.convolutions.figures import singular_values
from pages.ui.convolutions.pictures import show_pictures
from pages.ui.lecture.hidden import is_hidden
from pages.ui.stage import Image, ImagePanel, Repertoire

_GALLERY: Final = "convolutions-gallery"
_ROUNDING: Final = 1e-12


def place_frequencies(spec: Experiment) -> None:
    """A gallery that writes the kernel's numbers, and the controls."""
    assert isinstance(spec.topic, Frequencies)
    named = {write_cells(known()): name for name, known in KERNELS.items()}
    st.session_state[_GALLERY] = named.get(spec.topic.kernel)
    if not is_hidden("topic.kernel"):
        st.selectbox(
            "Gallery",
            list(KERNELS),
            format_func=lambda name: KERNELS[name].title,
            key=_GALLERY,
            placeholder="My own numbers",
            index=None,
            on_change=here(_take_kernel),
        )
    place(Experiment, "topic.kernel", "topic.terms", "topic.circular", "topic.digit")


def _take_kernel() -> None:
    name = st.session_state[_GALLERY]
    if name:
        assign(Experiment, {"topic.kernel": write_cells(KERNELS[name]())})


def show_frequencies(spec: Experiment) -> None:
    """Before and after, both spectra, the kernel's terms; the singular values; what they say."""
    assert isinstance(spec.topic, Frequencies)
    if not show_pictures(
        spec,
        "An image, a kernel and their spectra",
        "The image before and after the kernel, the moduli of their spectra, and its terms.",
        _repertoire(spec),
    ):
        return
    found = _found(spec)
    for sentence in (on_the_ring(found), gap(found), passes(found, spec.topic.terms)):
        st.markdown(sentence)
    figure = singular_values(found.predicted, found.ring, found.zeros)
    st.plotly_chart(figure, width="stretch", key="convolutions-singular-values")


def on_the_ring(found: Filtered) -> str:
    """The singular values on a ring, predicted and measured."""
    apart = float(np.abs(found.predicted - found.ring).max())
    largest = found.predicted[0]
    none = int((found.predicted <= _ROUNDING * max(largest, 1.0)).sum())
    zeros = f"{none} of them 0" if none else "none of them 0"
    return (
        f"**On a ring** the singular values of T are the moduli of the discrete Fourier transform "
        f"of {called(found)}: the largest is predicted as **{three(largest)}**, measured as "
        f"**{three(found.ring[0])}**; all {len(found.ring)}, {zeros}, agree to {three(apart)}."
    )


def called(found: Filtered) -> str:
    """K, or Kᵣ where terms of it are left out."""
    return "K" if found.used is found.kernel or np.allclose(found.used, found.kernel) else "Kᵣ"


def gap(found: Filtered) -> str:
    """How far the singular values among zeros are from those on a ring."""
    apart = float(np.abs(found.ring - found.zeros).max())
    if apart <= _ROUNDING * max(1.0, found.ring[0]):
        return "**With zeros around the image** this T has the same singular values, to rounding."
    return (
        "**With zeros around the image** T is block Toeplitz with Toeplitz blocks, which the "
        "Fourier basis does not make diagonal: its largest singular value is "
        f"{three(found.zeros[0])}, and in their order the values differ from those on the ring by "
        f"up to **{three(apart)}**."
    )


def passes(found: Filtered, terms: int) -> str:
    """How many separable terms the kernel has, and whether they spare products."""
    k, needed = len(found.kernel), found.rank
    if not needed:
        return "**The kernel** is 0, and so is all that comes of it."
    sigma = listed([three(float(value)) for value in found.sigma[:needed]])
    said = f"**The kernel has rank {needed}**, with σ = {sigma}: "
    if needed > terms:
        left = float(np.linalg.norm(found.kernel - found.used))
        leave = "leaves" if terms == 1 else "leave"
        return (
            f"{said}{terms} of its {needed} separable terms {leave} ‖K − Kᵣ‖ = {three(left)} out."
        )
    products, direct = 2 * k * needed, k * k
    spared = "instead of" if products < direct else "which is no less than"
    said += f"passes down and across take {products} products a pixel, {spared} {direct}."
    some = int(np.count_nonzero(found.kernel))
    if some == direct:
        return said
    return f"{said} Of the kernel's own {direct}, {some} {'is' if some == 1 else 'are'} not by 0."


@remembered(Experiment, lambda spec: spec.without("view"))
def _found(spec: Experiment) -> Filtered:
    assert isinstance(spec.topic, Frequencies)
    return filtered(spec.topic)


@remembered(Experiment, lambda spec: spec.without("view"))
def _repertoire(spec: Experiment) -> Repertoire:
    assert isinstance(spec.topic, Frequencies)
    found, topic = _found(spec), spec.topic
    kernel = moduli(found.used, (8, 8))
    spectra = [
        Image(np.log1p(moduli(found.x))[None], "log(1 + |DFT x|)"),
        Image(kernel[None], f"|DFT {called(found)}|", limits=(0.0, float(kernel.max()))),
        Image(np.log1p(moduli(found.y))[None], "log(1 + |DFT y|)"),
    ]
    columns, sigma, rows = np.linalg.svd(found.kernel)
    terms = [
        Image(
            (sigma[i] * np.outer(columns[:, i], rows[i]))[None],
            f"term with σ = {three(sigma[i])}",
            signed=True,
            numbers=True,
        )
        for i in range(max(1, min(topic.terms, found.rank)))
    ]
    own = Image(found.used[None], called(found), signed=True, numbers=True)
    return standing(
        [
            ImagePanel(
                "images",
                "Before and after",
                "The digit, and the map that the kernel makes of it.",
                [
                    Image(found.x[None], "x", limits=(0.0, 1.0)),
                    Image(found.y[None], "y", signed=True),
                ],
                note="ring" if topic.circular else "zeros around",
            ),
            ImagePanel(
                "spectra",
                "Moduli of the DFT",
                "The moduli of the discrete Fourier transforms of image, kernel and map.",
                spectra,
                note="frequency 0 in the middle",
            ),
            ImagePanel(
                "kernel",
                "Kernel and its terms",
                "The kernel, and the products of a column and a row of which it is the sum.",
                [own, *terms],
            ),
        ]
    )
