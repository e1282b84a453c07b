"""The scene of the first chapter: one logistic regression under two losses, side by side."""

from dataclasses import replace

import numpy as np

from core.problem import Problem
from pages.ui.logistic import cached
from pages.ui.logistic.actions import restarts
from pages.ui.logistic.basin_map import start_family
from pages.ui.logistic.loss_view import LossView, shown_names, view_sign
from pages.ui.stage import BoundaryPanel, CurvePanel, Family, PlaneView, Scene, StripPanel
from pages.ui.theme import stage_colors


def scene(losses: list[LossView]) -> Scene:
    """Everything on stage for one experiment."""
    problem, first, spec = losses[0].problem, losses[0], losses[0].spec
    sweep = first.trained.sweep
    family = Family(
        sweep.eta, first.selected, sweep.trajectory.k, [loss.to_runs() for loss in losses]
    )
    families = {"eta": family}
    if (starts := start_family(losses)) is not None:
        families["start"] = starts
    i, j = problem.indices
    ends = [(-float(problem.half_widths[k]), float(problem.half_widths[k])) for k in (i, j)]
    return Scene(
        run=cached.run_name(spec),
        title="Logistic regression under " + " and ".join(v.risk.loss.title for v in losses),
        alt="Surfaces of the cost, the decision boundary, the cost curve and the learning rates.",
        lanes=[loss.to_lane() for loss in losses],
        families=families,
        plane=PlaneView(problem.indices, shown_names(problem), ends[0], ends[1], view_sign(spec)),
        panels=[
            *(loss.to_panel() for loss in losses),
            _boundary(problem),
            CurvePanel("cost", "Cost", "Cost of every loss against the step."),
            StripPanel(
                "eta",
                "Final cost by η",
                "Cost at the end of the run against the learning rate, for every loss.",
                marks=[mark for loss in losses if (mark := loss.to_mark())],
            ),
        ],
        readings=[loss.to_reading() for loss in losses],
        colors=stage_colors(),
        restart=restarts(),
    )


def picture(losses: list[LossView]) -> Scene:
    """The same without the strip: the picture of the home page, which has no controls."""
    whole = scene(losses)
    return replace(whole, panels=[panel for panel in whole.panels if panel.kind != "strip"])


def _boundary(problem: Problem) -> BoundaryPanel:
    samples = problem.samples
    low, high = samples.x.min(axis=0), samples.x.max(axis=0)
    room = 0.12 * np.where(high > low, high - low, 1.0)
    return BoundaryPanel(
        name="boundary",
        title="The model",
        alt=f"{len(samples.x)} points of two classes and the model's boundary between them.",
        x=samples.x,
        y=samples.y[:, 0],
        labels=list(samples.features),
        window=[(float(a - r), float(b + r)) for a, b, r in zip(low, high, room, strict=True)],
    )
