"""Numbers into words, and one sentence for each frame of a run."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Steps
from pages.ui.figures.numbers import exactly, printed, three, told_apart

__all__ = [
    "Past",
    "Told",
    "counted",
    "duration",
    "exactly",
    "listed",
    "percent",
    "printed",
    "share",
    "since_half",
    "three",
    "told",
    "told_apart",
    "word",
]

# A share nearer to all than this is all, to within rounding.
_ALL = 100 * (1 - 1e-9)
_COUNT_WORDS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)


@dataclass(frozen=True)
class Told:
    """Distinct sentences, and for each frame (F,) the number of the one that holds there."""

    sentences: list[str]
    frame: NDArray[np.int32]


def told(sentences: Sequence[str]) -> Told:
    """The sentences of all frames (F,), each distinct one once."""
    distinct = list(dict.fromkeys(sentences))
    number = {sentence: i for i, sentence in enumerate(distinct)}
    return Told(distinct, np.array([number[sentence] for sentence in sentences], dtype=np.int32))


@dataclass(frozen=True)
class Past:
    """What has become of a cost since an earlier record.

    step: that record's. fall: the share of the cost there that is gone, negative where it rose.
    swing: how far apart the highest and the lowest cost since then are, against the cost there.
    """

    step: int
    fall: float
    swing: float


def since_half(k: Steps, cost: Array, f: int) -> Past:
    """The cost (F,) at frame f ≥ 1 against the last of the steps k (F,) up to half of its own."""
    before = int(np.searchsorted(k, k[f] / 2, side="right")) - 1
    first, window = float(cost[before]), cost[before : f + 1]
    if first == 0:
        rise = np.inf if window.any() else 0.0
        return Past(int(k[before]), -rise if cost[f] else 0.0, rise)
    return Past(int(k[before]), float(1 - cost[f] / first), float(np.ptp(window)) / first)


def percent(share: float) -> str:
    """“38 %”; what is not quite nothing or not quite all is not called so."""
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def about(share: float) -> str:
    """“about 38 %”; of a bound nobody says so: “under 1 %”."""
    said = percent(share)
    return said if said.startswith(("under", "over")) else f"about {said}"


def word(count: int) -> str:
    """“five”, in words as far as nine."""
    return _COUNT_WORDS[count] if count < len(_COUNT_WORDS) else f"{count:,}"


def counted(count: int, of: int, noun: str = "points") -> str:
    """“five of six points”, “5 of 16 points”: both in words as far as ten, or neither."""
    if of < len(_COUNT_WORDS):
        return f"{word(count)} of {word(of)} {noun}"
    return f"{count or _COUNT_WORDS[0]} of {of} {noun}"


def listed(words: Sequence[str]) -> str:
    """“a, b and c”."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def duration(seconds: float) -> str:
    """“52 µs”, “3.4 ms”, “1.2 s”."""
    for unit, name in ((1e-6, "µs"), (1e-3, "ms")):
        if seconds < 999.5 * unit:
            return f"{three(seconds / unit)} {name}"
    return f"{three(seconds)} s" if seconds < 999.5 else f"{seconds:,.0f} s"


def share(value: float) -> str:
    """A share as “96 %”, “0.16 %”; one that is neither none nor all is never printed as such."""
    percent = 100 * value
    if 0 < percent < 0.01:
        return "under 0.01 %"
    if percent < 10:
        return f"{percent:.2g} %"
    return "over 99 %" if 99.5 <= percent < _ALL else f"{percent:.0f} %"
