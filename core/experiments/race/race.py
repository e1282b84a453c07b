"""The race itself: every entrant's run, what it cost, and what is not fair about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array, Steps
from core.experiments.race.experiment import (
    Entrant,
    RaceExperiment,
    batch_size,
    recipe,
    start,
)
from core.optimizers.second_order import SecondOrder, evaluations_per_step
from core.rounding import SHAKE, first_apart, moved
from core.spec import as_text
from core.training.descent import Trajectory
from core.training.recipe import Recipe
from core.training.side_by_side import shared
from core.training.spread import Share, part_of

_SHAKES = (SHAKE, -SHAKE, 2 * SHAKE, -2 * SHAKE)


@dataclass(frozen=True, eq=False)
class Run:
    """One entrant's run.

    lane: its field in the spec. label: its optimizer, told apart from others of the same kind.
    evaluations (K,): gradients of one sample that it has taken up to each recorded step. hessians
    (K,): the matrices of second derivatives among its costs.
    parted: the first record from which on rounding decides the path, or -1. moved (4,): the same
    run from starts moved by ±1 and ±2 times `core.rounding.SHAKE`; of a run that rounding does not
    decide, the one that shows it.
    """

    lane: str
    label: str
    trajectory: Trajectory
    evaluations: Steps
    hessians: Steps
    parted: int
    moved: tuple[Trajectory, ...]

    @property
    def taken(self) -> Steps:
        """Steps (K,) that were begun up to each recorded one: none any more after a divergence."""
        return _taken(self.trajectory)


@dataclass(frozen=True, eq=False)
class Race:
    """The runs of all entrants from `start` (2,), recorded at the steps k (K,)."""

    start: Array
    k: Steps
    runs: tuple[Run, ...]

    @property
    def moved(self) -> "tuple[Race, ...]":
        """The same race from the moved starts (4,)."""
        return tuple(
            replace(self, runs=tuple(replace(run, trajectory=run.moved[m]) for run in self.runs))
            for m in range(len(_SHAKES))
        )


def run(spec: RaceExperiment, watch: Share | None = None) -> Race:
    """Run the race, which the spec determines; what it takes, `timing` measures.

    `watch` is told the share that is done, and what it raises ends the race.
    """
    origin, k = np.array(start(spec)), spec.recorded()
    runs: list[Run] = []
    for (lane, entrant), label in zip(spec.entrants.items(), labels(spec), strict=True):
        made, lanes = recipe(spec, entrant), len(spec.entrants)
        parts = [part_of(watch, (len(runs) + n / 5) / lanes, 1 / 5 / lanes) for n in range(5)]
        trajectory = _done(made, 0.0, parts[0])
        others = [_done(made, _SHAKES[0], parts[1])]
        parted = first_apart(trajectory.p, others[0].p)
        others += [
            others[0] if parted < 0 else _done(made, by, part)
            for by, part in zip(_SHAKES[1:], parts[2:], strict=True)
        ]
        taken = _taken(trajectory)
        second = isinstance(entrant.optimizer, SecondOrder)
        runs.append(
            Run(
                lane,
                label,
                trajectory,
                taken * price(spec, entrant),
                taken if second else np.zeros_like(taken),
                parted,
                tuple(others),
            )
        )
    return Race(origin, k, tuple(runs))


def price(spec: RaceExperiment, entrant: Entrant) -> int:
    """Gradient evaluations, of one sample each, in one step of an entrant."""
    second = isinstance(entrant.optimizer, SecondOrder)
    return batch_size(spec, entrant) * (evaluations_per_step(2) if second else 1)


def labels(spec: RaceExperiment) -> tuple[str, ...]:
    """A short name for each entrant; same optimizers are told apart by η, schedule and batch."""
    entrants = list(spec.entrants.values())
    names = [entrant.optimizer.title for entrant in entrants]
    rates = [f"η = {as_text(getattr(entrant.optimizer, 'eta', 1.0))}" for entrant in entrants]
    schedules = [entrant.schedule.title for entrant in entrants]
    sizes = [f"m = {batch_size(spec, entrant)}" for entrant in entrants]
    numbers = [str(lane) for lane in range(1, len(names) + 1)]
    for details in (rates, schedules, sizes, numbers):
        names = _told_apart(names, details)
    return tuple(names)


def unfair(spec: RaceExperiment) -> tuple[str, ...]:
    """What is not equal in the race, a sentence each; empty for a fair one.

    Start and number of steps always are the same, and batches of one size hold the same samples.
    A budget is what all steps take; a run that diverges takes fewer.
    """
    named = list(zip(labels(spec), spec.entrants.values(), strict=True))
    sentences = []
    if spec.ground.sample_count is not None:
        sizes = {label: batch_size(spec, entrant) for label, entrant in named}
        if len(set(sizes.values())) > 1:
            parts = _grouped(sizes, "{} looks at {}", "{} look at {}")
            sentences.append(f"Different batches: in each step {parts} samples.")
    budgets = {label: spec.steps * price(spec, entrant) for label, entrant in named}
    if len(set(budgets.values())) > 1:
        parts = _grouped(budgets, "of {} take {}", "of {} take {} each")
        sentences.append(f"Different budgets: {spec.steps:,} steps {parts} gradient evaluations.")
    return tuple(sentences)


def _told_apart(names: Sequence[str], details: Sequence[str]) -> list[str]:
    """Names with their detail, where several are the same and the detail is not."""
    known: dict[str, set[str]] = {}
    for name, detail in zip(names, details, strict=True):
        known.setdefault(name, set()).add(detail)
    return [
        f"{name}, {detail}" if len(known[name]) > 1 else name
        for name, detail in zip(names, details, strict=True)
    ]


def _grouped(numbers: dict[str, int], one: str, many: str) -> str:
    """'A takes 300, B and C take 900', the smallest number first."""
    parts = []
    for number in sorted(set(numbers.values())):
        names = [name for name, own in numbers.items() if own == number]
        parts.append((many if len(names) > 1 else one).format(_listed(names), f"{number:,}"))
    return _listed(parts)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _taken(trajectory: Trajectory) -> Steps:
    if trajectory.diverged_at < 0:
        return trajectory.k
    return np.minimum(trajectory.k, trajectory.diverged_at)


def _done(made: Recipe, by: float, watch: Share | None) -> Trajectory:
    return replace(made, start=moved(made.start, by)).run(shared(watch, made.steps))
