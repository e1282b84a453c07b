"""A surface that is cut at a height, openly: above it is a violet plane, and the axis says so."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.colors import get_colorscale

from core.landscape import Surface
from pages.ui.figures.landscapes import landscape_2d, landscape_3d
from pages.ui.figures.numbers import printed
from pages.ui.theme import SURFACE_SCALE

_HEIGHT = 400
_LEVELS = 20
_CUT = "#A893BD"
# The last piece of the color scale belongs to the cut.
_EDGE = 0.995


def cut_surface(surface: Surface, labels: tuple[str, str], top: float) -> go.Figure:
    """The surface in three dimensions up to `top`."""
    clipped, nowhere = _clipped(surface, top)
    figure = landscape_3d(clipped, nowhere, [], labels)
    figure.update_traces(cmin=0, cmax=top, colorscale=_scale(), selector={"type": "surface"})
    figure.update_layout(
        height=_HEIGHT,
        scene={"zaxis": {"range": [0, top], "title": {"text": f"cut at {printed(top)}"}}},
    )
    return figure


def cut_contours(surface: Surface, labels: tuple[str, str], top: float) -> go.Figure:
    """The same from above."""
    clipped, nowhere = _clipped(surface, top)
    figure = landscape_2d(clipped, nowhere, [], labels)
    figure.update_traces(
        zmin=0,
        zmax=top,
        colorscale=_scale(),
        autocontour=False,
        contours={"coloring": "heatmap", "start": 0, "end": top, "size": top / _LEVELS},
        **{f"{axis}hoverformat": ".3g" for axis in "xyz"},
        hovertemplate=f"({labels[0]}, {labels[1]}) = (%{{x}}, %{{y}}): %{{z}}<extra></extra>",
        selector={"type": "contour"},
    )
    figure.update_layout(height=_HEIGHT)
    return figure


def _scale() -> list[list[object]]:
    colors = get_colorscale(SURFACE_SCALE)
    inner: list[list[object]] = [[_EDGE * at, color] for at, color in colors]
    return [*inner, [_EDGE, _CUT], [1.0, _CUT]]


def _clipped(surface: Surface, top: float) -> tuple[Surface, Any]:
    """The surface with nothing above `top`, and a hatch that is nowhere."""
    value = np.minimum(surface.value, top)
    clipped = Surface(surface.plane, surface.alpha, surface.beta, value)
    return clipped, np.zeros(value.shape, dtype=bool)
