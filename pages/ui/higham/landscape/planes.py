"""The landscape in 23 dimensions: a plane of it, and what that plane does not show."""

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from core.arrays import Array, Steps
from core.experiments.higham.experiment import HighamExperiment, batch_size, sample_count
from core.landscape.planes import Slice, cut
from core.landscape.principal_components import principal_components, random_walk_shares
from core.landscape.spectrum import Spectrum, convex_share, plane_view
from core.objectives.plane import Plane
from core.objectives.risk import Risk
from core.training.descent import Trajectory
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.words import share, three
from pages.ui.controls import place
from pages.ui.figures.curves import bars
from pages.ui.figures.paths import path_on_contours, path_on_surface
from pages.ui.higham.landscape.figures import spectrum_strip
from pages.ui.higham.recording import Part, Recording
from pages.ui.higham.recording import recording as recorded
from pages.ui.losses.off_plane import show_error
from pages.ui.theme import SQUARED

_COMPONENTS = 5


def show_landscape(recording: Recording, spec: HighamExperiment) -> None:
    """The plane menu, the surface with the path, and four ways in which it misleads."""
    part, risk = recording.part(), recording.risk
    run, size = part.run, risk.size
    st.markdown(
        f"The cost is a function of {size} numbers; a picture has room for two. Choose a plane "
        "through the run: the path is projected onto it, and what the projection gets wrong stands "
        "beside it."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place(HighamExperiment, "plane", "plane.*", high={"plane.i": size - 1, "plane.j": size - 1})
    try:
        found = _slice(risk, run, spec)
    except ValueError as error:
        st.warning(str(error))
        return
    left, right = st.columns([3, 2])
    with left:
        st.latex(type(spec.plane).__doc__ or "")
        st.plotly_chart(
            path_on_surface(found.surface, found.shadow.coordinates, found.shadow.shown),
            key="higham-surface",
        )
        st.plotly_chart(
            path_on_contours(found.surface, found.shadow.coordinates), key="higham-contours"
        )
    with right:
        show_error(run.k, found.shadow, "higham-off-plane")
        _show_hidden(risk, part, found.plane)
    left, right = st.columns(2)
    with left:
        _show_shares(spec, run)
    with right:
        _show_spectrum(part, spec)


def surfaces(spec: HighamExperiment) -> dict[str, Callable[[], go.Figure]]:
    """The cost over the plane of now with the path on it, where that plane can be laid."""
    record = recorded(spec)
    run = record.part().run
    try:
        found = _slice(record.risk, run, spec)
    except ValueError:
        return {}
    return {
        "Cost over a plane": lambda: path_on_surface(
            found.surface, found.shadow.coordinates, found.shadow.shown
        )
    }


def _slice(risk: Risk, run: Trajectory, spec: HighamExperiment) -> Slice:
    return cut(risk, spec.plane(risk, run), run.p)


def _show_hidden(risk: Risk, part: Part, plane: Plane) -> None:
    run, spectrum = part.run, part.diagnosis.spectrum
    if spectrum is None:
        return
    deepest = int(spectrum.negative.argmax())
    view = plane_view(risk, plane, run.p[[0, deepest, -1]])
    names = ("At the start", f"At step {run.k[deepest]:,}", "At the end")
    lines = [
        f"- {name} this plane hides **{hidden} of {negative}** negative directions."
        for name, hidden, negative in zip(names, view.hidden, view.full.negative, strict=True)
    ]
    convex = convex_share(risk, run.p[deepest])
    st.markdown(
        "\n".join(lines) + f"\n\nOf 2,000 random planes through the run at step "
        f"{run.k[deepest]:,}, {share(float(convex))} look convex."
    )


def _show_shares(spec: HighamExperiment, run: Trajectory) -> None:
    _, shares = principal_components(run.p)
    walk = _walk(spec, len(run.k), run.k)
    shown = min(_COMPONENTS, len(shares), len(walk))
    st.markdown("**How much of the path do principal components explain?**")
    st.plotly_chart(
        bars(
            [str(i + 1) for i in range(shown)],
            {"this run": shares[:shown], "a random walk": walk[:shown]},
            [SQUARED, "#BBBBBB"],
        ),
        key="higham-shares",
    )
    st.markdown(
        f"Two components hold {share(float(shares[:2].sum()))} of this path's variance, and "
        f"{share(float(walk[:2].sum()))} of that of a random walk recorded at the same steps: a "
        "large share alone says little about the landscape."
    )


def _show_spectrum(part: Part, spec: HighamExperiment) -> None:
    st.markdown("**The whole spectrum along the run**")
    if part.diagnosis.spectrum is None:
        st.markdown("Shown for networks of at most 60 parameters.")
        return
    found, bound = part.diagnosis.spectrum, 2 / spec.eta
    st.plotly_chart(spectrum_strip(part.run.k, found.eigenvalues, bound), key="higham-spectrum")
    st.markdown(say_spectrum(spec, found))


def say_spectrum(spec: HighamExperiment, found: Spectrum) -> str:
    """The signs at both ends of a run, and λ_max against 2/η at its recorded steps (K,)."""
    bound, N, m = 2 / spec.eta, sample_count(spec), batch_size(spec)
    last = found.eigenvalues[-1]
    tiny = min(int((last < -1e-9).sum()), int(found.negative[-1]))
    above = int((found.largest > bound).sum())
    said = (
        f"{found.negative[0]} of {found.eigenvalues.shape[-1]} eigenvalues are negative at the "
        f"start; at the last recorded step {found.negative[-1]} are, {tiny} of them below −10⁻⁹. "
        f"At {len(found.largest)} recorded steps the mean cost has λₘₐₓ of at most "
        f"{three(float(found.largest.max()))}"
    )
    said += (
        f", and more than 2/η = {three(bound)} at {above} of them"
        if above
        else f", less than 2/η = {three(bound)}"
    )
    if m < N:
        points = "one point" if m == 1 else f"{m} points"
        said += f". But a step looks at {points}, whose own λₘₐₓ may be higher"
    return said + "."


@remembered(HighamExperiment, lambda spec: spec.without("view"))
def _walk(spec: HighamExperiment, frames: int, _k: Steps) -> Array:
    return random_walk_shares(_k, spec.network.size)
