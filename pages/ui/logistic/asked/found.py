"""What the engine finds where the first chapter asks: each time for the settings in force."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.diagnosis import diagnose
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.starts import Plateau
from core.landscape.critical_points import CriticalPoint, minima
from core.objectives.losses import LOSSES
from core.spec import name_of
from core.training.descent import Trajectory
from core.training.sweep import sweep
from pages.ui.chapter.remembered import remembered
from pages.ui.losses import cached
from pages.ui.stage import SKETCHED

ARRIVED: Final = 0.05
"""Share of the way down that may be left."""

# A run has settled where so little of its way down is left; rates up to twice the limit are tried.
_SETTLED, _TRIED = 1e-6, 200
# A grid's starts along each parameter.
_STARTS: Final = 21


@remembered(LogisticExperiment, lambda spec: spec.without("view"))
def run(spec: LogisticExperiment, lane: int) -> Trajectory:
    """One lane's run, on its own."""
    return list(spec.recipes().values())[lane].run()


def lowest(spec: LogisticExperiment, lane: int) -> float:
    """The lowest cost that is known of a lane's loss."""
    bound = cached.infimum(spec, lane)
    costs = [point.value for point in found_minima(spec, lane)]
    costs += [] if bound is None else [bound.cost]
    return min([*costs, float(run(spec, lane).value.min())])


def found_minima(spec: LogisticExperiment, lane: int) -> list[CriticalPoint]:
    """The minima of a lane's loss within the window, the lowest first."""
    return minima(cached.points(spec, lane))


def left(spec: LogisticExperiment, lane: int) -> float:
    """What is left at the end of the way from the start's cost down to the lowest known."""
    value, low = run(spec, lane).value, lowest(spec, lane)
    way = float(value[0]) - low
    return (float(value[-1]) - low) / way if way > 0 else 0.0


def arrived(spec: LogisticExperiment) -> tuple[bool, ...]:
    """Whose run ends within 5 % of the way."""
    return tuple(left(spec, lane) <= ARRIVED for lane in range(len(spec.loss.losses)))


@remembered(LogisticExperiment, lambda spec: replace(spec.without("view"), start=Plateau()))
def away(spec: LogisticExperiment, lane: int) -> NDArray[np.bool_]:
    """From which starts, on a grid over the window of two parameters, a lane does not arrive."""
    recipe, known = list(spec.recipes().values())[lane], cached.problem(spec)
    starts = np.meshgrid(*(known.axis(index, _STARTS) for index in known.indices))
    grid = np.stack(starts, axis=-1).reshape(-1, 2)
    first, last = replace(recipe, start=grid, record_every=spec.steps).run().value
    low = min(lowest(spec, lane), float(last.min()))
    return np.asarray(last - low > ARRIVED * (first - low))


def nearest(spec: LogisticExperiment, lane: int, p: Array) -> int:
    """Which minimum is nearest to a point (s,), in shares of the window."""
    scale = cached.problem(spec).half_widths
    return int(
        np.argmin([np.linalg.norm((m.p - p) / scale) for m in found_minima(spec, lane)]),
    )


def rests(spec: LogisticExperiment, lane: int) -> int:
    """At which minimum a lane's run has come to rest, -1 for none."""
    p, value = run(spec, lane).p[-1], float(run(spec, lane).value[-1])
    found = found_minima(spec, lane)
    if not found:
        return -1
    at = nearest(spec, lane, p)
    near = np.linalg.norm((found[at].p - p) / cached.problem(spec).half_widths) <= ARRIVED / 10
    return at if near and value - found[at].value <= _SETTLED * (1 + abs(value)) else -1


def curve(spec: LogisticExperiment, lane: int) -> Array:
    """A lane's cost at evenly spaced steps, (SKETCHED,)."""
    trained = run(spec, lane)
    return np.interp(np.linspace(0, trained.k[-1], SKETCHED), trained.k, trained.value)


def saturated(spec: LogisticExperiment, lane: int) -> tuple[int, float]:
    """At the start: how many samples are saturated on the wrong side, and ‖∇C‖."""
    found = diagnose(cached.problem(spec).risks[lane], run(spec, lane).p[:1])
    return int(found.saturated_wrong[0]), float(found.gradient_norm[0])


def limit(spec: LogisticExperiment, lane: int) -> float:
    """2/λ_max at the lowest minimum."""
    return 2 / float(found_minima(spec, lane)[0].eigenvalues[-1])


@remembered(LogisticExperiment, lambda spec: spec.without("view"))
def largest_settling(spec: LogisticExperiment, lane: int) -> float:
    """The largest of 200 rates up to twice the limit with which the run settles at the minimum."""
    rates = np.linspace(0, 2 * limit(spec, lane), _TRIED + 1)[1:]
    name = name_of(spec.loss.losses[lane], LOSSES)
    tried = sweep(spec, "optimizer.eta", rates.tolist(), 2, None, lanes=(name,))
    end, low = tried.final(name), found_minima(spec, lane)[0].value
    way = float(run(spec, lane).value[0]) - low
    with np.errstate(invalid="ignore"):
        settled = np.abs(end - low) <= _SETTLED * way
    return float(rates[settled].max()) if settled.any() else 0.0
