"""Pictures of practical issues: numbers in, a Plotly figure out."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import plotly.graph_objects as go

from core.arrays import Array
from core.experiments.practice.early_stopping import Stop, Watched
from core.experiments.practice.initialization import Initialization
from core.objectives import Rosenbrock
from pages.ui.figures.curves import laid_out
from pages.ui.figures.numbers import printed
from pages.ui.theme import CURVE_COLORS, PATH, SURFACE_SCALE

_GRAY = "#808890"
_TICKS = (0.1, 0.3, 1, 3, 10)
# From the first layer to the last.
_GRADIENT = ("#E2600A", "#C56A3E", "#A8746A", "#7F7F93", "#5587B5", "#3390CA", "#1295D8")


def saturation(made: Initialization) -> go.Figure:
    """Share of saturated units over the scale, layer by layer."""
    return _by_layer(made.scale, 100 * made.saturated, "% of units saturated", log=False)


def norms(made: Initialization) -> go.Figure:
    """Norm of each layer's part of the gradient over the scale."""
    return _by_layer(made.scale, made.gradient, "‖∂C/∂W‖", log=True)


def _by_layer(scale: Array, values: Array, title: str, log: bool) -> go.Figure:
    """values (S, layers): the first layer solid, the last dotted, those between thin."""
    figure = go.Figure()
    layers = values.shape[1]
    for i, column in enumerate(values.T):
        outer = i in (0, layers - 1)
        figure.add_scatter(
            x=scale,
            y=column,
            name=f"layer {i + 2}",
            mode="lines",
            line={
                "color": _GRADIENT[i * (len(_GRADIENT) - 1) // max(1, layers - 1)],
                "width": 3 if outer else 1.3,
                "dash": "dash" if i == layers - 1 else "solid",
            },
            showlegend=outer,
        )
    return _over_scale(figure, title, log)


# A difference of costs that a picture shows, as a share.
_SEEN: Final = 5e-3


def learned(made: Initialization) -> go.Figure:
    """The cost at the start and after training over the scale, with what rounding may turn."""
    figure = go.Figure()
    low, high = made.ends.min(axis=0), made.ends.max(axis=0)
    if not np.allclose(low, high, rtol=_SEEN, atol=0):
        figure.add_scatter(
            x=np.concatenate([made.scale, made.scale[::-1]]),
            y=np.concatenate([high, low[::-1]]),
            name="from starts moved by rounding",
            fill="toself",
            fillcolor=CURVE_COLORS[0],
            opacity=0.25,
            line={"width": 0},
            hoverinfo="skip",
        )
    for name, values, color, dash in (
        ("at the start", made.before, _GRAY, "dash"),
        ("after training", made.after, CURVE_COLORS[0], "solid"),
    ):
        figure.add_scatter(
            x=made.scale,
            y=values,
            name=name,
            mode="lines",
            line={"color": color, "width": 2.5, "dash": dash},
        )
    return _over_scale(figure, "cost", log=False)


def _over_scale(figure: go.Figure, title: str, log: bool) -> go.Figure:
    figure.add_vline(x=1.0, line={"dash": "dot", "width": 1.5, "color": _GRAY})
    laid_out(figure, ("scale of the first weights", title), (True, log))
    figure.update_xaxes(tickvals=_TICKS, ticktext=[printed(tick) for tick in _TICKS])
    return figure


def two_paths(paths: Mapping[str, Array], window: tuple[float, float, float, float]) -> go.Figure:
    """Paths (K, 2) over Rosenbrock's function in the window (left, right, bottom, top)."""
    left, right, bottom, top = window
    x, y = np.linspace(left, right, 121), np.linspace(bottom, top, 121)
    value = Rosenbrock().value(np.stack(np.meshgrid(x, y), axis=-1))
    figure = go.Figure(
        go.Contour(
            x=x,
            y=y,
            z=np.log10(1e-3 + value),
            colorscale=SURFACE_SCALE,
            ncontours=18,
            line={"width": 0.5, "color": "rgba(255,255,255,0.3)"},
            colorbar={"title": {"text": "log₁₀ cost"}, "thickness": 10},
            hoverinfo="skip",
        )
    )
    for (name, p), color, dash in zip(
        paths.items(), CURVE_COLORS[1:3], ("solid", "dot"), strict=True
    ):
        for ink, width in ((PATH, 5.5), (color, 2.5)):
            figure.add_scatter(
                x=p[:, 0],
                y=p[:, 1],
                name=name,
                mode="lines",
                line={"color": ink, "width": width, "dash": dash if ink == color else "solid"},
                showlegend=ink == color,
                hoverinfo="skip",
            )
    start = next(iter(paths.values()))[0]
    figure.add_scatter(
        x=[start[0], 1.0],
        y=[start[1], 1.0],
        mode="markers",
        marker={
            "symbol": ["circle", "star"],
            "size": [12, 16],
            "color": "#FFFFFF",
            "line": {"color": PATH, "width": 2},
        },
        showlegend=False,
        hoverinfo="skip",
    )
    laid_out(figure, ("u", "v"), (False, False))
    figure.update_layout(height=360)
    figure.update_xaxes(range=[left, right])
    figure.update_yaxes(range=[bottom, top])
    return figure


def stopping(costs: Watched, stop: Stop) -> go.Figure:
    """The three costs over the steps, the step that is picked and the one at which it is."""
    figure = go.Figure()
    for (name, values), color, dash in zip(
        (("training", costs.train), ("validation", costs.validation), ("test", costs.test)),
        CURVE_COLORS,
        ("solid", "solid", "dot"),
        strict=False,
    ):
        figure.add_scatter(
            x=costs.run.k,
            y=values,
            name=name,
            mode="lines",
            line={"color": color, "width": 2.5, "dash": dash},
        )
    marks: Sequence[tuple[int | None, str, str]] = (
        (stop.best, "picked", "top right"),
        (stop.stopped, "patience ends", "bottom right"),
    )
    for at, name, position in marks:
        if at is not None:
            figure.add_vline(
                x=int(costs.run.k[at]),
                line={"dash": "dash", "width": 1.5, "color": _GRAY},
                annotation={"text": name},
                annotation_position=position,
            )
    laid_out(figure, ("step", "cross-entropy"), (False, True))
    figure.update_yaxes(dtick=1)
    return figure
