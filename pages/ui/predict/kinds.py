"""The four kinds of answers: a number, a choice, a place on a surface, a drawn curve."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, final

import numpy as np

from core.arrays import Array
from pages.ui.figures.numbers import printed, three
from pages.ui.predict.question import E, Mark, Question, Value, refused
from pages.ui.stage import SKETCHED

Place = tuple[float, float]

_THOUSANDS: Final = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")
# Two digits for each of the costs that are drawn: shares of the top of the picture.
_LEVELS: Final = 99
# What a drawn curve is off on average, against the top of its picture.
_TRACED, _LIKE = 0.08, 0.2


@final
@dataclass(frozen=True)
class Number(Question[E]):
    """Asks for a number.

    near, around: how far off an answer may be to be right, and to be close; of one `by_factor` by
    what factor. Numbers from low to high are possible, their thousands grouped by commas or not;
    of a count only whole ones.
    """

    kind = "number"

    answer: Callable[[E], float]
    near: float = 0.0
    around: float = 0.0
    by_factor: bool = False
    low: float = 0.0
    high: float = 10_000.0
    whole: bool = False

    def check(self, spec: E, answer: str) -> None:
        """Only digits, a point and an exponent, within the range."""
        self._read(answer)

    def mark(self, spec: E, answer: str) -> Mark:
        """By distance, or by ratio."""
        guess, true = self._read(answer), self.answer(spec)
        off = abs(guess - true)
        if self.by_factor:
            off = max(guess / true, true / guess) if guess > 0 else math.inf
        if off <= self.near or off == 0:
            return Mark.RIGHT
        return Mark.CLOSE if off <= self.around else Mark.WRONG

    def said(self, spec: E, answer: str) -> str:
        """The number, a whole one to its last digit."""
        number = self._read(answer)
        return f"You said {_grouped(number) if number.is_integer() else three(number)}."

    @property
    def tolerance(self) -> str:
        """How far off is still right, where anything is."""
        if self.by_factor:
            near = f"within a factor of {self.near:g}" if self.near > 1 else ""
        else:
            near = f"off by up to {self.near:g}" if self.near > 0 else ""
        return f"An answer {near} is right." if near else ""

    def _read(self, answer: str) -> float:
        kind = "whole number" if self.whole else "number"
        allowed = f"allowed is a {kind} from {_grouped(self.low)} to {_grouped(self.high)}"
        plain = answer.strip().replace("−", "-")
        if _THOUSANDS.fullmatch(plain):
            plain = plain.replace(",", "")
        try:
            number = float(plain)
        except ValueError:
            raise refused(answer, allowed) from None
        if not plain.isascii() or "_" in plain or not self.low <= number <= self.high:
            raise refused(answer, allowed)
        if self.whole and not number.is_integer():
            raise refused(answer, allowed)
        return number


def _grouped(number: float) -> str:
    """A number with its thousands apart, as the page prints counts."""
    return printed(number, ",.15g")


@final
@dataclass(frozen=True)
class Choice(Question[E]):
    """Asks for one of some answers; `answer` is the position of the right one among them."""

    kind = "choice"

    options: Callable[[E], Sequence[str]]
    answer: Callable[[E], int]

    def check(self, spec: E, answer: str) -> None:
        """A number from 1 to how many there are."""
        self._position(spec, answer)

    def mark(self, spec: E, answer: str) -> Mark:
        """One is right, and nothing is close."""
        return (Mark.WRONG, Mark.RIGHT)[self._position(spec, answer) == self.answer(spec)]

    def said(self, spec: E, answer: str) -> str:
        """The words that were chosen."""
        return f"You said: {self.options(spec)[self._position(spec, answer)]}."

    def verdict(self, spec: E, answer: str) -> str:
        """As of any question, but the words that were chosen stand there once."""
        verdict = super().verdict(spec, answer)
        if not answer:
            return verdict
        words = self.options(spec)[self._position(spec, answer)]
        return verdict.replace(f"{self.said(spec, answer)} {words}", words, 1)

    def _position(self, spec: E, answer: str) -> int:
        count = len(self.options(spec))
        if answer not in map(str, range(1, count + 1)):
            raise refused(answer, f"allowed are 1 to {count}")
        return int(answer) - 1


@final
@dataclass(frozen=True)
class Pointed(Question[E]):
    """Asks for a place on a surface.

    judge: how near a place is. sets: the settings that a place makes, where it is a start.
    """

    kind = "place"

    judge: Callable[[E, Place], Mark]
    sets: Callable[[E, Place], Mapping[str, Value]] = field(default=lambda spec, place: {})

    def check(self, spec: E, answer: str) -> None:
        """Two finite numbers."""
        self.place(answer)

    def mark(self, spec: E, answer: str) -> Mark:
        """What the question's own judge says of the place."""
        return self.judge(spec, self.place(answer))

    def said(self, spec: E, answer: str) -> str:
        """Where it was, unless the experiment now says so."""
        a, b = self.place(answer)
        if self.sets(spec, (a, b)):
            return ""
        return f"Your flag stands at ({three(a)}, {three(b)})."

    @staticmethod
    def place(answer: str) -> Place:
        """The place in an answer."""
        try:
            a, b = (float(number) for number in answer.split(","))
        except ValueError:
            raise refused(answer, "allowed are two numbers") from None
        if not (math.isfinite(a) and math.isfinite(b)):
            raise refused(answer, "allowed are two finite numbers")
        return a, b

    @staticmethod
    def as_answer(place: Sequence[float]) -> str:
        """A place as an answer."""
        return ",".join(f"{number:.5g}" for number in place)


