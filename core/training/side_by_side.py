"""Runs that differ by numbers alone, as one run of many models.

Whether they do is seen from the recipes themselves: the same network and data, the same rule but
for its numbers. No list says which knob may vary.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import numpy as np

from core.arrays import Rows
from core.networks.model import Model
from core.networks.network import Network
from core.objectives.objective import Objective
from core.objectives.plane import OnPlane
from core.objectives.risk import Risk
from core.training.recipe import Recipe, Stream
from core.training.spread import blocks

T = TypeVar("T")

# Row numbers that the runs of one batch may hold together: 64 MB.
_MOST_ROWS = 8_000_000


class _ApartError(Exception):
    """Two members differ by more than numbers."""


def side_by_side(
    recipes: Sequence[Recipe], ahead: int | None = None, executor: Executor | None = None
) -> list[tuple[list[int], Recipe]]:
    """The recipes in batches: which of them are in each, and the recipe of those R with p (R, s).

    Numbers that differ become columns (R, 1), starts rows. What differs otherwise, in its network,
    its data or its number of steps, is a batch of its own. Where runs have minibatches of
    their own, memory limits how many go together: these are held for `ahead` steps, or for all.
    With an executor many runs are several batches.
    """
    groups: list[list[int]] = []
    for i, recipe in enumerate(recipes):
        for group in groups:
            if _fits(recipes[group[0]], recipe):
                group.append(i)
                break
        else:
            groups.append([i])
    return [
        (part, _together([recipes[i] for i in part]))
        for group in groups
        for block in blocks(len(group), executor)
        for part in _parts(group[block], recipes[group[0]], ahead)
    ]


def _parts(group: list[int], recipe: Recipe, ahead: int | None) -> list[list[int]]:
    """A group in as few parts as memory allows."""
    m = recipe.stream.sampler.size(recipe.sample_count) if isinstance(recipe.stream, Stream) else 0
    held = recipe.steps if ahead is None else min(recipe.steps, max(ahead, recipe.period))
    at_once = max(1, _MOST_ROWS // max(1, m * held))
    return [group[at : at + at_once] for at in range(0, len(group), at_once)]


def _fits(one: Recipe, other: Recipe) -> bool:
    try:
        _together([one, other])
    except _ApartError:
        return False
    return True


def _together(recipes: Sequence[Recipe]) -> Recipe:
    first = recipes[0]
    _require(_all_same([recipe.steps for recipe in recipes]))
    _require(_all_same([recipe.start.shape for recipe in recipes]))
    _require(_all_same([np.shape(recipe.record_every) for recipe in recipes]))
    batches, stream = _batches(recipes)
    return replace(
        first,
        objective=_objective([recipe.objective for recipe in recipes]),
        optimizer=_columns([recipe.optimizer for recipe in recipes]),
        start=np.stack([recipe.start for recipe in recipes]),
        batches=batches,
        stream=stream,
    )


def _batches(recipes: Sequence[Recipe]) -> tuple[Rows | None, Stream | tuple[Stream, ...] | None]:
    first, given = recipes[0], [recipe.batches for recipe in recipes]
    if first.batches is not None:
        rows = [batch for batch in given if batch is not None]
        _require(len(rows) == len(given) and _all_same([batch.shape for batch in rows]))
        if _all_same(rows):
            return first.batches, None
        return np.stack(rows, axis=1), None
    streams = [recipe.stream for recipe in recipes]
    if _all_same(streams):
        return None, first.stream
    several = tuple(stream for stream in streams if isinstance(stream, Stream))
    _require(len(several) == len(given))
    _require(_all_same([s.sampler.size(first.sample_count) for s in several]))
    return None, several


def _objective(objectives: Sequence[Objective]) -> Objective:
    """One objective: a risk's loss, penalty and activations may hold other numbers for each."""
    first = objectives[0]
    if _all_same(objectives):
        return first
    if isinstance(first, OnPlane):
        whole = [each for each in objectives if isinstance(each, OnPlane)]
        _require(len(whole) == len(objectives) and _all_same([each.plane for each in whole]))
        return replace(first, objective=_objective([each.objective for each in whole]))
    risks = [each for each in objectives if isinstance(each, Risk)]
    _require(len(risks) == len(objectives) and isinstance(first, Risk))
    assert isinstance(first, Risk)
    _require(_all_same([(risk.x, risk.y) for risk in risks]))
    return replace(
        first,
        model=_model([risk.model for risk in risks]),
        loss=_columns([risk.loss for risk in risks]),
        penalty=_columns([risk.penalty for risk in risks]),
    )


def _model(models: list[Model]) -> Model:
    networks = [model for model in models if isinstance(model, Network)]
    if len(networks) < len(models):
        _require(_all_same(models))
        return models[0]
    _require(_all_same([network.widths for network in networks]))
    return replace(
        networks[0],
        hidden=_columns([network.hidden for network in networks]),
        output=_columns([network.output for network in networks]),
    )


def _columns(members: Sequence[Any]) -> Any:
    """One member of a menu, whose numbers are columns (R, 1) where they differ."""
    first = members[0]
    if _all_same(members):
        return first
    if isinstance(first, Objective):
        return _objective(members)
    _require(_all_same([type(member) for member in members]))
    if isinstance(first, bool):
        raise _ApartError
    if isinstance(first, int | float):
        return np.array(members, dtype=float)[:, None]
    if isinstance(first, tuple):
        _require(_all_same([len(member) for member in members]))
        return tuple(_columns(each) for each in zip(*members, strict=True))
    _require(is_dataclass(first))
    names = [field.name for field in fields(first)]
    columns = {name: _columns([getattr(member, name) for member in members]) for name in names}
    return replace(first, **columns)


def _all_same(values: Sequence[Any]) -> bool:
    return all(same(values[0], value) for value in values[1:])


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal to the bit, in all their fields and arrays."""
    if one is other:
        return True
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return type(one) is type(other) and np.array_equal(one, other)
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if is_dataclass(one):
        names = [field.name for field in fields(one)]
        return all(same(getattr(one, name), getattr(other, name)) for name in names)
    return bool(one == other)


def _require(condition: bool) -> None:
    if not condition:
        raise _ApartError


def shared(watch: Callable[[float], None] | None, steps: int) -> Callable[[int], None] | None:
    """The steps done, told as a share of all of them."""
    return None if watch is None else lambda k: watch(k / max(1, steps))
