"""The deep net on stage: what the seeds lose on points that they have seen, and have not."""

from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.implicit import experiment, moons
from core.experiments.implicit.deep import DeepNet, Stop
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.moons import Held
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
# Seconds of a point and a seed in a step, at each strength.
_POINT: Final = 7e-7


@remembered(ImplicitExperiment, of_family)
def held(spec: ImplicitExperiment) -> Held:
    """The runs of all strengths and seeds."""
    return experiment.held_back(spec, watch())


def need(spec: ImplicitExperiment) -> Need:
    """Those runs, as a page needs them."""
    assert isinstance(spec.topic, DeepNet)
    runs = 1 if isinstance(spec.topic.kind, Stop) else len(spec.values) + 1
    seen = min(spec.topic.count, moons.BATCH) * moons.SEEDS
    seconds = spec.steps * (8 * STEP + runs * seen * _POINT)
    return Need(seconds, lambda: held.knows(spec), lambda: held(spec))


def scene(spec: ImplicitExperiment) -> Scene:
    """Everything on stage for one setting of the net."""
    found = held(spec)
    v = int(np.flatnonzero(found.values == spec.value)[0])
    return Scene(
        run=key_of(spec),
        title="A deep net on two moons, held back",
        alt="The first seed's net, and the losses of all seeds at every strength.",
        lanes=_lanes(),
        repertoire=_repertoire(spec, spec.log_cost, found),
        home=(spec.slider, v),
        plane=None,
        readings=[
            Reading([Column("median", _median(each)[:, v])]) for each in (found.train, found.test)
        ],
        colors=stage_colors(),
        restart=restarts(ImplicitExperiment),
        sliders=widget_classes(ImplicitExperiment, {spec.slider}),
    )


def _lanes() -> list[Lane]:
    return [
        Lane("train", "Points to train on", CURVE_COLORS[0], "train"),
        Lane("test", "Points that no net has seen", CURVE_COLORS[1], "test"),
    ]


@remembered(ImplicitExperiment, of_family)
def _repertoire(spec: ImplicitExperiment, log_cost: bool, _held: Held) -> Repertoire:
    runs = [_runs(_held, each) for each in (_held.train, _held.test)]
    family = Family(_held.values, _held.k, runs, spec.symbol)
    panels = [_boundary(_held), _comparison(spec, _held), _losses(spec, _held), _curve(log_cost)]
    return Repertoire({spec.slider: family}, panels)


def _runs(found: Held, loss: Array) -> Runs:
    cost = _median(loss)[:, :-1].T
    ends = [f"ends at a median loss of {three(float(value))}" for value in cost[:, -1]]
    return Runs(found.p[:, :-1].swapaxes(0, 1), cost, np.full(len(cost), -1), ends)


def _boundary(found: Held) -> BoundaryPanel:
    room = _ROOM * np.ptp(found.x, axis=0)
    ends = zip(found.x.min(axis=0) - room, found.x.max(axis=0) + room, strict=True)
    return BoundaryPanel(
        "boundary",
        "The first seed's net",
        "The points that the first seed trains on, and the chance of class 1 that its net gives.",
        found.x,
        found.y.astype(np.int64),
        ["x₁", "x₂"],
        [(float(low), float(high)) for low, high in ends],
        network=moons.network().described() | {"show": "first"},
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
        note="median · shade: the middle 80 % of the seeds",
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
