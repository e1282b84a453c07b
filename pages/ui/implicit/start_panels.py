"""The diagonal network on stage: its weights, and their norms between the two extremes."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array
from core.experiments.implicit.experiment import ImplicitExperiment, problem
from core.experiments.implicit.start import NETWORK
from core.experiments.implicit.study import Study
from pages.ui.implicit.words import GONE
from pages.ui.stage import BarsPanel, ComparisonPanel, Lane, Panel, PathsPanel
from pages.ui.theme import CURVE_COLORS

_SHOWN = 12


def lanes() -> list[Lane]:
    """Gradient descent alone."""
    return [Lane(NETWORK, "Gradient descent on u, v", CURVE_COLORS[0])]


def panels(spec: ImplicitExperiment, study: Study, said: Sequence[str]) -> list[Panel]:
    """Bars of the largest entries, norms, and what is predicted beside what is measured."""
    return [_bars(spec, study), _comparison(spec, study, said), _norms(spec, study)]


def kept(w: Array) -> Array:
    """How many entries (...) of w (..., d) are above 1 % of the largest."""
    size = np.abs(w)
    many = (size > GONE * size.max(axis=-1, keepdims=True)).sum(axis=-1)
    return np.where(np.isnan(size).any(axis=-1), np.nan, many)


def _bars(spec: ImplicitExperiment, study: Study) -> BarsPanel:
    lane = study.lanes[NETWORK]
    size = np.maximum(*(np.abs(study.references[name]) for name in ("least L1", "least L2")))
    at = np.sort(np.argsort(-size)[:_SHOWN])
    reach = 1.15 * float(size.max())
    return BarsPanel(
        "weights",
        f"{_SHOWN} of {len(size)} weights",
        "The weights that are largest where ‖w‖₁ or ‖w‖₂ is least, each beside the flow's end.",
        [study.names[j] for j in at],
        study.measured(NETWORK).swapaxes(0, 1)[..., at],
        spec.slider,
        predicted=lane.predicted[:, None, at],
        colors=[CURVE_COLORS[0]] * _SHOWN,
        ends=(-reach, reach),
        note="mark: predicted",
        across=4,
        down=12,
    )


def _comparison(spec: ImplicitExperiment, study: Study, said: Sequence[str]) -> ComparisonPanel:
    x, y, _ = problem(spec)
    lane = study.lanes[NETWORK]

    def told(w: Array) -> Array:
        loss = 0.5 * np.square(w @ x.T - y).mean(axis=-1)
        norms = [np.abs(w).sum(axis=-1), np.linalg.norm(w, axis=-1)]
        return np.stack([*norms, kept(w), loss], axis=-1)

    predicted = told(lane.predicted)
    predicted[:, -1] = 0
    return ComparisonPanel(
        "comparison",
        "Predicted by a convex program, measured by the run",
        "Norms, count and loss of the flow's limit from this start, and as the run has them.",
        ["‖<i>w</i>‖₁", "‖<i>w</i>‖₂", "weights above 1 % of the largest", "loss"],
        predicted[:, None],
        told(study.measured(NETWORK)).swapaxes(0, 1),
        spec.slider,
        sentences=said,
        across=8,
        down=6,
    )


def _norms(spec: ImplicitExperiment, study: Study) -> PathsPanel:
    lane = study.lanes[NETWORK]
    count = len(study.values)
    extremes = [float(np.abs(study.references[name]).sum()) for name in ("least L1", "least L2")]
    measured = np.abs(lane.end).sum(axis=1)
    return PathsPanel(
        "norms",
        "‖w‖₁ at the end",
        "The L1 norm of the solution against the size of the start: predicted as a line, measured "
        "as dots, with the least that there is and that of the solution of least L2 norm.",
        ["‖w‖₁", "least ‖w‖₁", "at the least ‖w‖₂"],
        [CURVE_COLORS[0], *[CURVE_COLORS[1]] * 2],
        np.stack([np.abs(lane.predicted).sum(axis=1), *(np.full(count, e) for e in extremes)]),
        knob=spec.slider,
        dots=np.stack(
            [np.where(lane.diverged_at >= 0, np.nan, measured), *[np.full(count, np.nan)] * 2]
        ),
        dashes=[1, 2],
        named_at="end",
        ends=(0.0, 1.12 * max(extremes)),
        note="dot: measured",
        across=4,
        down=6,
    )
