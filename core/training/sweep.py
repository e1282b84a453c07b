"""One experiment for many values of any of its knobs.

What is a number becomes a batch axis: one run for all values. What changes a shape, such as a
width, a batch size or the data, is run one after another, recorded at the same steps.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from core.arrays import Array, Steps
from core.rounding import moved
from core.spec import as_text, from_query, to_query
from core.training.descent import Status, Trajectory
from core.training.recipe import Recipe
from core.training.side_by_side import shared, side_by_side
from core.training.spread import Share, each, part_of


class Recorded(Protocol):
    """What a sweep asks of an experiment; `core.experiments` has them."""

    def recipes(self) -> dict[str, Recipe]:
        """The runs by lane."""

    def recorded(self, frames: int) -> Steps:
        """At most so many step numbers, spaced as the experiment shows them."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """The runs of an experiment for V values of one knob.

    knob: its dotted name. values (V,). runs: by lane V trajectories (K, s), each as if alone.
    shaken: by lane the final costs (V,) from starts moved by `core.rounding.SHAKE`, if asked for.
    """

    knob: str
    values: Array
    runs: Mapping[str, tuple[Trajectory, ...]]
    shaken: Mapping[str, Array] = field(default_factory=dict)

    def batch(self, lane: str) -> Trajectory:
        """A lane's runs as one trajectory with p (K, V, s); ValueError if their shapes differ."""
        runs = self.runs[lane]
        if len({run.p.shape for run in runs}) > 1:
            raise ValueError(f"Runs over {self.knob} have parameters of different shapes.")
        return joined(runs)

    def final(self, lane: str) -> Array:
        """Cost (V,) at the end of each run of a lane."""
        return np.array([run.value[-1] for run in self.runs[lane]])

    def position(self, value: float) -> int:
        """Which run has a value; IndexError if none has."""
        return int(np.flatnonzero(self.values == value)[0])


def sweep(
    spec: Any,
    knob: str,
    values: Sequence[float] | Array,
    frames: int = 200,
    watch: Share | None = None,
    lanes: Sequence[str] | None = None,
    *,
    shake: bool = False,
    executor: Executor | None = None,
) -> Sweep:
    """Train an experiment (or only some of its lanes) with each value (V,) of a knob.

    knob: the dotted name, as in the address: "optimizer.eta", "ridge", "seed". At most
    `frames` + 2 steps are recorded, the last but one among them. `watch` is told the share that is
    done. shake: every run is done once more from a start moved in the thirteenth digit, beside the
    first and so at little cost. executor: a pool over which the runs are spread, as `train` has it.
    SpecError for a knob that the experiment does not have or a value
    that it does not allow; ValueError where the lanes depend on the value.
    """
    experiments = [assigned(spec, knob, value) for value in values]
    made = [experiment.recipes() for experiment in experiments]
    names = tuple(made[0]) if lanes is None else tuple(lanes)
    if not all(set(names) <= set(each) for each in made):
        raise ValueError(f"The lanes of this experiment depend on {knob}: there is no one axis.")
    recorded = [and_last_but_one(each.recorded(frames + 1)) for each in experiments]
    runs: dict[str, tuple[Trajectory, ...]] = {}
    shaken: dict[str, Array] = {}
    for n, name in enumerate(names):
        recipes = [
            replace(each[name], record_every=k) for each, k in zip(made, recorded, strict=True)
        ]
        again = [replace(recipe, start=moved(recipe.start)) for recipe in recipes if shake]
        both = run_all([*recipes, *again], part_of(watch, n / len(names), 1 / len(names)), executor)
        runs[name] = both[: len(recipes)]
        if shake:
            shaken[name] = np.array([run.value[-1] for run in both[len(recipes) :]])
    return Sweep(knob, np.array(values, dtype=float), runs, shaken)


def run_all(
    recipes: Sequence[Recipe], watch: Share | None = None, executor: Executor | None = None
) -> tuple[Trajectory, ...]:
    """The run of each recipe, as if alone; those that differ by numbers alone in one batch."""
    batches = side_by_side(recipes, executor=executor)
    groups = [members for members, _ in batches]
    together = [recipe for _, recipe in batches]
    runs = each(_run, together, [len(members) for members in groups], watch, executor)
    if watch is not None:
        watch(1.0)
    done = {
        i: one_of(batch, r)
        for members, batch in zip(groups, runs, strict=True)
        for r, i in enumerate(members)
    }
    return tuple(done[i] for i in range(len(recipes)))


def _run(recipe: Recipe, watch: Share | None) -> Trajectory:
    return recipe.run(shared(watch, recipe.steps))


def one_of(batch: Trajectory, r: int) -> Trajectory:
    """Run r of a batch p (K, R, s)."""
    lost = batch.diverged_at[r]
    status = Status.DIVERGED if lost >= 0 else Status.COMPLETED
    return Trajectory(batch.k, batch.p[:, r], batch.value[:, r], status, lost)


def assigned(spec: Any, knob: str, value: float | bool | str) -> Any:
    """The experiment with one knob set, by its dotted name; SpecError if it does not allow that."""
    kind = type(to_number(spec, knob))
    text = as_text(int(value) if kind is int and float(value).is_integer() else value)
    return from_query(type(spec), to_query(spec) | {knob: text})


def to_number(spec: Any, knob: str) -> Any:
    """What a spec has at a dotted name; None where there is no such field."""
    value = spec
    for name in knob.split("."):
        value = getattr(value, name, None)
    return value


def joined(runs: Sequence[Trajectory]) -> Trajectory:
    """Runs p (K, s) recorded at the same steps, as one batch p (K, V, s)."""
    lost = any(run.status is Status.DIVERGED for run in runs)
    return Trajectory(
        runs[0].k,
        np.stack([run.p for run in runs], axis=1),
        np.stack([run.value for run in runs], axis=1),
        Status.DIVERGED if lost else Status.COMPLETED,
        np.array([int(run.diverged_at) for run in runs]),
    )


def and_last_but_one(k: Steps) -> Steps:
    """The steps k, and the one before the last."""
    # Recorded at even steps alone, a jump to and fro would look like rest.
    return np.union1d(k, [max(0, int(k[-1]) - 1)])
