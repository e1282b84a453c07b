"""The scene of one logistic regression under its losses, side by side."""

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from core.datasets.samples import Samples
from core.experiments.logistic.experiment import LogisticExperiment, Problem
from pages.ui.chapter.remembered import key_of, remembered
from pages.ui.chapter.strips import RATE, Offer, choices, family_along, position
from pages.ui.controls import widget_classes
from pages.ui.losses import cached
from pages.ui.losses.loss_view import LossView, shown_names, view_sign
from pages.ui.losses.surfaces import window_ends
from pages.ui.losses.wide import panel_of, scores
from pages.ui.own import units
from pages.ui.stage import (
    BoundaryPanel,
    CurvePanel,
    Family,
    LandscapePanel,
    PlaneView,
    Repertoire,
    Scene,
    StripPanel,
)
from pages.ui.theme import stage_colors


def scene(
    losses: list[LossView],
    *,
    restart: int = 0,
    starts: Family | None = None,
    starts_key: str = "",
    strip: str = RATE,
    offers: Mapping[str, Offer] | None = None,
) -> Scene:
    """Everything on stage for one experiment.

    starts: runs from many starts, so that the start can be dragged; `starts_key` tells them apart.
    strip: the knob whose strip is on stage, of those that are offered besides the learning rate.
    """
    problem, spec = losses[0].problem, losses[0].spec
    i, j = problem.indices
    ends = [window_ends(problem, k, view_sign(spec)) for k in (i, j)]
    return Scene(
        run=key_of(spec),
        title="Logistic regression under " + " and ".join(v.risk.loss.title for v in losses),
        alt="Surfaces of the cost, the decision boundary, the cost curve and the learning rates.",
        lanes=[loss.to_lane() for loss in losses],
        repertoire=_repertoire(
            spec,
            starts_key,
            # Pages offer different strips, and those besides η are for the learning rate of now.
            f"{strip} of {', '.join(offers or {})}"
            + ("" if strip == RATE else f" at {spec.optimizer.eta}")
            + (f" with η = {spec.optimizer.eta} first" if losses[0].first else "")
            # The plane is laid through the run of now.
            + (f" plane at {spec.optimizer.eta}" if problem.wide else ""),
            losses,
            starts,
            _strip(losses, strip, offers or {}),
        ),
        home=(RATE, losses[0].selected),
        plane=PlaneView(problem.indices, shown_names(problem), ends[0], ends[1], view_sign(spec)),
        readings=[loss.to_reading() for loss in losses],
        colors=stage_colors(),
        restart=restart,
        sliders=widget_classes(LogisticExperiment, {RATE, strip}),
    )


def picture(losses: list[LossView]) -> Scene:
    """The same without the strip: the picture of the home page, which has no controls."""
    whole = scene(losses)
    panels = [panel for panel in whole.repertoire.panels if panel.kind != "strip"]
    return replace(whole, repertoire=Repertoire(whole.repertoire.families, panels))


@remembered(LogisticExperiment, cached.of_strip)
def _repertoire(
    spec: LogisticExperiment,
    starts_key: str,
    strip_key: str,
    _losses: list[LossView],
    _starts: Family | None,
    _strip: tuple[StripPanel, dict[str, Family]],
) -> Repertoire:
    """The runs and panels; the spec and the names of starts and strip say all they depend on."""
    strip, problem = _losses[0].trained.strip, _losses[0].problem
    surface = _through_the_run if problem.wide else _surface
    family = Family(strip.values, strip.run.k, [loss.to_runs() for loss in _losses], "η")
    return Repertoire(
        families={RATE: family, **_strip[1]} | ({"start": _starts} if _starts else {}),
        panels=[
            *(surface(loss.spec, loss.lane, loss) for loss in _losses),
            scores(problem.samples) if problem.wide else _boundary(problem),
            CurvePanel(
                "cost",
                "Cost",
                "Cost of every loss against the step.",
                note="ridge included" if spec.ridge else "",
            ),
            _strip[0],
        ],
    )


@remembered(LogisticExperiment, lambda spec: spec.without("run"))
def _surface(spec: LogisticExperiment, lane: int, _loss: LossView) -> LandscapePanel:
    return panel_of(_loss)


@remembered(LogisticExperiment)
def _through_the_run(spec: LogisticExperiment, lane: int, _loss: LossView) -> LandscapePanel:
    return panel_of(_loss)


def _strip(
    losses: list[LossView], knob: str, offers: Mapping[str, Offer]
) -> tuple[StripPanel, dict[str, Family]]:
    """The strip, and the family along its knob where that is not the one that is always there."""
    spec, there = losses[0].spec, choices(losses[0].spec, offers)
    if knob == RATE:
        panel = StripPanel(
            "eta",
            "Final cost by η",
            "Cost at the end of the run against the learning rate, for every loss.",
            choices=there,
            marks=[mark for loss in losses if (mark := loss.to_mark())],
            note="ridge included" if spec.ridge else "",
        )
        return panel, {}
    family = family_along(spec, knob, offers[knob], [loss.factor for loss in losses])
    panel = StripPanel(
        "eta",
        f"Final cost by {offers[knob].word}",
        f"Cost at the end of the run against {offers[knob].word}, for every loss.",
        knob=knob,
        at=position(family, spec, knob, offers[knob]),
        choices=there,
        note="ridge included" if spec.ridge or knob == "ridge" else "",
    )
    return panel, {knob: family}


def _axis_names(samples: Samples) -> list[str]:
    """x₁ for x1; what has been standardized is no longer a length or a weight."""
    return [
        re.sub(r"(?<=^[a-zA-Z])\d$", lambda digit: "₀₁₂₃₄₅₆₇₈₉"[int(digit[0])], name)
        if (center, scale) == (0, 1)
        else f"{name.partition(' (')[0]}, standardized"
        for name, center, scale in zip(samples.features, samples.center, samples.scale, strict=True)
    ]


def _boundary(problem: Problem) -> BoundaryPanel:
    samples = problem.samples
    low, high = samples.x.min(axis=0), samples.x.max(axis=0)
    room = 0.12 * np.where(high > low, high - low, 1.0)
    return BoundaryPanel(
        name="boundary",
        title="Model",
        alt=f"{len(samples.x)} points of two classes and the model's boundary between them.",
        x=samples.x,
        y=samples.y[:, 0],
        labels=_axis_names(samples),
        window=[(float(a - r), float(b + r)) for a, b, r in zip(low, high, room, strict=True)],
        own=units(samples),
    )
