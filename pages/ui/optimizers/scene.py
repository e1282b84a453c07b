"""The scene of the race: one surface with everybody's path, their costs, and how they stand."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import plotly.graph_objects as go

from core.arrays import Array
from core.experiments.race.experiment import ByEvaluations, BySeconds, RaceExperiment
from core.experiments.race.outcome import Outcome
from core.experiments.race.timing import Timing
from core.landscape import Surface
from core.landscape.critical_points import Verdict
from pages.ui.chapter.remembered import key_of, remembered
from pages.ui.chapter.runs import ONE, family_of_one, of_one
from pages.ui.chapter.words import percent, three
from pages.ui.controls import widget_classes
from pages.ui.figures.landscapes import landscape_2d, landscape_3d
from pages.ui.figures.legends import legend
from pages.ui.optimizers import cached
from pages.ui.optimizers.entries import Entry, entries
from pages.ui.optimizers.varied import Varied, rates, vary
from pages.ui.optimizers.words.steps import notes, ranks, tell
from pages.ui.stage import (
    Axis,
    Column,
    CurvePanel,
    LandscapePanel,
    Lane,
    PlaneView,
    Reading,
    Repertoire,
    Scene,
    StandingsPanel,
)
from pages.ui.theme import stage_colors

_AXES: Final = {ByEvaluations: "evaluations", BySeconds: "seconds"}
# Share of the window, in percent, that is shown as the deepest: one low point takes no colors.
_DEEPEST: Final = 2.0


def scene(
    spec: RaceExperiment,
    *,
    restart: int,
    measured: int = 0,
    before: Mapping[str, float] | None = None,
    turned: Sequence[str] = (),
    sliders: bool = True,
) -> Scene:
    """Everything on stage for a race with at least one entrant; measured: whose seconds.

    before: the learning rates that a reader begins with, if not those of now. turned: the lanes
    where they have turned it, which get the runs of the whole slider. sliders: whether they have
    runs to choose from.
    """
    raced, ground = cached.raced(spec), spec.ground
    who = entries(spec)
    begun = rates(spec) if before is None else before
    varied = vary(spec, begun, turned) if sliders else Varied([], {})
    return Scene(
        run=key_of(spec),
        title=f"A race on the surface {ground.title}: " + ", ".join(e.label for e in who),
        alt="The surface with a path for each optimizer, their costs, and the standings.",
        lanes=[Lane(e.lane, e.title, e.color, str(e.number), e.dash) for e in who],
        repertoire=_repertoire(spec, measured, raced),
        home=ONE,
        plane=PlaneView((0, 1), ground.names, *ground.window),
        readings=_readings(spec, measured, raced),
        colors=stage_colors(),
        restart=restart,
        view="contour",
        sliders=widget_classes(RaceExperiment, varied.knobs),
        present=varied.present,
        beside=varied.beside,
    )


@remembered(RaceExperiment)
def _repertoire(spec: RaceExperiment, measured: int, _raced: Outcome) -> Repertoire:
    """Runs and panels; the spec and the measurement say all that they depend on."""
    runs = [
        of_one(run.trajectory.p, excess, int(run.trajectory.diverged_at))
        for run, excess in zip(_raced.race.runs, _raced.stands.excess, strict=True)
    ]
    spent = _spent(_raced, cached.timed(spec, measured))
    return Repertoire(
        families=family_of_one(_raced.race.k, runs),
        panels=[
            _landscape(spec),
            _curve(spec, _raced, *spent),
            _table(_raced, entries(spec)),
        ],
    )


def _spent(raced: Outcome, timed: Timing) -> tuple[Array, Array]:
    """Evaluations and seconds (L, K) of each run, which are not counted on once it has arrived."""
    evaluations = np.stack([run.evaluations for run in raced.race.runs]).astype(float)
    least, _ = timed.spent(raced.race)
    last = len(raced.race.k) - 1
    at = np.where(raced.stands.arrived < 0, last, raced.stands.arrived)
    counted = np.minimum(np.arange(last + 1), at[:, None])
    return np.take_along_axis(evaluations, counted, 1), np.take_along_axis(least, counted, 1)


@remembered(RaceExperiment, lambda spec: spec.without("view"))
def _readings(spec: RaceExperiment, measured: int, _raced: Outcome) -> list[Reading]:
    evaluations, seconds = _spent(_raced, cached.timed(spec, measured))
    stands = _raced.stands
    return [
        Reading(
            [
                Column("<i>C</i>", stands.cost[i]),
                Column("‖∇<i>C</i>‖", stands.gradient_norm[i]),
                Column("evaluations", evaluations[i]),
                Column("time, ms", 1000 * seconds[i]),
            ]
        )
        for i in range(len(_raced.race.runs))
    ]


def surfaces(spec: RaceExperiment) -> dict[str, Callable[[], go.Figure]]:
    """The ground of the race."""
    return {spec.ground.title: lambda: go.Figure(_figures(spec)[0][0])}


def _landscape(spec: RaceExperiment) -> LandscapePanel:
    figures, surface = _figures(spec)
    ground, share = spec.ground, cached.landscape(spec).share
    names = " and ".join(ground.names)
    convex = "convex everywhere here" if share == 0 else f"not convex on {percent(share)}"
    return LandscapePanel(
        name="surface",
        lane=None,
        title=ground.title,
        alt=(
            f"{ground.title} over {names}, from {three(surface.value.min())} to "
            f"{three(surface.value.max())}, {convex}, with the paths of all entrants."
        ),
        figure3d=figures[0],
        figure2d=figures[1],
        alpha=surface.alpha,
        beta=surface.beta,
        value=surface.value.astype(np.float32),
        note=_legend(spec),
    )


# Legends up to here leave room for what a click and a drag do, or for the click in a sentence.
_SHORT, _LONG = 30, 66


def _legend(spec: RaceExperiment) -> str:
    landscape = cached.landscape(spec)
    points = [point for point in landscape.points if point.verdict is not Verdict.UNDECIDED]
    marks = legend(landscape.surface, points)
    if len(marks) > _LONG:
        return f"{marks} · click: new start"
    ways = "click to" if len(marks) > _SHORT else "click, or drag the ring, to"
    return " · ".join(filter(None, [marks, f"{ways} start elsewhere"]))


@remembered(RaceExperiment, lambda spec: spec.without("run", "view"))
def _figures(
    spec: RaceExperiment,
) -> tuple[tuple[Mapping[str, Any], Mapping[str, Any]], Surface]:
    """Both pictures of the ground, and the surface as it is drawn."""
    landscape, ground = cached.landscape(spec), spec.ground
    value = landscape.surface.value
    log = ground.floor == 0
    if log:
        # Zeros have no logarithm: they are drawn as deep as the next lowest point.
        value = np.maximum(value, value[value > 0].min())
    surface = Surface(
        landscape.surface.plane, landscape.surface.alpha, landscape.surface.beta, value
    )
    points = [point for point in landscape.points if point.verdict is not Verdict.UNDECIDED]
    nowhere = np.zeros_like(landscape.nonconvex)
    solid, flat = (draw(surface, nowhere, points, ground.names, log) for draw in _DRAWN)
    shade = np.log10(value.astype(np.float32)) if log else value
    low, high = np.percentile(shade, _DEEPEST), float(shade.max())
    flat.update_traces(zmin=low, zmax=high, zauto=False, selector={"type": "contour"})
    solid.update_traces(cmin=low, cmax=high, cauto=False, selector={"type": "surface"})
    return (solid.to_dict(), flat.to_dict()), surface


_DRAWN = (landscape_3d, landscape_2d)


def _curve(spec: RaceExperiment, raced: Outcome, evaluations: Array, seconds: Array) -> CurvePanel:
    lowest, paid = raced.stands.lowest, raced.paid
    sign = "−" if lowest > 0 else "+"
    title = "Cost" if lowest == 0 else f"Cost {sign} {three(abs(lowest))}"
    return CurvePanel(
        "cost",
        title,
        f"{title} of every entrant against steps, gradient evaluations or seconds; the last two "
        "are counted until it has arrived.",
        log_cost=spec.log_cost,
        axes=[
            Axis(
                "evaluations",
                "evaluations",
                "gradient evaluations",
                list(evaluations),
                None if paid is None else paid.at,
            ),
            Axis("seconds", "seconds", "seconds", list(seconds)),
        ],
        axis=_AXES.get(type(spec.axis), "step"),
    )


def _table(raced: Outcome, who: list[Entry]) -> StandingsPanel:
    sentences = tell(raced, [entry.spoken for entry in who])
    words, noted = notes(raced)
    return StandingsPanel(
        "standings",
        "Standings",
        "Rank, cost, gradient, evaluations and seconds of every entrant at the step shown; "
        "evaluations and seconds are counted until it has arrived.",
        rank=ranks(raced),
        sentences=sentences.sentences,
        sentence=sentences.frame,
        notes=words,
        noted=noted,
    )
