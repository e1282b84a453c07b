"""The race: up to six optimizers on one surface, from one start, on the same batches.

The spec is everything that a reader can set. A race is determined by its spec, but for the
seconds, which are measured.
"""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, final

import numpy as np

from core.experiments.experiment import Experiment
from core.experiments.race.ground import Ground, Point
from core.experiments.race.grounds import GROUNDS, Quadratic
from core.optimizers.adam import Adam
from core.optimizers.clipping import Clipped
from core.optimizers.first_order import OPTIMIZERS, GradientDescent, Momentum, Nesterov, RMSProp
from core.optimizers.optimizer import Optimizer
from core.optimizers.schedules import SCHEDULES, Constant, Schedule, Scheduled
from core.optimizers.second_order import REFERENCES, Newton, SecondOrder
from core.spec import choice, knob, menu, switch
from core.training.recipe import Recipe, Stream
from core.training.samplers import SAMPLERS, FullBatch, Sampler, ShuffledEpochs

METHODS = OPTIMIZERS | REFERENCES


@dataclass(frozen=True)
class Nobody:
    """An empty lane."""

    title: ClassVar[str] = "nobody"


@dataclass(frozen=True)
class Entrant:
    """An optimizer with its schedule. `m` = 0 takes the race's batches; another m, batches of m."""

    title: ClassVar[str] = "an optimizer"

    optimizer: Optimizer | SecondOrder = choice(
        METHODS, GradientDescent(), "how a gradient makes a step"
    )
    schedule: Schedule = choice(SCHEDULES, Constant(), "how η changes from step to step")
    m: int = knob(
        0, 0, 2000, symbol="m", help="samples in a batch of its own; 0: the race's batches"
    )


LANES = menu(Entrant, Nobody)


_WHO = "who runs in this lane"


@dataclass(frozen=True)
class UsualStart:
    """Where the ground shows most."""

    title: ClassVar[str] = "the ground's own"


@dataclass(frozen=True)
class ChosenStart:
    """A point that the reader sets, by number or by a click on the surface."""

    title: ClassVar[str] = "a point I choose"

    a: float = knob(0.0, -1000.0, 1000.0, symbol="a", help="start of the first parameter")
    b: float = knob(0.0, -1000.0, 1000.0, symbol="b", help="start of the second parameter")


@dataclass(frozen=True)
class BySteps:
    """Every step counts the same."""

    title: ClassVar[str] = "steps"


@dataclass(frozen=True)
class ByEvaluations:
    """One sample's gradient is the unit: a full gradient costs N, a minibatch m."""

    title: ClassVar[str] = "gradient evaluations"


@dataclass(frozen=True)
class BySeconds:
    """What the steps took on the machine that ran them."""

    title: ClassVar[str] = "seconds"


STARTS = menu(UsualStart, ChosenStart)
RACE_AXES = menu(BySteps, ByEvaluations, BySeconds)

_USUAL = Quadratic().rates


@final
@dataclass(frozen=True)
class RaceExperiment(Experiment):
    """Everything a reader can set; each field is a parameter of the URL."""

    ground: Ground = choice(GROUNDS, Quadratic(), "the surface")
    one: Entrant | Nobody = choice(
        LANES, Entrant(GradientDescent(eta=_USUAL.plain)), _WHO, part="run"
    )
    two: Entrant | Nobody = choice(LANES, Entrant(Momentum(eta=_USUAL.momentum)), _WHO, part="run")
    three: Entrant | Nobody = choice(
        LANES, Entrant(Nesterov(eta=_USUAL.momentum)), _WHO, part="run"
    )
    four: Entrant | Nobody = choice(LANES, Entrant(RMSProp(eta=_USUAL.adaptive)), _WHO, part="run")
    five: Entrant | Nobody = choice(LANES, Entrant(Adam(eta=_USUAL.adaptive)), _WHO, part="run")
    six: Entrant | Nobody = choice(LANES, Entrant(Newton()), _WHO, part="run")
    steps: int = knob(300, 10, 2000, log=True, help="number of steps of the race", part="run")
    start: UsualStart | ChosenStart = choice(
        STARTS, UsualStart(), "where all of them start", part="run"
    )
    sampler: Sampler = choice(
        SAMPLERS, FullBatch(), "which samples a step looks at, where the ground has any", part="run"
    )
    seed: int = knob(0, 0, 9999, help="draws the batches", part="run")
    clip: float = knob(
        0.0,
        0.0,
        100.0,
        symbol="c",
        log=True,
        help="longest gradient; 0: as long as it is",
        part="run",
    )
    axis: BySteps | ByEvaluations | BySeconds = choice(
        RACE_AXES, BySteps(), "what the costs are drawn against", part="view"
    )
    log_cost: bool = switch(True, "cost on a logarithmic scale", part="view")

    @property
    def entrants(self) -> dict[str, Entrant]:
        """The entrants by the field of their lane, in order."""
        lanes = {lane: getattr(self, lane) for lane in LANE_NAMES}
        return {lane: who for lane, who in lanes.items() if isinstance(who, Entrant)}

    def recipes(self) -> dict[str, Recipe]:
        """One run for each entrant, by its lane."""
        return {lane: recipe(self, entrant) for lane, entrant in self.entrants.items()}


