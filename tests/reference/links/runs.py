"""What a link of each chapter means: the experiment, and the numbers that its run ends with."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.experiments.higham.experiment import HighamExperiment
from core.experiments.implicit import noise
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.noise import Noise
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race import experiment as race_experiment
from core.experiments.race import race
from core.experiments.race.experiment import ChosenStart, RaceExperiment
from core.experiments.regularization.degrees import decompose
from core.experiments.regularization.experiment import RegularizationExperiment
from core.experiments.regularization.how_much import choose
from core.experiments.regularization.questions import (
    BiasAndVariance,
    HowMuch,
    OneSpectrum,
    RealCoefficients,
    ThirtyColumns,
)
from core.experiments.regularization.spectrum import spectrum
from core.experiments.regularization.ten_coefficients import coefficients
from core.experiments.regularization.thirty_columns import tumors
from core.experiments.xor.experiment import XorExperiment
from core.objectives import LOSSES
from core.spec import to_query
from core.training.sweep import run_all

# Neighbors on the strip: there a run is one of a batch.
_BESIDE = np.array([1, 0.5, 2])
_LOSSES = {name: cls.__name__ for name, cls in LOSSES.items()}


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


def _on_strip(spec: Any, move: float) -> dict[str, End]:
    """Each lane's run as one of a batch, beside two neighbors."""
    ends = {}
    for lane, recipe in spec.recipes().items():
        made = replace(recipe, start=_moved(recipe.start, move), record_every=spec.steps)
        rates = spec.optimizer.eta * _BESIDE
        run, *_ = run_all([replace(made, optimizer=made.optimizer.at_rate(eta)) for eta in rates])
        ends[_LOSSES.get(lane, lane)] = End(run.p[-1], float(run.value[-1]), int(run.diverged_at))
    return ends


def _alone(spec: Any, move: float) -> dict[str, End]:
    ends = {}
    for lane, recipe in spec.recipes().items():
        run = replace(recipe, start=_moved(recipe.start, move)).run()
        ends[lane] = End(run.p[-1], float(run.value[-1]), int(run.diverged_at))
    return ends


def _penalized(spec: RegularizationExperiment, move: float) -> dict[str, End]:
    """Both runs of “Why zeros?”; of any other question what its panels show at the dial's value."""
    if spec.recipes():
        return _alone(spec, move)
    value = np.array([dial_value(spec)])
    name = type(spec.question).__name__
    return {name: End(_answers(spec, value * (1 + move)), 0.0, -1)}


def _answers(spec: RegularizationExperiment, at: np.ndarray) -> np.ndarray:
    """The numbers that answer a question at one value (1,) of its dial."""
    match spec.question:
        case RealCoefficients(penalty):
            return coefficients(penalty, at).solved[0]
        case HowMuch():
            found = choose(spec.question, at, spec.seed)
            return np.array([found.training, found.folded.mean, found.held_out])[:, 0]
        case BiasAndVariance():
            parts = decompose(spec.question, at, spec.seed)
            drawn = parts.drawn
            return np.array([parts.exact.bias2, parts.exact.variance, drawn.variance])[:, 0]
        case OneSpectrum():
            return spectrum(spec.question, at).measured[0]
        case ThirtyColumns(penalty):
            return tumors(penalty, at).w[0]
    raise ValueError(f"{type(spec.question).__name__} has no answer without a run.")


def dial_value(spec: RegularizationExperiment) -> float:
    """The number of a question that a reader drags."""
    query = to_query(spec)
    names = ("question.strength", "question.penalty.strength", "question.kept_simple_by.strength")
    found = [query[name] for name in (*names, "question.kept_simple_by.degree") if name in query]
    return float(found[0])


def _implicit(spec: ImplicitExperiment, move: float) -> dict[str, End]:
    """The runs of a topic; units that see noise, which no recipe has, by the slider's value."""
    if spec.recipes():
        return _alone(spec, move)
    value, record = [spec.value * (1 + move)], spec.recorded()
    assert isinstance(spec.topic, Noise)
    lanes = noise.study(spec.topic.kind, spec.steps, spec.seed, record, value).lanes
    return {
        name: End(lane.end[0], float(lane.distance[-1, 0]), int(lane.diverged_at[0]))
        for name, lane in lanes.items()
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


def _moved(start: np.ndarray, move: float) -> np.ndarray:
    return start + np.where(np.arange(start.size) % 2, -move, move)


CHAPTERS = {
    "logistic": Chapter(LogisticExperiment, 2000, _on_strip),
    "higham": Chapter(HighamExperiment, 20_000, _alone),
    "xor": Chapter(XorExperiment, 2000, _on_strip),
    "race": Chapter(RaceExperiment, 500, _race),
    "regularization": Chapter(RegularizationExperiment, 400, _penalized),
    "implicit": Chapter(ImplicitExperiment, 100, _implicit),
}
