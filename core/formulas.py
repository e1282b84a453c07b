"""The plain formula of a function whose own code is written for speed or for its last digits."""

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

_FORMULAS: dict[Callable[..., Any], str] = {}


def plainly(formula: str) -> Callable[[F], F]:
    """Mark a function with an expression in its arguments that is the same up to rounding.

    Exported scripts and people read the formula; the engine goes on running the function.
    """

    def mark(function: F) -> F:
        _FORMULAS[function] = formula
        return function

    return mark


def plain_formula(function: Callable[..., Any]) -> str | None:
    """The formula of a function, None if it has no other than its own code."""
    return _FORMULAS.get(function)