LANE_NAMES = ("one", "two", "three", "four", "five", "six")


def start(spec: RaceExperiment) -> Point:
    """The point that all start from."""
    chosen = spec.start
    return (chosen.a, chosen.b) if isinstance(chosen, ChosenStart) else spec.ground.start


def recipe(spec: RaceExperiment, entrant: Entrant, title: str = "") -> Recipe:
    """An entrant's run as it is done, timed and exported."""
    return Recipe(
        spec.ground.objective,
        rule(spec, entrant),
        np.array(start(spec)),
        spec.steps,
        title=title,
        stream=stream(spec, entrant),
        record_every=spec.recorded(),
    )


def stream(spec: RaceExperiment, entrant: Entrant | None = None) -> Stream | None:
    """How the samples of each step are drawn, the race's or an entrant's own.

    None for the full gradient: where the ground has no samples, where m reaches N, and for the
    references. Batches of equal size are the same for all: there is one stream of random numbers.
    """
    N, m, sampler = spec.ground.sample_count, batch_size(spec, entrant), spec.sampler
    if N is None or m >= N:
        return None
    if isinstance(sampler, FullBatch):
        sampler = ShuffledEpochs()
    resized: Any = {"m": m}
    return Stream(replace(sampler, **resized), spec.seed)


def batch_size(spec: RaceExperiment, entrant: Entrant | None = None) -> int:
    """Samples that a step looks at: m, or N for the full gradient; 1 where there are no samples."""
    N = spec.ground.sample_count
    if N is None:
        return 1
    if entrant is not None and isinstance(entrant.optimizer, SecondOrder):
        return N
    own = 0 if entrant is None else entrant.m
    return min(own, N) if own else spec.sampler.size(N)


def rule(spec: RaceExperiment, entrant: Entrant) -> Optimizer:
    """The optimizer that an entrant runs: with its schedule, clipped, bound to the ground."""
    method = entrant.optimizer
    if isinstance(method, SecondOrder):
        return method.on(spec.ground.objective)
    if not isinstance(entrant.schedule, Constant):
        method = Scheduled(method, entrant.schedule)
    return Clipped(method, spec.clip) if spec.clip else method


def moved_to(spec: RaceExperiment, ground: Ground) -> RaceExperiment:
    """The same race on another ground: from its own start, every η as the ground suggests."""
    lanes: dict[str, Any] = {
        lane: replace(who, optimizer=_at_rate(who.optimizer, ground.rates.of(who.optimizer)))
        for lane, who in spec.entrants.items()
    }
    return replace(spec, ground=ground, start=UsualStart(), **lanes)


def with_rate(spec: RaceExperiment, lane: str, eta: float) -> RaceExperiment:
    """The same race with another η for the entrant in one lane, as the learning-rate finder sets.

    ValueError for a lane where nobody runs.
    """
    if lane not in spec.entrants:
        raise ValueError(f"Lane {lane!r} is empty: allowed are {', '.join(spec.entrants)}.")
    who = spec.entrants[lane]
    lanes: Any = {lane: replace(who, optimizer=_at_rate(who.optimizer, eta))}
    return replace(spec, **lanes)


def _at_rate(method: Optimizer | SecondOrder, eta: float) -> Optimizer | SecondOrder:
    rate: Any = {"eta": eta}
    return replace(method, **rate) if method.has_rate else method
