"""Experiments drawn at random over all their fields, members of menus included."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from core.spec import Choice, Knob, Menu, Switch, Text, as_text, controls, from_query
from tests.reference.links.runs import CHAPTERS

# The longest runs drawn; a knob may ask for more.
_MOST_STEPS = {
    "logistic": 300,
    "higham": 3000,
    "xor": 400,
    "race": 250,
    "regularization": 300,
    "implicit": 150,
}
_DIGITS, _LEAST = 6, 1e-4
# The text whose length depends on other fields.
_GIVEN = "start.numbers"


def drawn(chapter: str, count: int, seed: int) -> Iterator[Any]:
    """`count` specs of a chapter, the same for the same seed."""
    return islice(_Dealer(chapter, np.random.default_rng(seed)), count)


@dataclass
class _Dealer:
    """Deals each menu's members like cards, so that none is left out for long."""

    chapter: str
    rng: np.random.Generator
    decks: dict[int, list[str]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Any]:
        cls = CHAPTERS[self.chapter].experiment
        while True:
            query = dict(self._fields(cls, ""))
            if _GIVEN in query:
                query[_GIVEN] = self._numbers(from_query(cls, query).network.size)
            yield from_query(cls, query)

    def _fields(self, cls: type[Any], prefix: str) -> Iterator[tuple[str, str]]:
        for name, (declared, control) in controls(cls).items():
            match control:
                case Choice(members):
                    member = self._member(members)
                    yield prefix + name, member
                    yield from self._fields(members[member], f"{prefix}{name}.")
                case Switch():
                    yield prefix + name, as_text(bool(self.rng.integers(2)))
                case Text():
                    yield prefix + name, self._table() if name == "table" else ""
                case Knob() as knob:
                    whole = isinstance(declared.default, int)
                    high = _MOST_STEPS[self.chapter] if prefix + name == "steps" else knob.high
                    yield prefix + name, as_text(self._number(knob, min(high, knob.high), whole))

    def _member(self, members: Menu) -> str:
        deck = self.decks.setdefault(id(members), [])
        if not deck:
            deck.extend(self.rng.permutation(list(members)).tolist())
        return deck.pop()

    def _number(self, knob: Knob, high: float, whole: bool) -> float:
        if knob.log:
            low = math.log(max(knob.low, _LEAST * high))
            number = math.exp(self.rng.uniform(low, math.log(high)))
        else:
            number = self.rng.uniform(knob.low, high)
        return round(number) if whole else float(f"{number:.{_DIGITS}g}")

    def _table(self) -> str:
        features, rows = self.rng.integers(1, 3), self.rng.integers(6, 20)
        x = np.round(self.rng.normal(size=(rows, features)), 2)
        y = (x[:, 0] + self.rng.normal(size=rows) > 0).astype(int)
        y[:2] = 0, 1
        lines = [
            ",".join([*map(str, row.tolist()), str(label)]) for row, label in zip(x, y, strict=True)
        ]
        return "\n".join([",".join([*"ab"[:features], "label"]), *lines])

    def _numbers(self, size: int) -> str:
        return " ".join(map(str, np.round(self.rng.normal(size=size), 3).tolist()))
