"""What an experiment of losses needs before it can be shown, and how much that is."""

from collections.abc import Sequence
from functools import partial

from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.logistic.landscape import POINTS
from core.optimizers import GradientDescent
from pages.ui.chapter.work import ANY_RULE, STEP, Need, need
from pages.ui.losses import cached
from pages.ui.losses.loss_view import LossView, views
from pages.ui.losses.wide import laid

# Seconds of a sample in a step of one run: a sigmoid, and its share of the gradient.
_SIGMOID = 1.6e-8
# Seconds of a sample at one point of a landscape: its cost, and its smallest curvature.
_POINT = 1.5e-8
# A diagnosis looks at all samples at each of so many frames, more closely than a step does.
_DIAGNOSIS = 200 * 2.8e-7
# A strip is judged by running some of it again, which rounding may decide.
_JUDGED = 3.0


def for_the_first_run(spec: LogisticExperiment) -> list[Need]:
    """The surfaces, the run of now with its block, and what is said of it."""
    return [need for view in views(spec, first=True) for need in _first(view)]


def for_all_runs(spec: LogisticExperiment) -> list[Need]:
    """The runs of all learning rates."""
    rates = cached.rates_of(spec)
    return [
        Need(
            _JUDGED * run_seconds(spec, len(rates)),
            partial(cached.knows, spec, lane),
            partial(cached.trained, spec, lane),
        )
        for lane in range(len(spec.loss.losses))
    ]


def for_the_whole(spec: LogisticExperiment) -> list[Need]:
    """Surfaces, all runs, and what is said of the run of now."""
    each, problem = views(spec), cached.problem(spec)
    N = len(problem.samples.x)
    if problem.wide:
        return [*for_all_runs(spec), *(need for view in each for need in _of_wide(view, N)[1:])]
    return [
        *(for_the_landscape(spec, view.lane) for view in each),
        *for_all_runs(spec),
        *(Need(_DIAGNOSIS * N, view.knows_reading, view.to_reading) for view in each),
    ]


def run_seconds(spec: LogisticExperiment, runs: int) -> float:
    """What so many runs of one loss take, side by side."""
    N = len(cached.problem(spec).samples.x)
    rule = 1.0 if isinstance(spec.optimizer, GradientDescent) else ANY_RULE
    return rule * spec.steps * (STEP + _SIGMOID * runs * spec.sampler.size(N))


def for_the_landscape(spec: LogisticExperiment, lane: int) -> Need:
    """The surface of a lane's loss."""
    problem = cached.problem(spec)
    points = POINTS[len(problem.start)] * len(problem.samples.x)
    return need(_POINT * points, cached.landscape, spec, lane)


def _of_wide(view: LossView, N: int) -> Sequence[Need]:
    """The plane of a surface goes through the run: that comes first."""
    spec, lane, size = view.spec, view.lane, len(view.problem.start)
    return (
        Need(
            run_seconds(spec, len(cached.block(spec))) * size / 3,
            lambda: cached.first_run.knows(spec, lane) or cached.knows(spec, lane),
            partial(cached.first_run, spec, lane),
        ),
        Need(
            _POINT * cached.WIDE_GRID**2 * N * size,
            partial(cached.slice_of.knows, spec, lane),
            partial(laid, spec, lane),
        ),
        Need(_DIAGNOSIS * N * size / 3, view.knows_reading, view.to_reading),
    )


def _first(view: LossView) -> Sequence[Need]:
    spec, lane, problem = view.spec, view.lane, view.problem
    N = len(problem.samples.x)
    if problem.wide:
        return _of_wide(view, N)
    return (
        for_the_landscape(spec, lane),
        Need(
            run_seconds(spec, len(cached.block(spec))),
            lambda: cached.first_run.knows(spec, lane) or cached.knows(spec, lane),
            partial(cached.first_run, spec, lane),
        ),
        Need(_DIAGNOSIS * N, view.knows_reading, view.to_reading),
    )
