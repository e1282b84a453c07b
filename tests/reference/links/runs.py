"""What a link of each chapter means: the experiment, and the numbers that its run ends with."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.experiments.higham import experiment as network_experiment
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.logistic.problem import batches, problem
from core.experiments.race import experiment as race_experiment
from core.experiments.race import race
from core.experiments.race.experiment import ChosenStart, RaceExperiment
from core.experiments.xor import experiment as xor_experiment
from core.experiments.xor.experiment import XorExperiment
from core.optimizers import GradientDescent
from core.training.descent import descend
from core.training.sweep import sweep

# Neighbors on the strip: there a run is one of a batch.
_BESIDE = np.array([1, 0.5, 2])


@dataclass(frozen=True)
class End:
    """The end of a run: parameters p (s,), their cost, the step that could not be taken or -1."""

    p: np.ndarray
    cost: float
    diverged_at: int

    @property
    def numbers(self) -> np.ndarray:
        """Parameters and cost (s + 1,)."""
        return np.append(self.p, self.cost)


@dataclass(frozen=True)
class Chapter:
    """An experiment: how long a run may be here, and `final_numbers(spec, move)` by lane.

    `move` is added to each parameter of the start, in turn with both signs.
    """

    experiment: type[Any]
    most_steps: int
    final_numbers: Callable[[Any, float], dict[str, End]]

    def ends(self, spec: Any, move: float = 0.0) -> dict[str, End]:
        """The ends of a spec's run, cut after `most_steps`."""
        return self.final_numbers(replace(spec, steps=min(spec.steps, self.most_steps)), move)


def _logistic(spec: LogisticExperiment, move: float) -> dict[str, End]:
    found = problem(spec)
    return {
        type(risk.loss).__name__: _on_strip(
            spec, risk, _moved(found.start, move), batches(spec, risk.sample_count)
        )
        for risk in found.risks
    }


def _higham(spec: HighamExperiment, move: float) -> dict[str, End]:
    run = descend(
        network_experiment.risk(spec),
        GradientDescent(spec.eta),
        _moved(network_experiment.start(spec), move),
        network_experiment.step_count(spec),
        network_experiment.picks(spec),
        network_experiment.recorded_steps(spec),
    )
    return {"network": End(run.p[-1], float(run.value[-1]), int(run.diverged_at))}


def _xor(spec: XorExperiment, move: float) -> dict[str, End]:
    start = _moved(xor_experiment.start(spec), move)
    return {
        "network": _on_strip(spec, xor_experiment.risk(spec), start, xor_experiment.picks(spec))
    }


def _race(spec: RaceExperiment, move: float) -> dict[str, End]:
    if move:
        a, b = _moved(np.array(race_experiment.start(spec)), move)
        spec = replace(spec, start=ChosenStart(a, b))
    ends = {run.lane: run.trajectory for run in race.run(spec).runs}
    return {
        lane: End(run.p[-1], float(run.value[-1]), int(run.diverged_at))
        for lane, run in ends.items()
    }


def _on_strip(spec: Any, risk: Any, start: np.ndarray, picks: Any) -> End:
    rates = spec.optimizer.eta * _BESIDE
    run = sweep(risk, spec.optimizer, start, spec.steps, rates, picks).trajectory
    return End(run.p[-1, 0], float(run.value[-1, 0]), int(run.diverged_at[0]))


def _moved(start: np.ndarray, move: float) -> np.ndarray:
    return start + np.where(np.arange(start.size) % 2, -move, move)


CHAPTERS = {
    "logistic": Chapter(LogisticExperiment, 2000, _logistic),
    "higham": Chapter(HighamExperiment, 20_000, _higham),
    "xor": Chapter(XorExperiment, 2000, _xor),
    "race": Chapter(RaceExperiment, 500, _race),
}
