"""What core finds for an experiment of losses, remembered."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.experiments.diagnosis import accuracy
from core.experiments.logistic import experiment as problems
from core.experiments.logistic import infimum as infima
from core.experiments.logistic import landscape as landscapes
from core.experiments.logistic.experiment import LogisticExperiment, Problem
from core.experiments.logistic.infimum import Infimum
from core.landscape.critical_points import CriticalPoint, minima
from core.landscape.curvature import smallest_eigenvalue
from core.landscape.landscape import Landscape
from core.landscape.planes import Slice, cut
from core.objectives.losses import LOSSES
from core.scales import log_scale
from core.spec import name_of
from core.training.descent import Trajectory
from core.training.regimes import steady_regimes
from core.training.sweep import assigned, sweep
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.runs import Strip, among, block_of, merged, strip_of
from pages.ui.chapter.work import watch

_FRAMES = 200
# Most sigmoids that the η strip of one loss may cost: about half a second.
_STRIP_BUDGET = 2e7
# Parameters from which on each more of them makes a strip thinner.
_FEW = 3
WIDE_GRID = 41
_RATES = log_scale(0.001, 100.0)


@dataclass(frozen=True, eq=False)
class Trained:
    """Runs for the learning rates (V,), the accuracy (F, V) of their recorded steps, their regimes.

    A regime of "" is not known yet.

    best: the lowest cost known, which the regimes are measured against: the loss's infimum, or that
    of a minimum or a run.
    """

    strip: Strip
    accuracy: Array
    regimes: tuple[str, ...]
    best: float


@remembered(LogisticExperiment)
def problem(spec: LogisticExperiment) -> Problem:
    """What the spec means; TableError for a table that cannot be read."""
    return problems.problem(spec)


@remembered(LogisticExperiment, lambda spec: spec.without("run"))
def landscape(spec: LogisticExperiment, lane: int) -> Landscape:
    """The landscape of a lane's loss."""
    found = problem(spec)
    return landscapes.relief(found, found.risks[lane], spec.minimized, watch())


@remembered(LogisticExperiment, lambda spec: spec.without("run", "view"))
def _known_points(spec: LogisticExperiment, lane: int) -> tuple[CriticalPoint, ...]:
    found = problem(spec)
    return landscapes.known_points(found, found.risks[lane])


def points(spec: LogisticExperiment, lane: int) -> tuple[CriticalPoint, ...]:
    """The critical points of a lane's loss that are known, by increasing cost."""
    return _known_points(spec, lane) if problem(spec).wide else landscape(spec, lane).points


@remembered(LogisticExperiment, lambda spec: spec.without("view"))
def _run(spec: LogisticExperiment, lane: int) -> Trajectory:
    strip = first_run(spec, lane).strip
    return strip.at(strip.position(spec.optimizer.eta))


@remembered(LogisticExperiment)
def slice_of(spec: LogisticExperiment, lane: int) -> tuple[Slice, Array]:
    """The plane through a lane's run, and where over it the Hessian's least eigenvalue is what.

    ValueError where the plane cannot be laid.
    """
    risk, run = problem(spec).risks[lane], _run(spec, lane)
    found = cut(risk, spec.plane(risk, run), run.p, WIDE_GRID)
    surface = found.surface
    return found, smallest_eigenvalue(risk, found.plane, surface.alpha, surface.beta)


@remembered(LogisticExperiment, lambda spec: spec.without("run", "view"))
def infimum(spec: LogisticExperiment, lane: int) -> Infimum | None:
    """How low a lane's loss with its penalty can get."""
    found = problem(spec)
    return infima.infimum(found, found.risks[lane])


def trained(spec: LogisticExperiment, lane: int) -> Trained:
    """A lane's runs along the learning rates: the whole scale, and the rate of now."""
    return _strip(spec, lane) if _on_strip(spec) else _with_single(spec, lane)


