"""What a page needs before it can be shown: found at once where that is little, else beside it.

How much it is, is counted from sizes (steps, samples, parameters) before anything is done, in
seconds of an ordinary processor: the same settings go the same way on every machine.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, ParamSpec, Protocol, TypeVar

import streamlit as st

from core.networks.layers.sequential import Sequential
from core.networks.network import Network
from core.objectives.objective import Objective
from core.objectives.plane import OnPlane
from core.optimizers.second_order import LevenbergMarquardtOn, NewtonOn
from core.training.recipe import Recipe
from pages.ui.chapter import jobs
from pages.ui.chapter.jobs import Job
from pages.ui.chapter.remembered import key_of
from pages.ui.queries import link, parsed
from pages.ui.stage import Scene
from pages.ui.turns import give_way, long_work

S = TypeVar("S")
P = ParamSpec("P")

Watch = Callable[[float], None]

MOST_AT_ONCE: Final = 1.0
"""Seconds, as counted, that a run of a page may compute."""

STEP: Final = 2.5e-5
"""Seconds of a step, however small the model: calls of NumPy."""

MOST_IN_A_SECTION: Final = 0.5
"""The same for a section: the stage is above it."""

ANY_RULE: Final = 2.5
"""How much longer the steps of other rules take than those of plain gradient descent."""

# How much longer a step takes that needs second derivatives.
_SECOND: Final = 4.0
# Seconds of a sample in a step of one model: at each unit, and at each number of the widest layer
# where layers are of other kinds.
_UNIT, _NUMBER = 2e-8, 5e-8

# Seconds that a run may compute before it lets the other runs go on beside it.
_SHORT: Final = 0.1
_WAITING, _BEFORE = "work-waiting", "picture-before"
_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


@dataclass(frozen=True)
class Need:
    """A result that is kept once it is found. seconds: what it takes, counted from its sizes."""

    seconds: float
    known: Callable[[], bool]
    find: Callable[[], object]


class Known(Protocol[P]):
    """A function whose results are kept, as `remembered` and `kept` make them."""

    def __call__(self, *args: P.args, **rest: P.kwargs) -> object:
        """The result."""

    def knows(self, *args: P.args, **rest: P.kwargs) -> bool:
        """Whether it is kept."""


def need(seconds: float, found: Known[P], *args: P.args, **rest: P.kwargs) -> Need:
    """What a kept function finds for these arguments."""
    return Need(seconds, partial(found.knows, *args, **rest), partial(found, *args, **rest))


def watch() -> Watch:
    """Whom a long computation tells the share that is done: its job, or else the others' turn."""
    return _WATCH.get() or give_way


def seconds(needs: Sequence[Need]) -> float:
    """What those take together that are still to be found."""
    return sum(need.seconds for need in needs if not need.known())


def at_once(needs: Sequence[Need]) -> bool:
    """Whether a run of the page may find them itself."""
    return seconds(needs) <= MOST_AT_ONCE


def show_scene(
    spec: S,
    needs: Callable[[S], tuple[Sequence[Need], Sequence[Need]]],
    early: Callable[[S], Scene],
    whole: Callable[[S], Scene],
    put: Callable[..., object],
    *,
    doing: tuple[str, str],
) -> None:
    """Put a spec on stage as soon as its run is there, and all runs of its strip when they are.

    needs: what its first scene, `early`, needs, and what `whole` needs besides. put: `stage` with
    all but the scene. doing: the words beside the progress of either. As long as the first scene
    is not there, the picture is that of the spec before, if there was one.
    """
    name, key = f"{type(spec).__name__}-work", key_of(spec)
    first, rest = needs(spec)
    if not _done(name, f"{key} first", first):
        _show_before(type(spec), needs, whole, put)
        _await(name, f"{key} first", first, doing[0])
        return
    st.session_state[_last_key(type(spec))] = link(spec)
    st.session_state[_WAITING] = False
    if not seconds(rest):
        put(_found(first, whole, spec))
    elif at_once([*first, *rest]) or _done(name, key, rest):
        put(_found(first, early, spec), follow=lambda: _found(rest, whole, spec))
    else:
        put(_found(first, early, spec))
        _await(name, key, rest, doing[1])


def _found(needs: Sequence[Need], make: Callable[[S], Scene], spec: S) -> Scene:
    """A scene, for which these are still to be found."""
    with long_work() if seconds(needs) > _SHORT else nullcontext():
        return make(spec)


