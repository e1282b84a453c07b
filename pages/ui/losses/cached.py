"""What core finds for an experiment of losses, remembered."""

from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from core.experiments.diagnosis import accuracy
from core.experiments.logistic import landscape as landscapes
from core.experiments.logistic import problem as problems
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.logistic.problem import Problem, batches
from core.landscape.landscape import Landscape
from core.scales import log_scale
from core.training.sweep import Sweep, merge, sweep
from pages.ui.chapter.remembered import remembered

_FRAMES = 200
# Most sigmoids that the η strip of one loss may cost: about half a second.
_STRIP_BUDGET = 2e7
_RATES = log_scale(0.001, 100.0)


@dataclass(frozen=True, eq=False)
class Trained:
    """Runs for the learning rates (V,), and the accuracy (F, V) of their recorded steps."""

    sweep: Sweep
    accuracy: Array


@remembered(LogisticExperiment, entries=256)
def problem(spec: LogisticExperiment) -> Problem:
    """What the spec means; TableError for a table that cannot be read."""
    return problems.problem(spec)


@remembered(LogisticExperiment, LogisticExperiment.of_landscape, entries=256)
def landscape(spec: LogisticExperiment, lane: int) -> Landscape:
    """The landscape of a lane's loss."""
    found = problem(spec)
    return landscapes.relief(found, found.risks[lane], spec.minimized)


def trained(spec: LogisticExperiment, lane: int) -> Trained:
    """A lane's runs along the learning rates: the whole scale, and the rate of now."""
    strip = _strip(spec, lane)
    return strip if spec.optimizer.eta in strip.sweep.eta else _with_single(spec, lane)


def of_strip(spec: LogisticExperiment) -> LogisticExperiment:
    """The spec, at η = 1 if its rate is on the strip: runs and panels then are the same for all."""
    on_strip = spec.optimizer.eta in _strip(spec, 0).sweep.eta
    return _with_rate(spec, 1.0) if on_strip else spec


def _with_rate(spec: LogisticExperiment, eta: float) -> LogisticExperiment:
    return replace(spec, optimizer=spec.optimizer.at_rate(eta))


# On the strip the rate of now makes no difference: one entry serves all its positions.
@remembered(LogisticExperiment, lambda spec: _with_rate(spec.of_run(), 1.0))
def _strip(spec: LogisticExperiment, lane: int) -> Trained:
    cost = len(_RATES) * problem(spec).risks[lane].sample_count * spec.steps
    stride = max(1, int(np.ceil(cost / _STRIP_BUDGET)))
    return _trained(spec, lane, _swept(spec, lane, _RATES[::stride]))


@remembered(LogisticExperiment, LogisticExperiment.of_run)
def _with_single(spec: LogisticExperiment, lane: int) -> Trained:
    single = _swept(spec, lane, (spec.optimizer.eta,))
    return _trained(spec, lane, merge(_strip(spec, lane).sweep, single))


def _trained(spec: LogisticExperiment, lane: int, swept: Sweep) -> Trained:
    return Trained(swept, accuracy(problem(spec).risks[lane], swept.trajectory.p))


def _swept(spec: LogisticExperiment, lane: int, rates: tuple[float, ...]) -> Sweep:
    found = problem(spec)
    risk = found.risks[lane]
    picks = batches(spec, risk.sample_count)
    return sweep(risk, spec.optimizer, found.start, spec.steps, rates, picks, _FRAMES)
