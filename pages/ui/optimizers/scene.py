"""The scene of the race: one surface with everybody's path, their costs, and how they stand."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from core.experiments.race.experiment import ByEvaluations, BySeconds, RaceExperiment
from core.experiments.race.race import Run
from core.landscape import Surface
from core.landscape.critical_points import Verdict
from pages.ui.chapter.remembered import key_of, remembered
from pages.ui.chapter.runs import ONE, family_of_one, of_one
from pages.ui.chapter.words import three
from pages.ui.figures.landscapes import landscape_2d, landscape_3d
from pages.ui.optimizers import cached
from pages.ui.optimizers.cached import Raced
from pages.ui.optimizers.entries import Entry, entries
from pages.ui.optimizers.sentences import notes, tell
from pages.ui.stage import (
    Axis,
    Column,
    CurvePanel,
    LandscapePanel,
    Lane,
    PlaneView,
    Reading,
    Repertoire,
    Runs,
    Scene,
    StandingsPanel,
)
from pages.ui.theme import stage_colors

_AXES: Final = {ByEvaluations: "evaluations", BySeconds: "seconds"}
# Share of the window, in percent, that is shown as the deepest: one low point takes no colours.
_DEEPEST: Final = 2.0


def scene(spec: RaceExperiment, *, restart: int) -> Scene:
    """Everything on stage for a race with at least one entrant."""
    raced, ground = cached.raced(spec), spec.ground
    who = entries(spec)
    return Scene(
        run=key_of(spec),
        title=f"A race on the surface {ground.title}: " + ", ".join(e.label for e in who),
        alt="The surface with a path for each optimizer, their costs, and the standings.",
        lanes=[Lane(e.lane, e.title, e.color, str(e.number), e.dash) for e in who],
        repertoire=_repertoire(spec, raced),
        home=ONE,
        plane=PlaneView((0, 1), ground.names, *ground.window),
        readings=[_reading(raced, i) for i in range(len(who))],
        colors=stage_colors(),
        restart=restart,
        view="contour",
    )


@remembered(RaceExperiment)
def _repertoire(spec: RaceExperiment, _raced: Raced) -> Repertoire:
    """Runs and panels; the spec says all that they depend on."""
    runs = [_runs(_raced, i) for i in range(len(_raced.race.runs))]
    return Repertoire(
        families=family_of_one(_raced.race.k, runs),
        panels=[_landscape(spec), _curve(spec, _raced), _table(_raced, entries(spec))],
    )


def _runs(raced: Raced, i: int) -> Runs:
    run: Run = raced.race.runs[i]
    return of_one(run.trajectory.p, raced.stands.excess[i], int(run.trajectory.diverged_at))


def _reading(raced: Raced, i: int) -> Reading:
    run, stands = raced.race.runs[i], raced.stands
    return Reading(
        [
            Column("<i>C</i>", stands.cost[i]),
            Column("‖∇<i>C</i>‖", stands.gradient_norm[i]),
            Column("evaluations", run.evaluations),
            Column("time, ms", 1000 * run.seconds),
        ]
    )


def _landscape(spec: RaceExperiment) -> LandscapePanel:
    figures, surface = _figures(spec)
    ground, share = spec.ground, cached.landscape(spec).share
    names = " and ".join(ground.names)
    convex = "convex everywhere here" if share == 0 else f"not convex on {100 * share:.0f} %"
    return LandscapePanel(
        name="surface",
        lane=None,
        title=ground.title,
        alt=(
            f"{ground.title} over {names}, from {surface.value.min():.3g} to "
            f"{surface.value.max():.3g}, {convex}, with the paths of all entrants."
        ),
        figure3d=figures[0],
        figure2d=figures[1],
        alpha=surface.alpha,
        beta=surface.beta,
        value=surface.value.astype(np.float32),
        note="Click, or drag the ring, to start elsewhere",
    )


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


def _curve(spec: RaceExperiment, raced: Raced) -> CurvePanel:
    runs, lowest = raced.race.runs, raced.stands.lowest
    sign = "−" if lowest > 0 else "+"
    title = "Cost" if lowest == 0 else f"Cost {sign} {three(abs(lowest))}"
    return CurvePanel(
        "cost",
        title,
        f"{title} of every entrant against steps, gradient evaluations or seconds.",
        log_cost=spec.log_cost,
        axes=[
            Axis(
                "evaluations",
                "evaluations",
                "gradient evaluations",
                [run.evaluations for run in runs],
            ),
            Axis("seconds", "seconds", "seconds", [run.seconds for run in runs]),
        ],
        axis=_AXES.get(type(spec.axis), "step"),
    )


def _table(raced: Raced, who: list[Entry]) -> StandingsPanel:
    sentences = tell(raced.race, raced.stands, [entry.spoken for entry in who])
    words, since = notes(raced.stands)
    return StandingsPanel(
        "standings",
        "Standings",
        "Rank, cost, gradient, evaluations and seconds of every entrant at the step shown.",
        rank=raced.stands.rank.astype(np.uint8),
        sentences=sentences.sentences,
        sentence=sentences.frame,
        notes=words,
        noted=since,
    )
