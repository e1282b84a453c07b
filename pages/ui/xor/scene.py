"""The main scene of the third chapter: input space, hidden space, network, cost and η."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np

from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import WIDEST, XorExperiment, samples
from core.experiments.xor.stuck import proved_stuck
from core.training.regimes import steady_regimes
from core.training.sweep import assigned
from pages.ui.chapter.remembered import key_of, remembered
from pages.ui.chapter.runs import of_many
from pages.ui.chapter.strips import (
    RATE,
    Offer,
    choices,
    chosen,
    family_along,
    need_along,
    position,
    say_undecided,
    seeds,
)
from pages.ui.chapter.work import Need, show_scene
from pages.ui.controls import widget_classes
from pages.ui.predict.staged import put_on_stage
from pages.ui.stage import (
    Column,
    CurvePanel,
    Family,
    Lane,
    NetworkPanel,
    Reading,
    Repertoire,
    Scene,
    StripPanel,
)
from pages.ui.theme import SQUARED, stage_colors
from pages.ui.xor.asked.questions import QUESTIONS
from pages.ui.xor.notation import names
from pages.ui.xor.presets import STAGE
from pages.ui.xor.sentences import LEVEL_NAMES, tell
from pages.ui.xor.spaces import space_panels
from pages.ui.xor.training import (
    Training,
    first_run,
    knows_all,
    needs,
    of_strip,
    run_seconds,
    training,
)

OFFERS: Final = {
    "seed": Offer("seed", seeds),
    "width": Offer("H", lambda spec: [1, 2, 3, 4, 6, 8, 12, 16]),
}


def scene(training: Training, restart: int) -> Scene:
    """Everything on stage for one experiment."""
    spec, knob = training.spec, chosen(XorExperiment, OFFERS)
    return Scene(
        run=key_of(spec),
        title=f"A network with {counted_units(spec.width)} on {_points(spec)}",
        alt="Input space, hidden space, network diagram, cost against the step, learning rates.",
        lanes=[Lane("network", "mean squared error", SQUARED, "cost")],
        repertoire=_repertoire(
            spec,
            ("" if knob == RATE else f"{knob} at {spec.optimizer.eta}")
            + (f"η = {spec.optimizer.eta} first" if training.first else ""),
            training,
            _strip(spec, knob),
        ),
        home=(RATE, training.selected),
        plane=None,
        readings=[_reading(spec, training)],
        colors=stage_colors(),
        restart=restart,
        sliders=widget_classes(XorExperiment, {RATE, knob}),
    )


def show(spec: XorExperiment, restart: int, *, on: Mapping[str, Callable[[], None]]) -> None:
    """The run of now on stage; those of the other learning rates follow when they are found."""
    show_scene(
        spec,
        _needs,
        lambda spec: scene(first_run(spec), restart),
        lambda spec: scene(training(spec), restart),
        partial(put_on_stage, cls=XorExperiment, questions=QUESTIONS, key=STAGE, on=on),
        doing=("Training the network", "Training it with the other learning rates"),
    )


def _needs(spec: XorExperiment) -> tuple[list[Need], list[Need]]:
    """What the first scene needs, and the rest; a strip over another knob comes with the first."""
    (first, runs), knob = needs(spec), chosen(XorExperiment, OFFERS)
    judged, _ = for_the_words(spec)
    rest = [*runs, judged]
    if knob == RATE:
        return first, rest
    each = 2 * run_seconds(replace(spec, width=WIDEST) if knob == "width" else spec, 1)
    return [*first, *rest, need_along(spec, knob, OFFERS[knob], each)], []


def for_the_words(spec: XorExperiment) -> list[Need]:
    """What is said of its runs: where they end, and what the one of now does."""
    judged = Need(
        needs(spec)[1][0].seconds,
        lambda: knows_all(spec) and _judged.knows(spec, training(spec)),
        lambda: _judged(spec, training(spec)),
    )
    said = Need(
        run_seconds(spec, 1),
        lambda: knows_all(spec) and _reading.knows(spec, training(spec)),
        lambda: _reading(spec, training(spec)),
    )
    return [judged, said]


def counted_units(width: int) -> str:
    """“1 hidden unit”, “8 hidden units”."""
    return f"{width} hidden unit{'s' if width > 1 else ''}"


def _points(spec: XorExperiment) -> str:
    return "the four points of XOR" if spec.is_xor else f"{len(samples(spec).x)} points of your own"


def described(training: Training) -> dict[str, Any]:
    """The network as the stage evaluates it, with what a change by hand costs."""
    y = training.risk.y
    return training.risk.network.described() | {"targets": y, "factor": 1 / len(y)}


@remembered(XorExperiment, of_strip)
def _repertoire(
    spec: XorExperiment,
    strip_key: str,
    _training: Training,
    _strip: tuple[StripPanel, dict[str, Family]],
) -> Repertoire:
    strip = _training.strip
    widths = _training.risk.network.widths
    runs = of_many(strip.run, _regimes(_training))
    return Repertoire(
        families={RATE: Family(strip.values, strip.run.k, [runs], "η"), **_strip[1]},
        panels=[
            *space_panels(described(_training), samples(spec)),
            NetworkPanel(
                "diagram",
                f"Network {'-'.join(map(str, widths))}",
                "Units in layers; an edge for each weight, in color by its sign. Drag one.",
                widths,
                names=names(spec.width),
                hidden="h",
            ),
            CurvePanel(
                "cost",
                "Cost",
                "Mean squared error against the step.",
                label="mean squared error",
                log_step=True,
                log_cost=spec.log_cost,
                levels={name: xor.LEVELS[i] for i, name in enumerate(LEVEL_NAMES.values())}
                if spec.is_xor
                else {},
            ),
            _strip[0],
        ],
    )


def _regimes(training: Training) -> Sequence[str]:
    if training.first:
        return [""] * len(training.strip.values)
    return _judged(training.spec, training)


@remembered(XorExperiment, lambda spec: of_strip(spec).without("view"))
def _judged(spec: XorExperiment, _training: Training) -> Sequence[str]:
    values, run = _training.strip.values.tolist(), _training.strip.run
    recipes = [assigned(spec, RATE, rate).recipes()["network"] for rate in values]
    if spec.is_xor:
        return steady_regimes(recipes, run, 0.0, partial(proved_stuck, _training.risk))
    # No cost is known to be the least that these points allow, but that of the best run.
    return steady_regimes(recipes, run, float(np.nanmin(run.value[-1])))


def _strip(spec: XorExperiment, knob: str) -> tuple[StripPanel, dict[str, Family]]:
    """The strip, and the family along its knob where that is not the one that is always there."""
    if knob == RATE:
        said = "Mean squared error at the end of the run against the learning rate."
        return StripPanel("eta", "Final cost by η", said, choices=choices(spec, OFFERS)), {}
    offer = OFFERS[knob]
    family = family_along(spec, knob, offer, [1.0])
    panel = StripPanel(
        "eta",
        f"Final cost by {offer.word}",
        f"Mean squared error at the end of the run against {offer.word}.",
        knob=knob,
        at=position(family, spec, knob, offer),
        choices=choices(spec, OFFERS),
        note=say_undecided(spec, knob, offer),
    )
    return panel, {knob: family}


@remembered(XorExperiment, lambda spec: spec.without("view"))
def _reading(spec: XorExperiment, _training: Training) -> Reading:
    run, diagnosis = _training.run, _training.diagnosis
    columns = [
        Column("<i>C</i>", run.value),
        Column("‖∇<i>C</i>‖", diagnosis.slope),
    ]
    sentences = tell(spec, run, diagnosis)
    return Reading(columns, sentences.sentences, sentences.frame)
