"""A question that comes before a run, and what it is held against.

Its right answer is computed from the settings in force, and stands nowhere.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from core.experiments.experiment import Experiment
from core.spec import SpecError, as_text, to_query
from pages.ui.queries import parsed

E = TypeVar("E", bound=Experiment)
Value = str | float | bool

GUESS = "guess"
"""The URL parameter of an answer."""


class Mark(StrEnum):
    """How near an answer has come."""

    RIGHT = "Right"
    CLOSE = "Nearly"
    WRONG = "Wrong"


@dataclass(frozen=True)
class Question(ABC, Generic[E]):
    """What is asked of an experiment. An answer is a text, as the address has it.

    reveal: what the engine finds, and why, in sentences. settings: the experiment that is asked
    about, all else as by default; free: those of its settings that a reader may change meanwhile.
    hides: the panels of the stage that would show the answer, and “numbers”, those below it.
    possible: whether the settings have an answer that rounding does not turn.
    """

    kind: ClassVar[str]

    name: str
    text: str
    reveal: Callable[[E], str]
    settings: Mapping[str, Value] = field(default_factory=dict, kw_only=True)
    free: tuple[str, ...] = field(default=(), kw_only=True)
    hides: tuple[str, ...] = field(default=(), kw_only=True)
    possible: Callable[[E], bool] = field(default=lambda spec: True, kw_only=True)

    @abstractmethod
    def check(self, spec: E, answer: str) -> None:
        """SpecError for a text that is no answer."""

    @abstractmethod
    def mark(self, spec: E, answer: str) -> Mark:
        """How near an answer comes to what the engine finds."""

    @abstractmethod
    def said(self, spec: E, answer: str) -> str:
        """The answer in a sentence: “You said 23.”"""

    @property
    def tolerance(self) -> str:
        """How far off an answer may be and still be right, if it may be off."""
        return ""

    def spec(self, cls: type[E]) -> E:
        """The experiment that it is about."""
        texts = {name: as_text(value) for name, value in self.settings.items()}
        spec, errors = parsed(cls, texts)
        if errors:
            raise errors[0]
        return spec

    def fits(self, spec: E) -> bool:
        """Whether it can be asked of an experiment: only what is free may be other than asked."""
        same = self._bound(spec) == self._bound(self.spec(type(spec)))
        return same and self.possible(spec)

    def verdict(self, spec: E, answer: str) -> str:
        """An answer held against what the engine finds; an empty one asks for that alone."""
        found = self.reveal(spec)
        if not answer:
            return f"**The answer.** {found}"
        mark = f"**{self.mark(spec, answer)}.**"
        return " ".join(filter(None, [mark, self.said(spec, answer), found]))

    def _bound(self, spec: E) -> dict[str, Any]:
        query = to_query(spec.without("view"))
        return {
            name: text
            for name, text in query.items()
            if name not in self.free and name.partition(".")[0] not in self.free
        }


def refused(answer: str, allowed: str) -> SpecError:
    """The sentence about a text that is no answer."""
    return SpecError(GUESS, answer, allowed)
