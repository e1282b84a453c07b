"""Numbers as people write them: which sign is the decimal one, and where nobody can tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_SPACE_OF_THOUSANDS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")
_OTHER = {".": ",", ",": "."}
_NAMES = {".": "point", ",": "comma"}
# With thousands apart, and, after the other sign, a fraction.
_GROUPED = {
    ",": re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]*)?"),
    ".": re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?"),
}


class AmbiguousError(ValueError):
    """A cell, by its place in what was given, that can be read as two numbers, and why."""

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


@dataclass(frozen=True)
class Notation:
    """How a table writes numbers: the decimal sign; the other one is between thousands, or not."""

    decimal: str = "."
    grouped: bool = False

    def value(self, cell: str) -> float | None:
        """The number in a cell; None where there is none."""
        text, other = _plain(cell), _OTHER[self.decimal]
        if self.grouped and _GROUPED[self.decimal].fullmatch(text):
            text = text.replace(other, "")
        return _value(text, self.decimal)


def is_not_finite(text: str) -> bool:
    """Whether a text says nan or infinity."""
    return bool(_NOT_FINITE.fullmatch(_plain(text)))


def is_number(text: str) -> bool:
    """Whether a text is a number in some notation, nan and infinity included."""
    return is_not_finite(text) or any(
        Notation(decimal, grouped=True).value(text) is not None for decimal in _OTHER
    )


def shown_notation(cells: Sequence[str]) -> Notation:
    """The notation of a table whose cells no comma separates.

    1,5 and 1.234,5 and 1.234.567 show a decimal comma, 1.5 and 1,234.5 and 1,234,567 a decimal
    point, 1.234 and 1,234 neither. AmbiguousError where both are shown, or where nothing is and a
    cell needs it.
    """
    shown = [(place, sign) for place, cell in enumerate(cells) if (sign := _shown_by(_plain(cell)))]
    if shown:
        first, decimal = shown[0]
        for place, sign in shown:
            if sign != decimal:
                raise AmbiguousError(
                    place,
                    f"has a decimal {_NAMES[sign]}, but “{cells[first]}” has a decimal "
                    f"{_NAMES[decimal]}",
                )
        return Notation(decimal, grouped=True)
    for place, cell in enumerate(cells):
        if _is_open(_plain(cell)):
            raise _either(place, cell)
    return Notation()


def beware_of_thousands(column: Sequence[str]) -> None:
    """AmbiguousError where the points of a column look like those between thousands.

    950, 1.200, 1.850: no program writes a whole number without decimals, but others with three,
    and drops no 0 at their ends; nor is 950 likely beside 1.234.
    """
    texts = [_plain(cell) for cell in column]
    pointed = [place for place, text in enumerate(texts) if "." in text]
    whole = [text.lstrip("+-") for text in texts if "." not in text]
    if not pointed or not whole or not all(_is_open(texts[place]) for place in pointed):
        return
    below_thousand = all(len(text) <= 3 and text.isdecimal() for text in whole)
    if below_thousand and (
        any(len(text) == 3 for text in whole) or any(texts[k].endswith("0") for k in pointed)
    ):
        raise _either(pointed[0], column[pointed[0]])


def _either(place: int, cell: str) -> AmbiguousError:
    whole, part = re.sub("[.,]", "", cell), cell.rstrip("0").rstrip(".,")
    return AmbiguousError(place, f"may mean {whole} or {part}: write it like one of these")


def _plain(cell: str) -> str:
    """With a hyphen for a minus sign, and without spaces between thousands."""
    return _SPACE_OF_THOUSANDS.sub("", cell.replace("\u2212", "-"))


def _value(text: str, decimal: str) -> float | None:
    if decimal == ",":
        text = text.translate({ord(","): ".", ord("."): "?"})
    return float(text) if _NUMBER.fullmatch(text) else None


def _is_open(text: str) -> bool:
    """Whether a text is 1.234 or 1,234: a thousand and more, or a fraction with three digits."""
    return text.count(".") + text.count(",") == 1 and any(
        grouped.fullmatch(text) and text[-4] in ".," for grouped in _GROUPED.values()
    )


def _shown_by(text: str) -> str | None:
    """The decimal sign that a text shows by itself."""
    if _is_open(text) or not ("." in text or "," in text):
        return None
    signs = [sign for sign in _OTHER if Notation(sign, grouped=True).value(text) is not None]
    return signs[0] if len(signs) == 1 else None
