"""Strips over any knob: what a run ends at along the values of η, of a batch size, of a seed, …

The strip of the learning rate is always there. Another is computed when the reader chooses it, for
the settings of now. Its runs are shown while it is dragged only where they belong to the picture:
on the same data, under the same cost, with as many parameters.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.experiments.experiment import Experiment
from core.spec import Knob, controls, from_query, to_query
from core.training.side_by_side import same
from core.training.sweep import Sweep, assigned, sweep, to_number
from pages.ui.chapter.remembered import Remembered, remembered
from pages.ui.chapter.words import listed, printed
from pages.ui.chapter.work import Need, watch
from pages.ui.stage import Family, Runs

E = TypeVar("E", bound=Experiment)

RATE: Final = "optimizer.eta"
_FRAMES: Final = 200
# Values between the ends of a logarithmic scale that a strip is computed at.
_POSITIONS: Final = 13
# Share of the highest start's cost that a strip's height does not show.
_HIDDEN: Final = 0.01
_MOST_NAMED: Final = 6


@dataclass(frozen=True)
class Offer:
    """A strip that a chapter offers: the word on its button, and the knob's values (V,).

    present: the value of now as the strip has it, where that is not the knob's own.
    """

    word: str
    values: Callable[[Any], Sequence[float]]
    present: Callable[[Any], float] | None = None


def chosen(cls: type[Any], offers: Mapping[str, Offer]) -> str:
    """The knob whose strip is on stage: the reader's choice, else the learning rate."""
    knob = st.session_state.get(_key(cls), RATE)
    return knob if knob in offers else RATE


def choices(spec: Experiment, offers: Mapping[str, Offer]) -> dict[str, str]:
    """The words of the strips that these settings allow, by knob."""
    there = {knob: offer for knob, offer in offers.items() if to_number(spec, knob) is not None}
    return {RATE: "η"} | {knob: offer.word for knob, offer in there.items()}


def choose(cls: type[Any], knob: str) -> None:
    """Put another strip on stage, in a callback."""
    st.session_state[_key(cls)] = knob


def family_along(spec: Experiment, knob: str, offer: Offer, factors: Sequence[float]) -> Family:
    """The runs along a knob; factors: what each lane's cost is shown multiplied by."""
    swept = _swept(spec, knob, offer)
    here = _belongs(spec, knob, swept)
    first = next(iter(swept.runs.values()))[0]
    return Family(
        swept.values,
        first.k,
        [
            _runs(swept, lane, factor, here)
            for lane, factor in zip(swept.runs, factors, strict=True)
        ],
        symbol=offer.word,
        log=_is_logarithmic(spec, knob),
    )


def need_along(spec: Experiment, knob: str, offer: Offer, seconds: float) -> Need:
    """The runs along a knob, as a page needs them. seconds: of one, with its copy."""
    first, values = _settings(spec, knob, offer)
    swept = _sweeps(type(spec))
    return Need(
        seconds * len(values),
        partial(swept.knows, first, knob, values),
        partial(swept, first, knob, values),
    )


def say_undecided(spec: Experiment, knob: str, offer: Offer) -> str:
    """At which values of a knob rounding decides where the runs of its strip end, or nothing."""
    swept = _swept(spec, knob, offer)
    turned = np.any([_turned(swept, lane) for lane in swept.runs], axis=0)
    if not turned.any():
        return ""
    if turned.sum() > _MOST_NAMED:
        where = f"{turned.sum()} of the {len(turned)} values"
    else:
        where = f"{offer.word} = {listed([printed(value) for value in swept.values[turned]])}"
    return f"Rounding decides the end at {where}."


def position(family: Family, spec: Experiment, knob: str, offer: Offer) -> int:
    """Where a knob's present value is on its strip."""
    return int(np.flatnonzero(family.axis == _present(spec, knob, offer))[0])


def even_logarithms(low: float, high: float) -> list[float]:
    """Values from low to high, even in their logarithm, to two digits."""
    return [float(f"{value:.2g}") for value in np.geomspace(low, high, _POSITIONS)]


def seeds(spec: Experiment, count: int = 16) -> Sequence[float]:
    """So many seeds in a row, the present one among them."""
    first = spec.seed // count * count
    return [float(seed) for seed in range(first, min(first + count, 10_000))]


def beside(spec: E, knob: str, values: Sequence[float]) -> list[E]:
    """The experiment with the next larger and the next smaller of a knob's values (V,)."""
    now, others = to_number(spec, knob), sorted(values)
    larger = [value for value in others if value > now][:1]
    smaller = [value for value in others if value < now][-1:]
    return [assigned(spec, knob, value) for value in (*larger, *smaller)]


def with_next_seed(spec: E, **also: str) -> E:
    """The experiment that is drawn after this one, as its button sets it."""
    knob = controls(spec)["seed"][1]
    assert isinstance(knob, Knob)
    seed = (spec.seed + 1) % (int(knob.high) + 1)
    return from_query(type(spec), to_query(spec) | also | {"seed": str(seed)})


def _present(spec: Experiment, knob: str, offer: Offer) -> float:
    return float(to_number(spec, knob) if offer.present is None else offer.present(spec))


def _swept(spec: Experiment, knob: str, offer: Offer) -> Sweep:
    first, values = _settings(spec, knob, offer)
    return _sweeps(type(spec))(first, knob, values)


def _settings(spec: Experiment, knob: str, offer: Offer) -> tuple[Experiment, tuple[float, ...]]:
    values = {float(value) for value in offer.values(spec)} | {_present(spec, knob, offer)}
    # The value of now is one of many: for each of them the strip is the same, and is kept once.
    return assigned(spec, knob, min(values)), tuple(sorted(values))


def _turned(swept: Sweep, lane: str) -> NDArray[np.bool_]:
    """Whose final cost (V,) a moved start moves by more than the picture would hide."""
    first = max(float(run.value[0]) for run in swept.runs[lane])
    with np.errstate(invalid="ignore"):
        return np.asarray(~(np.abs(swept.final(lane) - swept.shaken[lane]) <= _HIDDEN * first))


@cache
def _sweeps(cls: type[Experiment]) -> Remembered[Any, [str, tuple[float, ...]], Sweep]:
    @remembered(cls, lambda spec: spec.without("view"), doing="Training each value …")
    def swept(spec: Experiment, knob: str, values: tuple[float, ...]) -> Sweep:
        return sweep(spec, knob, values, _FRAMES, watch(), shake=True)

    return swept


def _belongs(spec: Experiment, knob: str, swept: Sweep) -> bool:
    """Whether the runs are of the cost, on the data, that the picture shows."""
    own = spec.recipes()
    others = [assigned(spec, knob, value).recipes() for value in swept.values]
    return all(same(own[lane].objective, other[lane].objective) for other in others for lane in own)


def _runs(swept: Sweep, lane: str, factor: float, here: bool) -> Runs:
    runs = swept.runs[lane]
    return Runs(
        p=np.stack([run.p for run in runs]) if here else None,
        cost=factor * np.stack([run.value for run in runs]),
        diverged_at=np.array([int(run.diverged_at) for run in runs]),
    )


def _is_logarithmic(spec: Experiment, knob: str) -> bool:
    *owners, name = knob.split(".")
    owner: Any = spec
    for each in owners:
        owner = getattr(owner, each)
    control = controls(owner)[name][1]
    return isinstance(control, Knob) and control.log


def _key(cls: type[Any]) -> str:
    return f"{cls.__name__}-strip"
