"""The cost around the end of the run: a plane through it, and its curvatures."""

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.arrays import Steps
from core.experiments.digits.around import (
    FACTOR,
    MOST_DIGITS,
    PRODUCTS,
    Along,
    Around,
    along,
    around,
    surface,
)
from core.experiments.digits.experiment import DigitsExperiment
from core.experiments.digits.networks import CLASSES
from core.landscape.surface import Surface
from core.training.descent import Trajectory
from pages.ui.chapter import jobs
from pages.ui.chapter.live.recording import key_of
from pages.ui.chapter.words import percent, printed, three
from pages.ui.digits.figures import eigenvalues
from pages.ui.digits.recording import Recording, recording
from pages.ui.figures.landscapes import landscape_3d
from pages.ui.figures.paths import path_on_surface

_NAME: Final = "digits-around"
_LARGEST: Final = r"$λ_{\max}$"


def show_landscape(recording: Recording, spec: DigitsExperiment) -> None:
    """A button, the progress, or the plane and the spectrum."""
    st.markdown(
        "Two planes through the end of the run. The directions of one are drawn at random, and "
        "each filter of them is made as long as that of the network (Li et al. 2018): a step of 1 "
        "changes every filter by its own length. Those of the other, if the run has moved, are the "
        "first two principal components of its points. Shown is "
        f"the cross-entropy of the first {min(spec.count, MOST_DIGITS)} training digits, without "
        "any penalty."
    )
    run = recording.recorded().run
    found = jobs.show(
        _NAME,
        f"{key_of(spec)} {run.k[-1]}",
        lambda job: around(spec, run, job.progress),
        offer="Find planes and spectrum at the end",
        doing="Computing",
        failed="This could not be computed for these settings. Try others.",
        icon=":material/landscape:",
    )
    if found is None:
        return
    left, right = st.columns(2)
    with left:
        st.plotly_chart(draw(found.surface), key="digits-landscape")
        st.markdown(say_plane(found))
    with right:
        if found.along is None:
            st.markdown("The run has not moved, so there is no plane along it.")
        else:
            st.plotly_chart(draw_along(found.along), key="digits-along")
            st.markdown(say_along(found.along, run.k))
    left, right = st.columns(2)
    with left:
        st.plotly_chart(eigenvalues(found.ritz, found.exact), key="digits-spectrum")
    with right:
        st.markdown(say_spectrum(found))
        if found.rescaled is not None:
            st.markdown(say_rescaled(found))


def surfaces(spec: DigitsExperiment) -> dict[str, Callable[[], go.Figure]]:
    """The planes through the end of the run, as far as that has been computed."""
    drawn: dict[str, Callable[[], go.Figure]] = {"Cost around the end": partial(_drawn, spec)}
    if len(recording(spec).recorded().run.k) > 1:
        drawn["Cost along the run"] = partial(_drawn_along, spec)
    return drawn


def _drawn_along(spec: DigitsExperiment) -> go.Figure:
    run = recording(spec).recorded().run
    found = along(spec, run)
    # Who asks too late, when another run is on stage that has not moved, gets the other plane.
    return draw(surface(spec, run)) if found is None else draw_along(found)


def _drawn(spec: DigitsExperiment) -> go.Figure:
    run: Trajectory = recording(spec).recorded().run
    return draw(surface(spec, run))


def draw(found: Surface) -> go.Figure:
    """The surface, turnable; nothing is hatched, since nobody knows where it is convex."""
    figure = landscape_3d(found, np.zeros(found.value.shape, dtype=bool), (), ("α", "β"))
    figure.update_layout(height=360)
    return figure


def draw_along(found: Along) -> go.Figure:
    """The surface along the run with the run's shadow on it."""
    figure = path_on_surface(found.surface, found.shadow.coordinates, found.shadow.shown)
    figure.update_layout(height=360)
    return figure


def say_along(found: Along, k: Steps) -> str:
    """How much of the run the plane along it holds, and how much a random one sees of it."""
    seen = found.shadow
    worst = int(seen.error.argmax())
    return (
        f"This plane holds **{percent(found.share)}** of the variance of the run's points; of a "
        f"random walk as long it would hold {percent(found.chance)}. The surface is wrong about "
        f"the run by up to **{three(float(seen.error[worst]))}**, at step {k[worst]:,}, where the "
        f"run is {three(float(seen.distance[worst]))} off the plane. Start and end are "
        f"{three(found.way)} apart, their shadows on the plane on the left {three(found.random)}: "
        f"a random plane sees {percent(found.random / found.way)} of the way."
    )


def say_plane(found: Around) -> str:
    """Whether the end is the lowest point of the plane shown."""
    value = found.surface.value
    middle = value.shape[0] // 2
    end, least = float(value[middle, middle]), float(value.min())
    said = f"The cross-entropy at the end, in the middle, is **{three(end)}**; it is at most "
    said += f"{three(float(value.max()))} on this piece of the plane. "
    if least < end:
        lower = three(end - least)
        return said + f"The lowest of the points shown is lower by {lower}: the end is no minimum."
    return said + "No point shown is lower."


def say_spectrum(found: Around) -> str:
    """The largest eigenvalue two ways, the negative ones, and how many stand out."""
    ritz = float(found.ritz[-1])
    if found.exact is None:
        said = (
            f"By Lanczos with {PRODUCTS} Hessian-vector products {_LARGEST} is **{three(ritz)}**."
        )
    else:
        exact = found.exact
        apart = abs(ritz / exact[-1] - 1)
        negative = int((exact < -1e-12 * np.abs(exact).max()).sum())
        said = (
            f"{_LARGEST} is **{three(float(exact[-1]))}**, of all {len(exact)} eigenvalues; "
            f"Lanczos with {len(found.ritz)} Hessian-vector products finds it to {_digits(apart)}. "
            + (
                f"{negative} are negative, the lowest {three(float(exact[0]))}."
                if negative
                else "None is negative beyond rounding."
            )
        )
    return (
        f"{said} The literature expects {CLASSES - 1} to stand out, one less than there are "
        f"classes (Papyan 2020); here the widest gap among the twenty largest is after "
        f"**{found.outliers}**."
    )


def _digits(apart: float) -> str:
    return "all digits" if apart < 1e-12 else f"a relative {printed(apart, '.0e')}"


def say_rescaled(found: Around) -> str:
    """What rescaling a unit does to the cost, predicted and measured, and to the curvature."""
    assert found.rescaled is not None
    (cost, largest), (other_cost, other) = found.rescaled
    change = abs(other_cost / cost - 1)
    measured = "not at all" if change == 0 else f"by a relative {printed(change, '.0e')}"
    curved = (
        f"But by Lanczos {_LARGEST} goes from {three(largest)} to **{three(other)}**: curvature "
    )
    curved += "alone says little about a network (Dinh et al. 2017)."
    if three(largest) == three(other):
        curved = f"Here {_LARGEST} stays at {three(largest)}, too, to three digits."
    return (
        f"One unit times {FACTOR:g}, and what reads it divided by {FACTOR:g}: ReLU and pooling "
        f"let the factor through, so predicted is the same function, and measured the cost "
        f"changes {measured}. {curved}"
    )
