"""The deep net on stage: what the seeds lose on points that they have seen, and have not."""

from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.implicit import experiment
from core.experiments.implicit.deep import DeepNet, Stop
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.held import BATCH, Held
from core.experiments.implicit.problems import SEEDS, TwoMoons
from pages.ui.chapter.presets import restarts
from pages.ui.chapter.remembered import key_of, remembered
from pages.ui.chapter.words import three
from pages.ui.chapter.work import STEP, Need, watch
from pages.ui.controls import widget_classes
from pages.ui.implicit.deep_words import verdict
from pages.ui.implicit.studies import of_family
from pages.ui.stage import (
    BoundaryPanel,
    Column,
    ComparisonPanel,
    CurvePanel,
    Family,
    Lane,
    PathsPanel,
    Reading,
    Repertoire,
    Runs,
    Scene,
)
from pages.ui.theme import CURVE_COLORS, stage_colors

_ROOM = 0.12
# The middle four fifths of the seeds.
BAND: Final = (0.1, 0.9)
# Seconds of a point and a seed in a step, at each strength, and of each parameter besides.
_POINT, _PARAMETER = 6e-7, 5e-10

POINTS: Final = ("Points to train on", "Points that no net has seen")
DIGITS: Final = ("Digits to train on", "Digits that no net has seen")


@remembered(ImplicitExperiment, of_family)
def held(spec: ImplicitExperiment) -> Held:
    """The runs of all strengths and seeds."""
    return experiment.held_back(spec, watch())


def need(spec: ImplicitExperiment) -> Need:
    """Those runs, as a page needs them."""
    topic = spec.topic
    assert isinstance(topic, DeepNet)
    runs = 1 if isinstance(topic.kind, Stop) else len(spec.values) + 1
    seen = min(topic.count, BATCH) * SEEDS
    point = _POINT + topic.data.network().size * _PARAMETER
    seconds = spec.steps * (8 * STEP + runs * seen * point)
    return Need(seconds, lambda: held.knows(spec), lambda: held(spec))


def scene(spec: ImplicitExperiment) -> Scene:
    """Everything on stage for one setting of the net."""
    found = held(spec)
    v = int(np.flatnonzero(found.values == spec.value)[0])
    return Scene(
        run=key_of(spec),
        title=f"A deep net on {_topic(spec).data.title}, held back",
        alt="The first seed's net, and the losses of all seeds at every strength.",
        lanes=_lanes(spec),
        repertoire=_repertoire(spec, spec.log_cost, found),
        home=(spec.slider, v),
        plane=None,
        readings=[
            Reading([Column("median", _median(each)[:, v])]) for each in (found.train, found.test)
        ],
        colors=stage_colors(),
        restart=restarts(ImplicitExperiment),
        sliders=widget_classes(ImplicitExperiment, {spec.slider}),
        told_at_end=True,
    )


def _lanes(spec: ImplicitExperiment) -> list[Lane]:
    train, test = POINTS if isinstance(_topic(spec).data, TwoMoons) else DIGITS
    return [
        Lane("train", train, CURVE_COLORS[0], "train"),
        Lane("test", test, CURVE_COLORS[1], "test"),
    ]


@remembered(ImplicitExperiment, of_family)
def _repertoire(spec: ImplicitExperiment, log_cost: bool, _held: Held) -> Repertoire:
    runs = [_runs(_held, each) for each in (_held.train, _held.test)]
    family = Family(_held.values, _held.k, runs, spec.symbol)
    around = [_comparison(spec, _held), _losses(spec, _held), _curve(log_cost)]
    if isinstance(_topic(spec).data, TwoMoons):
        return Repertoire({spec.slider: family}, [_boundary(spec, _held), *around])
    right = _against(
        spec, _held.right, "right", "Right in the test", "Share of the test digits that are right"
    )
    norm = _against(spec, _held.norm, "norm", "‖W‖ at the end", "Size of all weights together")
    return Repertoire({spec.slider: family}, [right, around[0], norm, *around[1:]])


def _topic(spec: ImplicitExperiment) -> DeepNet:
    assert isinstance(spec.topic, DeepNet)
    return spec.topic


