"""The basin map: where gradient descent ends, for a grid of starts over the window."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.experiments.logistic.experiment import LogisticExperiment, Problem
from core.landscape.basins import Basins, Fate, basins
from core.landscape.critical_points import minima
from core.training.descent import log_steps
from pages.ui.chapter import jobs
from pages.ui.chapter.jobs import Job
from pages.ui.chapter.remembered import key_of
from pages.ui.chapter.words import three
from pages.ui.figures.landscapes import basin_map
from pages.ui.logistic.wide import narrow_only
from pages.ui.losses import cached
from pages.ui.losses.loss_view import LossView, shown_names, view_sign, views
from pages.ui.losses.surfaces import mirrored
from pages.ui.stage import Family, Runs
from pages.ui.theme import FATE_COLORS, MINIMUM_COLORS

STARTS = 41
_FRAMES = 40
# The stage holds every other start's path; all of them would be four times the bytes.
_PATHS_EVERY = 2
# The work of one map in sigmoids: some ten seconds. Each step counts as a few thousand more.
_MOST_STEPS, _BUDGET, _OVERHEAD = 10_000, 6e8, 1e4
_NAME = "basin map"
_WHY_NARROW = (
    "A basin map is drawn over the starts of a window: with one or two features all of them, or "
    "those with one parameter held. With more it would be of one plane of very many."
)
_FATES = {
    Fate.RUNS_AWAY: "runs away",
    Fate.STILL_MOVING: "still on its way",
    Fate.DIVERGED: "diverged",
    Fate.SWINGING: "swinging around it",
    Fate.UNDECIDED: "rounding decides",
}

Found = list[Basins]


def found(spec: LogisticExperiment) -> Found | None:
    """The map of this experiment, if it has been computed."""
    job: Job[Found] | None = jobs.current(_NAME, _key(spec))
    return job.result if job else None


def map_key(spec: LogisticExperiment) -> str:
    """The key of the map that this experiment has, or nothing."""
    return _key(spec) if found(spec) is not None else ""


def show_basins(losses: list[LossView]) -> None:
    """The button, the progress or the maps."""
    spec, samples = losses[0].spec, losses[0].problem.samples
    if not narrow_only(samples, _WHY_NARROW):
        return
    st.markdown(
        f"Which starts arrive? Full-gradient training from a grid of {STARTS} × {STARTS} starts, "
        "with the optimizer and the η of now, all in one batch."
    )
    results = jobs.show(
        _NAME,
        _key(spec),
        lambda job: _compute(spec, job),
        offer="Compute the basin map",
        doing=f"Training {STARTS} × {STARTS} starts",
        failed="The basin map could not be computed for these settings. Try others.",
        icon=":material/grid_on:",
    )
    if results is None:
        return
    for column, loss, result in zip(st.columns(len(losses)), losses, results, strict=True):
        column.plotly_chart(_figure(loss, result), key=f"basins-{loss.name}")
    st.caption("Drag the start on a contour to replay these runs without the server.")


def start_family(losses: list[LossView]) -> Family | None:
    """The map's runs as a family of the stage, so that the start can be dragged."""
    results = None if losses[0].problem.wide else found(losses[0].spec)
    if results is None:
        return None
    # What is dragged is the reader's own run, so it ends where that one ends.
    shown = results[0].trajectory.k <= losses[0].spec.steps
    rows = [_thinned(result.trajectory.p[shown]) for result in results]
    return Family(
        axis=view_sign(losses[0].spec)
        * rows[0][0][..., list(losses[0].problem.indices)].reshape(-1, 2),
        steps=results[0].trajectory.k[shown],
        runs=[
            _runs(loss, result, p, shown)
            for loss, result, p in zip(losses, results, rows, strict=True)
        ],
    )


def _key(spec: LogisticExperiment) -> str:
    """What a map depends on: the landscape and the optimizer, not the reader's own start."""
    plain = LogisticExperiment()
    # With a third parameter all starts have the same value of it: the one of the reader's start.
    start = plain.start if cached.problem(spec).third is None else spec.start
    return key_of(replace(spec.without("view"), axes=spec.axes, start=start, sampler=plain.sampler))


def _runs(loss: LossView, result: Basins, p: np.ndarray, shown: np.ndarray) -> Runs:
    run = result.trajectory
    label = result.label[::_PATHS_EVERY, ::_PATHS_EVERY].ravel()
    return Runs(
        p=p.reshape(len(p), -1, p.shape[-1]).swapaxes(0, 1),
        cost=loss.factor * _thinned(run.value[shown]).reshape(len(p), -1).T,
        diverged_at=run.diverged_at[::_PATHS_EVERY, ::_PATHS_EVERY].ravel(),
        regime=[_name(int(number)) for number in label],
    )


def _thinned(values: np.ndarray) -> np.ndarray:
    return values[:, ::_PATHS_EVERY, ::_PATHS_EVERY]


def _compute(spec: LogisticExperiment, job: Job[Found]) -> Found:
    losses = views(spec)
    results = []
    for number, loss in enumerate(losses):
        steps = _steps(loss)
        starts = _starts(loss)

        def watch(done: int, number: int = number, steps: int = steps) -> None:
            job.progress((number + done / steps) / len(losses))

        results.append(
            basins(
                loss.risk,
                spec.optimizer,
                starts,
                steps,
                minima(loss.landscape.points),
                np.union1d(log_steps(min(spec.steps, steps), _FRAMES), [steps]),
                watch,
            )
        )
    return results


def _figure(loss: LossView, result: Basins) -> go.Figure:
    sign = view_sign(loss.spec)
    alpha, beta = (mirrored(loss.problem.axis(k, STARTS), sign) for k in loss.problem.indices)
    numbers = [*range(len(result.minima)), *(int(fate) for fate in Fate)]
    shown = [number for number in numbers if number in result.shares]
    return basin_map(
        result.label[:: int(sign), :: int(sign)],
        alpha,
        beta,
        {n: f"{_name(n)}: {_percent(result.shares[n])}" for n in shown},
        {
            n: MINIMUM_COLORS[n % len(MINIMUM_COLORS)] if n >= 0 else FATE_COLORS[Fate(n)]
            for n in shown
        },
        shown_names(loss.problem),
        f"{loss.title}, {result.trajectory.k[-1]:,} steps{_held(loss.problem)}",
    )


def _held(problem: Problem) -> str:
    if problem.third is None:
        return ""
    return f", {problem.names[problem.third]} = {three(float(problem.start[problem.third]))}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.005 else "under 1 %"


def _name(label: int) -> str:
    return f"minimum {label + 1}" if label >= 0 else _FATES[Fate(label)]


def _steps(loss: LossView) -> int:
    each = STARTS**2 * loss.risk.sample_count + _OVERHEAD
    return int(min(_MOST_STEPS, _BUDGET / each))


def _starts(loss: LossView) -> np.ndarray:
    problem = loss.problem
    axes = [problem.axis(k, STARTS) for k in problem.indices]
    held = 0.0 if problem.third is None else float(problem.start[problem.third])
    return problem.plane(held).lift(np.stack(np.meshgrid(*axes), axis=-1))
