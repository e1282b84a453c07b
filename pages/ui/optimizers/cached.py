"""What core finds for a race, remembered."""

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
from pages.ui.chapter.remembered import remembered

# An even number of grid points: a minimum in the middle of a window then is on none of them.
_POINTS, _STARTS = 120, 7


@remembered(RaceExperiment, lambda spec: spec.without("view"))
def raced(spec: RaceExperiment) -> Outcome:
    """The race of a spec with at least one entrant."""
    return outcomes.outcome(spec)


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


@remembered(RaceExperiment, lambda spec: spec.without("view", "rate"))
def found(spec: RaceExperiment) -> Finder:
    """The final costs of a race for every learning rate, whichever the entrants have now."""
    return finders.find(spec)
