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
from core.landscape.critical_points import minima
from core.landscape.landscape import Landscape
from core.objectives.losses import LOSSES
from core.scales import log_scale
from core.spec import name_of
from core.training.regimes import steady_regimes
from core.training.sweep import assigned, sweep
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.runs import Strip, among, block_of, merged, strip_of

_FRAMES = 200
# Most sigmoids that the η strip of one loss may cost: about half a second.
_STRIP_BUDGET = 2e7
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
    return landscapes.relief(found, found.risks[lane], spec.minimized)


@remembered(LogisticExperiment, lambda spec: spec.without("run", "view"))
def infimum(spec: LogisticExperiment, lane: int) -> Infimum | None:
    """How low a lane's loss with its penalty can get."""
    found = problem(spec)
    return infima.infimum(found, found.risks[lane])


def trained(spec: LogisticExperiment, lane: int) -> Trained:
    """A lane's runs along the learning rates: the whole scale, and the rate of now."""
    return _strip(spec, lane) if _on_strip(spec) else _with_single(spec, lane)


def knows_all(spec: LogisticExperiment) -> bool:
    """Whether the runs along the learning rates are kept for every lane."""
    whole = _strip if _on_strip(spec) else _with_single
    return all(whole.knows(spec, lane) for lane in range(len(spec.loss.losses)))


@remembered(LogisticExperiment, lambda spec: spec.without("view"))
def first_run(spec: LogisticExperiment, lane: int) -> Trained:
    """The run of now and its block, in their places among those that are still to be found."""
    risk, eta, rates = problem(spec).risks[lane], spec.optimizer.eta, _rates(spec)
    block = _swept(spec, lane, block_of(rates, eta))
    strip = among(block, sorted({*rates, eta}))
    at = np.isfinite(strip.final)
    right = np.zeros(strip.run.value.shape)
    right[:, at] = accuracy(risk, block.run.p)
    return Trained(strip, right, ("",) * len(at), float(block.final.min()))


def of_strip(spec: LogisticExperiment) -> LogisticExperiment:
    """The spec, its rate forgotten if it is on the strip: runs and panels are the same for all."""
    return spec.without("rate") if _on_strip(spec) else spec


def _on_strip(spec: LogisticExperiment) -> bool:
    return spec.optimizer.eta in _rates(spec)


def _rates(spec: LogisticExperiment) -> tuple[float, ...]:
    cost = len(_RATES) * len(problem(spec).samples.x) * spec.steps
    return _RATES[:: max(1, int(np.ceil(cost / _STRIP_BUDGET)))]


# On the strip the rate of now makes no difference: one entry serves all its positions.
@remembered(LogisticExperiment, lambda spec: spec.without("view", "rate"))
def _strip(spec: LogisticExperiment, lane: int) -> Trained:
    return _judged(spec, lane, _swept(spec, lane, _rates(spec)))


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
    return strip_of(sweep(spec, "optimizer.eta", rates, _FRAMES, lanes=(name,)), name)


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
    costs = [point.value for point in minima(landscape(spec, lane).points)]
    return min([*costs, np.inf if bound is None else bound.cost])
