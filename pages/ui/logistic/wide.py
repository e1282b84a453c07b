"""More than two features: which plane is looked at, and what there is instead of a boundary."""

import streamlit as st

from core.datasets.samples import Samples
from core.experiments.logistic.experiment import LogisticExperiment
from pages.ui.controls import place
from pages.ui.losses.loss_view import LossView
from pages.ui.losses.off_plane import show_error
from pages.ui.losses.wide import laid

OFF_PLANE = "Off the plane"
_MOST_IN_A_PICTURE = 2


def is_wide(samples: Samples) -> bool:
    """Whether the samples have more features than a picture has axes."""
    return len(samples.features) > _MOST_IN_A_PICTURE


def say_wide(samples: Samples) -> None:
    """A sentence about what is shown, where it is not everything."""
    if is_wide(samples):
        st.caption(wide_sentence(samples.x.shape[1]))


def wide_sentence(d: int) -> str:
    """What is shown of a model with d features."""
    return (
        f"{d} features, {d + 1} parameters: the surfaces are the cost over a plane through each "
        "run, and the paths are projected onto it; beside each stands how far it is off. The "
        f"boundary is a hyperplane in {d} dimensions, of which there is no picture: shown instead "
        "is z = wᵀx + b of every sample against its label."
    )


def place_plane(samples: Samples) -> None:
    """The choice of the plane, of those that chapter 2 lays through its run."""
    last = samples.x.shape[1]
    high = {"plane.i": last, "plane.j": last}
    place(LogisticExperiment, "plane", "plane.*", high=high)


def show_off_plane(losses: list[LossView]) -> None:
    """For each loss: the plane, and what its surface gets wrong about the path."""
    st.markdown(
        "A plane is two directions of many. Each path is projected onto it; where the cost of the "
        "projection is not the cost of the path, the surface misleads."
    )
    for column, loss in zip(st.columns(len(losses)), losses, strict=True):
        with column:
            found, _, refused = laid(loss.spec, loss.lane)
            st.markdown(f"**{loss.risk.loss.title.capitalize()}**")
            if refused:
                st.warning(refused)
            else:
                st.latex(type(loss.spec.plane).__doc__ or "")
            run = loss.trained.strip.at(loss.selected)
            show_error(run.k, found.shadow, f"off-plane-{loss.name}")


def narrow_only(samples: Samples, why: str) -> bool:
    """Say why something is there for one or two features alone, where there are more."""
    if is_wide(samples):
        st.markdown(why)
    return not is_wide(samples)
