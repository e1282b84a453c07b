"""A run that is handed over while it is still under way."""

import time
from typing import Any

import numpy as np

from core.arrays import Array, Steps
from core.optimizers.first_order import GradientDescent
from core.optimizers.optimizer import Optimizer, State
from core.training.descent import Status, Trajectory, descend, recorded_steps
from core.training.recipe import Recipe

# A stretch of steps between two looks at the clock.
_STRETCH_SECONDS, _FIRST_STRETCH = 0.02, 100


class Live:
    """A recipe's run as far as it has been computed, able to go on.

    It carries the point, the number of steps done and what the optimizer remembers, so that the
    parts are the single long run: to the last bit where the same kernel does both. Not for several
    threads at once.
    """

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.k: Steps = recorded_steps(recipe.record_every, recipe.steps)
        self.done = 0
        self.diverged_at: Steps = np.full(recipe.start.shape[:-1], -1, dtype=np.int64)
        self.seconds = 0.0
        self._p: Array = recipe.start
        self._value: Array = recipe.objective.value(recipe.start)
        self._draw = recipe.drawing()
        self._period = max(1, recipe.period)
        self._memory: list[State] = []
        self._stretch = _FIRST_STRETCH
        self._parts = [self._part(np.zeros(1, dtype=np.int64), self._p[None], self._value[None])]

    @property
    def finished(self) -> bool:
        """Whether all steps are done, or nobody is left to do them."""
        return self.done >= self.recipe.steps or bool((self.diverged_at >= 0).all())

    @property
    def share(self) -> float:
        """How much of the run is done, from 0 to 1."""
        return self.done / max(1, self.recipe.steps)

    def trajectory(self, first: int = 0) -> Trajectory:
        """What has been recorded until now, from a frame on."""
        parts = self._parts.copy()
        k, p, value = (
            np.concatenate([getattr(part, name) for part in parts])[first:]
            for name in ("k", "p", "value")
        )
        return self._part(k, p, value)

    def advance(self, seconds: float) -> None:
        """Compute for about so many seconds, at least a little, or to the end."""
        end = time.monotonic() + seconds
        while not self.finished:
            began = time.monotonic()
            self.take(self._stretch)
            took = max(time.monotonic() - began, 1e-9)
            self.seconds += took
            self._stretch = max(1, int(self._stretch * np.clip(_STRETCH_SECONDS / took, 0.5, 4)))
            if time.monotonic() >= end:
                break

    def take(self, steps: int) -> None:
        """Do so many more steps, in whole periods of the draw of batches, or the rest."""
        recipe, done = self.recipe, self.done
        whole = -(-max(1, steps) // self._period) * self._period
        few = min(whole, recipe.steps - done)
        if few <= 0:
            return
        asked = self.k[(self.k > done) & (self.k <= done + few)] - done
        run = descend(
            recipe.objective,
            self._going_on(done),
            self._p,
            few,
            self._draw(few),
            np.append(0, asked),
            done=done,
        )
        lost = self.diverged_at >= 0
        # Who is lost stays where it was, though a stretch later it might have gone on.
        p = np.where(lost[..., None], self._p, run.p)
        value = np.where(lost, self._value, run.value)
        self.diverged_at = np.where(
            ~lost & (run.diverged_at >= 0), done + run.diverged_at, self.diverged_at
        )
        kept = np.isin(run.k + done, self.k) & (run.k > 0)
        if kept.any():
            self._parts.append(self._part(run.k[kept] + done, p[kept], value[kept]))
        self._p, self._value, self.done = p[-1], value[-1], done + few

    def _going_on(self, done: int) -> Optimizer:
        # Plain gradient descent remembers nothing, and has kernels of its own.
        plain = type(self.recipe.optimizer) is GradientDescent
        return (
            self.recipe.optimizer if plain else _Carried(self.recipe.optimizer, done, self._memory)
        )

    def _part(self, k: Steps, p: Array, value: Array) -> Trajectory:
        lost = bool((self.diverged_at >= 0).any())
        return Trajectory(
            k, p, value, Status.DIVERGED if lost else Status.COMPLETED, self.diverged_at
        )


class _Carried(Optimizer):
    """An optimizer that goes on after `done` steps, with the state that `memory` keeps."""

    title = source = torch = ""

    def __init__(self, optimizer: Optimizer, done: int, memory: list[State]) -> None:
        self._optimizer, self._done, self._memory = optimizer, done, memory

    @property
    def eta(self) -> Any:
        return self._optimizer.eta

    def init(self, p: Array) -> State:
        return self._memory.pop() if self._memory else self._optimizer.init(p)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        moved, state = self._optimizer.step(self._done + k, p, g, state)
        self._memory[:] = [state]
        return moved, state
