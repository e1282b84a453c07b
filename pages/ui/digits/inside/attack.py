"""What a network looks at, and how little it takes until it reads another digit."""

from typing import Final

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.digits.attack import Attacks, attacks
from core.experiments.digits.experiment import DigitsExperiment, unseen_digits
from core.experiments.digits.networks import OverBatch, SoftmaxRegression
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.words import percent, three
from pages.ui.digits.figures import against, pictures
from pages.ui.digits.recording import Recording

# What a prediction and a turn found by halving may differ by and still be called equal.
_SAME: Final = 1e-6


def show_inside(recording: Recording, spec: DigitsExperiment) -> None:
    """One digit, the slope of its margin, the digit as it is turned, and all digits at once."""
    if isinstance(getattr(spec.network, "normalization", None), OverBatch):
        st.markdown(
            "With batch normalization no digit is read alone: choose another normalization to ask "
            "what a single one takes."
        )
        return
    run = recording.recorded().run
    found = _attacks(spec, int(run.k[-1]), recording, run.p[-1])
    st.markdown(
        "Every pixel may change by ε, each in its own direction. Against the slope of the margin "
        r"$z_i - z_j$ of the class $i$ that is read over another one $j$ it falls fastest: by "
        r"$ε\,‖∂(z_i - z_j)/∂x‖_1$ if $z$ is linear. "
        + (
            r"Softmax regression is: with $w_i - w_j$ for the slope, a digit turns exactly when "
            r"margin $< ε\,‖w_i - w_j‖_1$ for some $j$."
            if isinstance(spec.network, SoftmaxRegression)
            else "This network is linear near each image only: the prediction holds as far as that."
        )
    )
    left, right = st.columns([1.35, 1])
    with left:
        count = len(found.read)
        n = int(st.number_input("Test digit", 1, count, 1, key="digits-attacked")) - 1
        x, epsilon = unseen_digits().x, float(found.measured[n])
        shown = epsilon if np.isfinite(epsilon) else 1.0
        st.plotly_chart(
            pictures(
                {
                    "the digit": x[n, 0],
                    "slope of the margin": found.slope[n, 0],
                    f"changed by {three(shown)}": found.changed(x, n, shown)[0],
                },
                signed={"slope of the margin"},
            ),
            key="digits-attack",
        )
        st.markdown(say_attack(found, n))
    with right:
        st.plotly_chart(against(found.predicted, found.measured, n), key="digits-attacks")
    st.markdown(say_attacks(found))


def say_attack(found: Attacks, n: int) -> str:
    """What one digit takes: predicted beside measured."""
    predicted, measured = float(found.predicted[n]), float(found.measured[n])
    label = int(unseen_digits().labels[n])
    said = (
        f"A {label}, read as {found.read[n]}; the margin over {found.other[n]} is "
        f"{three(float(found.margin[n]))}. Predicted is a turn at ε = {three(predicted)}"
    )
    if not np.isfinite(measured):
        return f"{said}, but up to ε = 1 nothing turns."
    how = f"measured at **{three(measured)}**, to a {found.turned[n]}"
    if abs(measured - predicted) <= _SAME * predicted:
        return f"{said}, {how}: as predicted, to six digits."
    word = "later" if measured > predicted else "earlier"
    return f"{said}, {how}: {word} than predicted."


def say_attacks(found: Attacks) -> str:
    """What all digits take."""
    turned = np.isfinite(found.measured)
    measured = np.where(turned, found.measured, np.inf)
    same = np.abs(measured[turned] - found.predicted[turned]) <= _SAME * found.predicted[turned]
    N = len(turned)
    said = (
        f"{turned.sum()} of {N} test digits turn by ε = 1, half of all by "
        f"ε = **{three(float(np.median(measured)))}** (ink is 1)"
        if turned.sum() > N / 2
        else f"{turned.sum()} of {N} test digits turn by ε = 1"
    )
    if turned.any():
        said += (
            f"; of those that turn {percent(float(same.mean()))} do where predicted, to six digits"
        )
    return said + ". Changed pixels may leave the range from paper to ink."


def _key(spec: DigitsExperiment) -> DigitsExperiment:
    return spec.without("view")


@remembered(DigitsExperiment, _key)
def _attacks(spec: DigitsExperiment, step: int, _recording: Recording, _p: Array) -> Attacks:
    return attacks(_recording.network, _p, unseen_digits())