def _runs(found: Held, loss: Array) -> Runs:
    cost = _median(loss)[:, :-1].T
    ends = [f"ends at a median loss of {three(float(value))}" for value in cost[:, -1]]
    # Only a plane of points is drawn from parameters.
    p = found.p[:, :-1].swapaxes(0, 1)
    shown = p if found.x.shape[-1] == 2 else np.zeros((*p.shape[:2], 1))
    return Runs(shown, cost, np.full(len(cost), -1), ends)


def _boundary(spec: ImplicitExperiment, found: Held) -> BoundaryPanel:
    room = _ROOM * np.ptp(found.x, axis=0)
    ends = zip(found.x.min(axis=0) - room, found.x.max(axis=0) + room, strict=True)
    return BoundaryPanel(
        "boundary",
        "The first seed's net",
        "The points that the first seed trains on, and the chance of class 1 that its net gives.",
        found.x,
        found.y[:, 0].astype(np.int64),
        ["x₁", "x₂"],
        [(float(low), float(high)) for low, high in ends],
        network=_topic(spec).data.network().described() | {"show": "first"},
        one_model=True,
        across=4,
        down=12,
    )


def _comparison(spec: ImplicitExperiment, found: Held) -> ComparisonPanel:
    told = np.stack(
        [
            _median(each)
            for each in (found.train, found.validation, found.test, found.right, found.norm)
        ],
        axis=-1,
    ).swapaxes(0, 1)
    rows = ["loss in training", "in validation", "in the test", "right in the test", "‖<i>W</i>‖"]
    count = len(found.values)
    return ComparisonPanel(
        "comparison",
        f"Medians of {found.test.shape[-1]} seeds",
        "Losses, share right and size of the weights, without anything and with what is chosen.",
        rows,
        told[-1:],
        told[:-1],
        spec.slider,
        heads=("without", "with"),
        sentences=[verdict(spec, found, v) for v in range(count)],
        across=8,
        down=6,
    )


def _losses(spec: ImplicitExperiment, found: Held) -> PathsPanel:
    ends = [each[-1, :-1] for each in (found.train, found.validation, found.test)]
    bands = [np.quantile(each, BAND, axis=-1).T for each in ends]
    return PathsPanel(
        "losses",
        "Loss at the end",
        "Median loss of the seeds at the end against the strength, in training, validation and "
        "test, each with the band of the middle four fifths.",
        ["train", "validation", "test"],
        [CURVE_COLORS[0], CURVE_COLORS[2], CURVE_COLORS[1]],
        np.stack([np.median(each, axis=-1) for each in ends]),
        knob=spec.slider,
        log=True,
        bands=np.stack(bands),
        named_at="end",
        note="shade: 80 % of the seeds",
        across=4,
        down=6,
    )


def _against(
    spec: ImplicitExperiment, values: Array, name: str, title: str, alt: str
) -> PathsPanel:
    """Something of each seed at the end, with each strength and, dashed, without."""
    end = values[-1]
    medians, without = np.median(end[:-1], axis=-1), np.full(len(end) - 1, np.median(end[-1]))
    bands = np.full((2, len(end) - 1, 2), np.nan)
    bands[0] = np.quantile(end[:-1], BAND, axis=-1).T
    bands[1] = np.quantile(end[-1], BAND)
    return PathsPanel(
        name,
        title,
        f"{alt}, at the end, against the strength: the median of the seeds and the band of the "
        "middle four fifths, with and without.",
        ["with", "without"],
        [CURVE_COLORS[3], CURVE_COLORS[0]],
        np.stack([medians, without]),
        knob=spec.slider,
        bands=bands,
        dashes=[1],
        named_at="end",
        note="shade: 80 % of the seeds",
        across=4,
        down=6,
    )


def _curve(log_cost: bool) -> CurvePanel:
    return CurvePanel(
        "curve",
        "Loss by step",
        "The median loss of the seeds by the step, on points to train on and in the test.",
        label="loss",
        log_step=True,
        log_cost=log_cost,
        across=4,
        down=6,
    )


def _median(values: Array) -> Array:
    return np.asarray(np.median(values, axis=-1))
