"""What core finds for a race, remembered."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from core.experiments.race import outcome as outcomes
from core.experiments.race import rate_finder as finders
from core.experiments.race import timing as timings
from core.experiments.race.experiment import RaceExperiment
from core.experiments.race.outcome import Outcome
from core.experiments.race.rate_finder import Finder
from core.experiments.race.timing import Timing
from core.landscape import grid, sample
from core.landscape.critical_points import critical_points
from core.landscape.curvature import smallest_eigenvalue
from core.landscape.landscape import Landscape
from core.objectives.plane import Plane
from core.optimizers.second_order import NewtonOn
from core.scales import log_scale
from core.spec import Knob, controls
from core.training.sweep import joined, run_all
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.runs import Strip
from pages.ui.chapter.strips import beside, with_next_seed
from pages.ui.chapter.work import MOST_AT_ONCE, Need, need, run_seconds, step_seconds, watch

# An even number of grid points: a minimum in the middle of a window then is on none of them.
_POINTS, _STARTS = 120, 7
# Every run is done from four moved starts too, where rounding decides it.
_MOVED = 5


@remembered(RaceExperiment, lambda spec: spec.without("view"))
def raced(spec: RaceExperiment) -> Outcome:
    """The race of a spec with at least one entrant."""
    return outcomes.outcome(spec, watch())


@remembered(RaceExperiment, lambda spec: spec.without("view"))
def timed(spec: RaceExperiment, measured: int) -> Timing:
    """What a step of each entrant takes. measured: which measurement, 0 the one all readers share.

    Another is made for each reader who asks for it.
    """
    return timings.timing(spec)


@remembered(RaceExperiment, lambda spec: spec.without("run", "view"))
def landscape(spec: RaceExperiment) -> Landscape:
    """The landscape that the race is run on."""
    ground = spec.ground
    objective, plane = ground.objective, Plane(np.zeros(2), np.eye(2))
    alpha, beta = (np.linspace(low, high, _POINTS) for low, high in ground.window)
    low, high = np.array(ground.window).T
    starts = grid(*(np.linspace(a, b, _STARTS) for a, b in ground.window)).reshape(-1, 2)
    return Landscape(
        sample(objective, plane, alpha, beta),
        smallest_eigenvalue(objective, plane, alpha, beta),
        critical_points(objective, starts, low, high),
    )


def foreseen(spec: RaceExperiment) -> list[Need]:
    """What is to be found before a race can be shown, one thing after the other."""
    race, sliders = needs(spec, 0) if spec.entrants else ([], [])
    return [*race, *sliders]


def neighbors(spec: RaceExperiment) -> Iterator[RaceExperiment]:
    """Other batches, and one sample more or less in each."""
    N = spec.ground.sample_count
    if N is None:
        return
    yield with_next_seed(spec)
    if hasattr(spec.sampler, "m"):
        yield from beside(spec, "sampler.m", range(1, N + 1))


def is_quick(spec: RaceExperiment, lane: str) -> bool:
    """Whether an entrant has a learning rate whose runs along its slider are little work."""
    return spec.entrants[lane].optimizer.has_rate and _along(spec, lane).seconds <= MOST_AT_ONCE


def _along(spec: RaceExperiment, lane: str) -> Need:
    seconds = run_seconds(spec.recipes()[lane], len(_rates(spec, lane)))
    return need(seconds, along, spec, lane)


@remembered(RaceExperiment, lambda spec: spec.without("view", "rate"))
def along(spec: RaceExperiment, lane: str) -> Strip:
    """The runs of one entrant with every learning rate of its slider, whichever it has now."""
    made, rates = spec.recipes()[lane], _rates(spec, lane)
    at_rates = [replace(made, optimizer=made.optimizer.at_rate(eta)) for eta in rates]
    runs = run_all(at_rates, watch())
    return Strip(np.array(rates), joined(runs))


def _rates(spec: RaceExperiment, lane: str) -> Sequence[float]:
    knob = controls(spec.entrants[lane].optimizer)["eta"][1]
    assert isinstance(knob, Knob)
    return log_scale(knob.low, knob.high)


@remembered(RaceExperiment, lambda spec: spec.without("view", "rate"))
def found(spec: RaceExperiment) -> Finder:
    """The final costs of a race for every learning rate, whichever the entrants have now."""
    return finders.find(spec, watch())


def needs(spec: RaceExperiment, measured: int) -> tuple[list[Need], list[Need]]:
    """What a race needs before it can be shown, and what its sliders need besides."""
    recipes = list(spec.recipes().values())
    step = sum(step_seconds(recipe) for recipe in recipes)
    # The ground takes as long as a step of Newton's from each of its points.
    newton = replace(recipes[0], optimizer=NewtonOn(recipes[0].objective), stream=None)
    first = [
        need(step_seconds(newton, _POINTS**2), landscape, spec),
        need(_MOVED * spec.steps * step, raced, spec),
        need(timings.STEPS * step, timed, spec, measured),
    ]
    return first, [_along(spec, lane) for lane in spec.entrants if is_quick(spec, lane)]


def for_the_finder(spec: RaceExperiment) -> Need:
    """The runs of all entrants with all learning rates, from two starts."""
    runs = [
        run_seconds(recipe, finders.COUNT if spec.entrants[lane].optimizer.has_rate else 1)
        for lane, recipe in spec.recipes().items()
    ]
    return need(2 * sum(runs), found, spec)
