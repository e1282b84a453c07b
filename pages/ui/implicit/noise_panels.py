"""Noise on stage: the weights of the run that saw it, beside the minimum with a penalty."""

from collections.abc import Callable, Sequence

import numpy as np

from core.arrays import Array
from core.experiments.implicit.experiment import ImplicitExperiment, generator
from core.experiments.implicit.noise import EXPECTED, NOISY, Noise, OnInputs, TurnLabels, smoothed
from core.experiments.implicit.study import Study
from pages.ui.stage import BarsPanel, BoundaryPanel, ComparisonPanel, Lane, Panel, PathsPanel
from pages.ui.theme import CURVE_COLORS

_ROOM = 0.15
_COLOR = CURVE_COLORS[3]


def lanes(spec: ImplicitExperiment) -> list[Lane]:
    """The run that sees noise, and the one that sees its expectation: a penalty, or soft labels."""
    assert isinstance(spec.topic, Noise)
    expected = ("Penalty, no noise", "penalty")
    if isinstance(spec.topic.kind, TurnLabels):
        expected = ("Smoothed labels, no noise", "smoothed")
    return [
        Lane(NOISY, "Noise in every step", _COLOR, "noise"),
        Lane(EXPECTED, expected[0], CURVE_COLORS[0], expected[1], (6, 4)),
    ]


def panels(spec: ImplicitExperiment, study: Study, said: Sequence[str]) -> list[Panel]:
    """Bars or the boundary, and what is predicted beside what is measured."""
    assert isinstance(spec.topic, Noise)
    if isinstance(spec.topic.kind, TurnLabels):
        return [_boundary(spec), _labels(spec, study, said), _sizes(spec, study, 2)]
    return [_bars(spec, study), _inputs(spec, study, said), _sizes(spec, study, None)]


def _bars(spec: ImplicitExperiment, study: Study) -> BarsPanel:
    lane = study.lanes[NOISY]
    return BarsPanel(
        "weights",
        "Trained with noise",
        "The ten weights of the run that sees noise, beside those of the predicted ridge.",
        study.names,
        lane.w.swapaxes(0, 1),
        spec.slider,
        predicted=lane.predicted[:, None],
        colors=[_COLOR] * len(study.names),
        note="mark: the predicted ridge",
        across=4,
        down=12,
    )


def _boundary(spec: ImplicitExperiment) -> BoundaryPanel:
    assert isinstance(spec.topic, Noise)
    x, y = spec.topic.kind.data(generator(spec))
    room = _ROOM * np.ptp(x, axis=0)
    ends = zip(x.min(axis=0) - room, x.max(axis=0) + room, strict=True)
    return BoundaryPanel(
        "boundary",
        "Class 1 with which chance?",
        "The data, the chance of class 1 that the model in focus gives, and both lines of ½.",
        x,
        y.astype(np.int64),
        ["x₁", "x₂"],
        [(float(low), float(high)) for low, high in ends],
        across=4,
        down=12,
    )


def _inputs(spec: ImplicitExperiment, study: Study, said: Sequence[str]) -> ComparisonPanel:
    assert isinstance(spec.topic, Noise)
    kind = spec.topic.kind
    assert isinstance(kind, OnInputs)
    x, y = kind.data(generator(spec))
    strength = np.array([float(kind.ridge(value)) for value in study.values])

    def told(w: Array) -> Array:
        loss = 0.5 * np.square(y - w @ x.T).mean(axis=-1)
        penalty = 0.5 * strength * np.square(w).sum(axis=-1)
        return np.stack([np.linalg.norm(w, axis=-1), loss, penalty, loss + penalty], axis=-1)

    rows = ["‖<i>w</i>‖₂", "loss without noise", "what noise adds: ½λ‖<i>w</i>‖²", "expected loss"]
    return _comparison(spec, study, said, rows, told)


def _labels(spec: ImplicitExperiment, study: Study, said: Sequence[str]) -> ComparisonPanel:
    assert isinstance(spec.topic, Noise)
    x, y = spec.topic.kind.data(generator(spec))
    soft = smoothed(y, study.values[:, None])

    def told(p: Array) -> Array:
        z = p[..., :2] @ x.T + p[..., 2:]
        loss = (np.logaddexp(0, z) - soft * z).mean(axis=-1)
        return np.stack([np.linalg.norm(p[..., :2], axis=-1), p[..., 2], loss], axis=-1)

    rows = ["‖<i>w</i>‖₂", "<i>b</i>", "loss on smoothed labels"]
    return _comparison(spec, study, said, rows, told)


def _comparison(
    spec: ImplicitExperiment,
    study: Study,
    said: Sequence[str],
    rows: Sequence[str],
    told: Callable[[Array], Array],
) -> ComparisonPanel:
    lane = study.lanes[NOISY]
    return ComparisonPanel(
        "comparison",
        "Predicted without a draw, measured with noise",
        "What theory says of the minimum, and what the run that sees noise has.",
        rows,
        told(lane.predicted)[:, None],
        told(lane.w).swapaxes(0, 1),
        spec.slider,
        sentences=said,
        across=8,
        down=6,
    )


def _sizes(spec: ImplicitExperiment, study: Study, first: int | None) -> PathsPanel:
    lane = study.lanes[NOISY]
    return PathsPanel(
        "sizes",
        "‖w‖₂ at the end",
        "The norm of the weights at the end against the strength of the noise: predicted as a "
        "line, measured as dots.",
        ["‖w‖₂"],
        [_COLOR],
        np.linalg.norm(lane.predicted[:, :first], axis=1)[None],
        knob=spec.slider,
        dots=np.linalg.norm(lane.end[:, :first], axis=1)[None],
        named_at="",
        note="dot: measured",
        across=4,
        down=6,
    )