@final
@dataclass(frozen=True)
class Drawn(Question[E]):
    """Asks for the curve of a lane's cost.

    answer: the costs at `SKETCHED` steps, evenly spaced. height: the highest cost in the picture to
    draw in, for a run that rises, or that is not to be waited for; else a quarter above the start.
    """

    kind = "curve"

    answer: Callable[[E], Array]
    lane: int = 0
    panel: str = "cost"
    height: Callable[[E], float] | None = None

    def check(self, spec: E, answer: str) -> None:
        """Two digits for each of the steps."""
        _levels(answer)

    def mark(self, spec: E, answer: str) -> Mark:
        """By how much it is off on average, against the top of the picture."""
        off = self._off(spec, answer)
        if off <= _TRACED:
            return Mark.RIGHT
        return Mark.CLOSE if off <= _LIKE else Mark.WRONG

    def said(self, spec: E, answer: str) -> str:
        """How far off it is."""
        return (
            f"Your curve, dashed, is off by {three(100 * self._off(spec, answer))} % of the "
            "picture's height on average."
        )

    def top(self, spec: E) -> float:
        """The highest cost in the picture to draw in."""
        return 1.25 * float(self.answer(spec)[0]) if self.height is None else self.height(spec)

    def drawn(self, spec: E, answer: str) -> Array:
        """The costs in an answer."""
        return self.top(spec) * _levels(answer) / _LEVELS

    def as_answer(self, spec: E, costs: Sequence[float]) -> str:
        """Drawn costs as an answer."""
        shares = np.clip(np.array(costs) / self.top(spec), 0, 1)
        return "".join(f"{round(_LEVELS * share):02d}" for share in shares.tolist())

    def _off(self, spec: E, answer: str) -> float:
        return float(np.abs(self.drawn(spec, answer) - self.answer(spec)).mean() / self.top(spec))


def _levels(answer: str) -> Array:
    if len(answer) != 2 * SKETCHED or not (answer.isascii() and answer.isdigit()):
        raise refused(answer, f"allowed are two digits for each of {SKETCHED} steps")
    return np.array([float(answer[k : k + 2]) for k in range(0, len(answer), 2)])
