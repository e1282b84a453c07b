"""What scripts of pages compute, counted: the same on every machine.

A run counts as `pages.ui.chapter.work` counts it, a value, gradient or Hessian of a cost as a step
of so many models, and what Python calls besides as half a microsecond each. Jobs beside the page,
which have threads of their own, are not counted.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

import numpy as np

from core.objectives.risk import Risk
from core.optimizers.second_order import LevenbergMarquardtOn, NewtonOn
from core.training.descent import descend
from pages.ui.chapter import work

CALL = 5e-7
RUN = descend.__code__
OF_A_RISK: dict[CodeType, int] = {
    Risk.mean_loss.__code__: 0,
    Risk.gradient.__code__: 0,
    Risk.hessian.__code__: 1,
}
"""Whether it takes as long as so many parameters' gradients."""


@dataclass
class Counter:
    """Seconds of the scripts, and the most that one thing that they did took."""

    seconds: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, seconds: float) -> None:
        self.seconds += seconds
        self.parts[name] = self.parts.get(name, 0.0) + seconds


@contextmanager
def counted() -> Iterator[Counter]:
    """Count what scripts do in here; they run in threads that begin meanwhile."""
    counter = Counter()

    def begin(_frame: FrameType, _event: str, _argument: object) -> None:
        # The name of a thread is known as soon as it runs.
        own = threading.current_thread().name.startswith("job")
        sys.setprofile(None if own else Profile(counter))

    threading.setprofile(begin)
    try:
        yield counter
    finally:
        threading.setprofile(None)  # type: ignore[arg-type]  # which the standard library allows


class Profile:
    """What one thread tells of its calls; inside of a counted one nothing is counted again."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.inside = counter, None

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        if self.inside is not None:
            if event == "return" and frame is self.inside:
                self.inside = None
            return
        if event == "call" and frame.f_code is RUN:
            self.inside = frame
            self.counter.add("runs", seconds_of_run(frame.f_locals))
        elif event == "call" and frame.f_code in OF_A_RISK:
            self.inside = frame
            many = OF_A_RISK[frame.f_code]
            self.counter.add("risks", seconds_of_risk(frame.f_locals, many))
        elif event in ("call", "c_call"):
            self.counter.add("calls", CALL)


def seconds_of_run(given: dict[str, Any]) -> float:
    objective, batches = given["objective"], given["batches"]
    models = np.size(given["p"]) // objective.size
    whole = getattr(objective, "objective", objective)
    m = max(1, getattr(whole, "sample_count", 1)) if batches is None else batches.shape[-1]
    layers, sample = work._layers_and_sample(objective)
    second = isinstance(given["optimizer"], NewtonOn | LevenbergMarquardtOn)
    step = work.STEP * layers + sample * models * m
    return float(given["steps"] * step * (work._SECOND if second else 1.0))


def seconds_of_risk(given: dict[str, Any], hessian: int) -> float:
    risk, points = given["self"], np.size(given["p"]) // given["self"].size
    layers, sample = work._layers_and_sample(risk)
    m = risk.sample_count if given.get("rows") is None else given["rows"].shape[-1]
    return float(work.STEP * layers + sample * points * m * risk.size**hessian)