def knows(spec: LogisticExperiment, lane: int) -> bool:
    """Whether a lane's runs along the learning rates are kept."""
    return (_strip if _on_strip(spec) else _with_single).knows(spec, lane)


def knows_all(spec: LogisticExperiment) -> bool:
    """The same for every lane."""
    return all(knows(spec, lane) for lane in range(len(spec.loss.losses)))


@remembered(LogisticExperiment, lambda spec: spec.without("view"))
def first_run(spec: LogisticExperiment, lane: int) -> Trained:
    """The run of now and its block, in their places among those that are still to be found."""
    risk = problem(spec).risks[lane]
    found = _swept(spec, lane, block(spec))
    strip = among(found, sorted({*rates_of(spec), spec.optimizer.eta}))
    at = np.isfinite(strip.final)
    right = np.zeros(strip.run.value.shape)
    right[:, at] = accuracy(risk, found.run.p)
    return Trained(strip, right, ("",) * len(at), float(found.final.min()))


def of_strip(spec: LogisticExperiment) -> LogisticExperiment:
    """The spec, its rate forgotten if it is on the strip: runs and panels are the same for all."""
    return spec.without("rate") if _on_strip(spec) else spec


def _on_strip(spec: LogisticExperiment) -> bool:
    return spec.optimizer.eta in rates_of(spec)


def block(spec: LogisticExperiment) -> Sequence[float]:
    """The learning rates that are trained first: that of now, and those in its block."""
    return block_of(rates_of(spec), spec.optimizer.eta)


def rates_of(spec: LogisticExperiment) -> tuple[float, ...]:
    """The learning rates of the strip: fewer, where samples times steps are many."""
    size = len(problem(spec).start)
    cost = len(_RATES) * len(problem(spec).samples.x) * spec.steps * max(1.0, size / _FEW)
    return _RATES[:: max(1, int(np.ceil(cost / _STRIP_BUDGET)))]


# On the strip the rate of now makes no difference: one entry serves all its positions.
@remembered(LogisticExperiment, lambda spec: spec.without("view", "rate"))
def _strip(spec: LogisticExperiment, lane: int) -> Trained:
    return _judged(spec, lane, _swept(spec, lane, rates_of(spec)))


@remembered(LogisticExperiment, lambda spec: spec.without("view"))
def _with_single(spec: LogisticExperiment, lane: int) -> Trained:
    many = _strip(spec, lane)
    one = _judged(spec, lane, _swept(spec, lane, (spec.optimizer.eta,)), many.best)
    strip = merged(many.strip, one.strip)
    at = strip.position(spec.optimizer.eta)
    regimes = (*many.regimes[:at], *one.regimes, *many.regimes[at:])
    return Trained(strip, accuracy(problem(spec).risks[lane], strip.run.p), regimes, one.best)


def _swept(spec: LogisticExperiment, lane: int, rates: Sequence[float]) -> Strip:
    name = name_of(spec.loss.losses[lane], LOSSES)
    return strip_of(sweep(spec, "optimizer.eta", rates, _FRAMES, watch(), lanes=(name,)), name)


def _judged(spec: LogisticExperiment, lane: int, strip: Strip, known: float = np.inf) -> Trained:
    """Runs with their regimes, measured against the lowest cost known."""
    name = name_of(spec.loss.losses[lane], LOSSES)
    best = min(known, float(strip.final.min()), _lowest(spec, lane))
    rates = [float(rate) for rate in strip.values]
    recipes = [assigned(spec, "optimizer.eta", rate).recipes()[name] for rate in rates]
    found = tuple(steady_regimes(recipes, strip.run, best))
    return Trained(strip, accuracy(problem(spec).risks[lane], strip.run.p), found, best)


def _lowest(spec: LogisticExperiment, lane: int) -> float:
    bound = infimum(spec, lane)
    costs = [point.value for point in minima(points(spec, lane))]
    return min([*costs, np.inf if bound is None else bound.cost])
