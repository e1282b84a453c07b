"""A loss of more parameters than a stage has room for: a plane through its run, and its shadow."""

from dataclasses import replace

import numpy as np

from core.arrays import Array
from core.datasets.samples import Samples
from core.experiments.logistic.experiment import LogisticExperiment
from core.landscape.curvature import nonconvex_share
from core.landscape.planes import Slice, TwoCoordinates
from core.landscape.surface import Surface
from pages.ui.chapter.words import three
from pages.ui.losses import cached
from pages.ui.losses.loss_view import LossView
from pages.ui.losses.surfaces import between, convexity, panel_over
from pages.ui.stage import BoundaryPanel, Laid, LandscapePanel, PlaneView

_LABELS = ("α", "β")
# Beyond it a sigmoid is within 1e-5 of its end.
_SCORES = 12.0


def panel_of(loss: LossView) -> LandscapePanel:
    """The surface of a loss: over its window, or over a plane through its run."""
    return _through_the_run(loss) if loss.problem.wide else loss.to_panel()


def laid(spec: LogisticExperiment, lane: int) -> tuple[Slice, Array, str]:
    """The slice that the reader wants, or one along two coordinates and why it is not that one."""
    try:
        return (*cached.slice_of(spec, lane), "")
    except ValueError as error:
        return (*cached.slice_of(replace(spec, plane=TwoCoordinates()), lane), str(error))


def _through_the_run(loss: LossView) -> LandscapePanel:
    found, smallest, refused = laid(loss.spec, loss.lane)
    surface = found.surface
    surface = Surface(surface.plane, surface.alpha, surface.beta, loss.factor * surface.value)
    convex = convexity(nonconvex_share(smallest), loss.risk)
    return panel_over(
        surface,
        smallest < 0,
        [],
        _LABELS,
        loss.spec.log_height,
        name=loss.name,
        lane=loss.lane,
        title=loss.title,
        alt=f"{loss.title} over a plane through the run, {between(surface)}. {convex}",
        note=" · ".join(filter(None, [refused, say_shadow(found), convex])),
        profile=True,
        plane=_view(found),
    )


def say_shadow(found: Slice) -> str:
    """How far the path is off the plane that it is drawn on."""
    off = three(float(found.shadow.distance.max()))
    return f"path projected, up to {off} off the plane"


def _view(found: Slice) -> PlaneView:
    plane, surface = found.plane, found.surface
    onto = np.linalg.pinv(plane.directions.T)
    ends = [(float(axis[0]), float(axis[-1])) for axis in (surface.alpha, surface.beta)]
    return PlaneView(
        (0, 1), _LABELS, ends[0], ends[1], laid=Laid(plane.origin, plane.directions, onto)
    )


def scores(samples: Samples) -> BoundaryPanel:
    """In place of a boundary: what the model makes of each sample, against its label."""
    return BoundaryPanel(
        name="boundary",
        title="Predictions",
        alt=f"z = wᵀx + b of {len(samples.x)} samples under the curve σ(z), against their labels.",
        x=samples.x.astype(np.float32),
        y=samples.y[:, 0],
        labels=["z = wᵀx + b"],
        window=[(-_SCORES, _SCORES)],
        note=f"beyond ±{_SCORES:g}: at the edge",
        scores=True,
    )