def run_seconds(recipe: Recipe, models: int = 1) -> float:
    """What the run of a recipe takes, or of so many models like it side by side."""
    return recipe.steps * step_seconds(recipe, models)


def step_seconds(recipe: Recipe, models: int = 1) -> float:
    """What one step of them takes."""
    layers, sample = _layers_and_sample(recipe.objective)
    second = _SECOND if isinstance(recipe.optimizer, NewtonOn | LevenbergMarquardtOn) else 1.0
    return second * (STEP * layers + sample * models * _batch_size(recipe))


def at_hand(name: str, key: str, needs: Sequence[Need], *, doing: str) -> bool:
    """Whether a section may go on: what it needs is little or there, or is found beside the page.

    name: the session's job about it, of which there is one. key: what the job is about. As long as
    it is at work its progress, with `doing` beside it, and a stop button stand in its place.
    """
    little = seconds(needs) <= MOST_IN_A_SECTION
    return little or bool(_beside(name, key, needs, doing))


def waiting() -> bool:
    """Whether something that the page needs is still being found beside it."""
    return bool(st.session_state.get(_WAITING))


def no_wait() -> None:
    """Nothing is awaited as yet: for the beginning of a page."""
    st.session_state[_WAITING] = False


def find(needs: Sequence[Need], job: Job[bool]) -> bool:
    """Find them one after the other; the share that is done goes by their seconds."""
    total, done = sum(need.seconds for need in needs), 0.0
    for need in needs:
        job.progress(done / total)
        watched = _WATCH.set(_part_of(job, done / total, need.seconds / total))
        try:
            need.find()
        finally:
            # The thread serves other jobs, which are not to end with this one.
            _WATCH.reset(watched)
        done += need.seconds
    return True


def _batch_size(recipe: Recipe) -> int:
    """Samples that a step looks at; 1 where there are none."""
    if recipe.batches is not None:
        return int(recipe.batches.shape[-1])
    stream = recipe.stream[0] if isinstance(recipe.stream, tuple) else recipe.stream
    return stream.sampler.size(recipe.sample_count) if stream else max(1, recipe.sample_count)


def _layers_and_sample(objective: Objective) -> tuple[int, float]:
    """How many layers a step goes through, and the seconds that each of its samples takes."""
    whole = objective.objective if isinstance(objective, OnPlane) else objective
    match getattr(whole, "model", None):
        case Sequential() as model:
            return 2 * len(model.layers), _NUMBER * model.widest
        case Network(widths=(_, *above)):
            return len(above), _UNIT * sum(above)
        case _:
            return 1, _UNIT


def _done(name: str, key: str, needs: Sequence[Need]) -> bool:
    """Whether the page may go on: little is left to be found, or the job about it has ended."""
    job: Job[bool] | None = jobs.current(name, key)
    return at_once(needs) or bool(job and job.result)


def _await(name: str, key: str, needs: Sequence[Need], doing: str) -> None:
    """Find this beside the page, with progress and a stop button here."""
    st.session_state[_WAITING] = True
    if _beside(name, key, needs, doing):
        st.rerun()


def _beside(name: str, key: str, needs: Sequence[Need], doing: str) -> bool | None:
    return jobs.show(
        name,
        key,
        lambda job: find(needs, job),
        offer="Go on computing",
        doing=doing,
        failed="This could not be computed for these settings. Try others.",
        icon=":material/play_arrow:",
        at_once=True,
    )


def _show_before(
    cls: type[S],
    needs: Callable[[S], tuple[Sequence[Need], Sequence[Need]]],
    whole: Callable[[S], Scene],
    put: Callable[..., object],
) -> None:
    """The picture that the reader has had, if it is kept; its sliders are about other runs now."""
    query = st.session_state.get(_last_key(cls))
    if query is None:
        return
    before = parsed(cls, query)[0]
    first, rest = needs(before)
    if not seconds([*first, *rest]):
        put(replace(whole(before), sliders={}))
        st.container(key=_BEFORE).caption("The picture is still that of the settings before.")


def _last_key(cls: type[object]) -> str:
    return f"{cls.__name__}-last"


def _part_of(job: Job[bool], done: float, part: float) -> Watch:
    return lambda share: job.progress(done + part * share)
