"""Entrants with other learning rates, among the others' own runs, for their sliders to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.race.experiment import RaceExperiment
from core.experiments.race.standings import lowest_known
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.runs import of_many
from pages.ui.optimizers import cached
from pages.ui.stage import Family, Repertoire

# To each side of the present rate, as long as the reader has not turned it.
_NEXT: Final = 2

Part = tuple[str, int, int]
"""A lane, and the first and the end of its runs, by their place on the slider."""


@dataclass(frozen=True)
class Varied:
    """The families of knobs, in messages of their own, and which runs the controls name."""

    beside: list[Repertoire]
    present: dict[str, int]

    @property
    def knobs(self) -> list[str]:
        """Their dotted names."""
        return list(self.present)


def rates(spec: RaceExperiment) -> dict[str, float]:
    """The learning rate of each lane that has one."""
    found = {lane: getattr(who.optimizer, "eta", None) for lane, who in spec.entrants.items()}
    return {lane: float(rate) for lane, rate in found.items() if rate is not None}


def vary(spec: RaceExperiment, before: Mapping[str, float], turned: Sequence[str]) -> Varied:
    """The runs of every lane along its slider: all of them in the lanes that have been turned.

    Of every lane the rates next to the one that it had `before`, so that the first movement is
    answered too. Lanes whose runs are much work have none.
    """
    now = rates(spec)
    quick = [lane for lane in now if lane in before and cached.is_quick(spec, lane)]
    near = [_next_to(spec, lane, before[lane]) for lane in quick]
    whole = [(lane, 0, len(_values(spec, lane))) for lane in quick if lane in turned]
    present = {}
    for lane, low, high in (*near, *whole):
        at = np.flatnonzero(_values(spec, lane)[low:high] == now[lane])
        present[_knob(lane)] = int(at[0]) if len(at) else -1
    messages = [tuple(near)] if near else []
    return Varied(
        [_repertoire(spec, parts) for parts in (*messages, *((part,) for part in whole))], present
    )


def _next_to(spec: RaceExperiment, lane: str, rate: float) -> Part:
    here = int(np.searchsorted(_values(spec, lane), rate))
    return lane, max(0, here - _NEXT), here + _NEXT + 1


def _values(spec: RaceExperiment, lane: str) -> Array:
    return cached.along(spec, lane).values


def _knob(lane: str) -> str:
    return f"{lane}.optimizer.eta"


@remembered(RaceExperiment, lambda spec: spec.without("view", "rate"))
def _repertoire(spec: RaceExperiment, parts: tuple[Part, ...]) -> Repertoire:
    return Repertoire({_knob(part[0]): _family(spec, *part) for part in parts}, ())


def _family(spec: RaceExperiment, lane: str, low: int, high: int) -> Family:
    strip, part = cached.along(spec, lane), slice(low, high)
    run = replace(
        strip.run,
        p=strip.run.p[:, part],
        value=np.maximum(strip.run.value[:, part] - lowest_known(spec.ground), 0.0),
        diverged_at=strip.run.diverged_at[part],
    )
    lanes = [of_many(run) if other == lane else None for other in spec.entrants]
    return Family(strip.values[part], run.k, lanes, "η")
