"""What is computed once for each object, and by nobody waited for."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class Once(Generic[T]):
    """The property that `once` makes; found on the class it is itself."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> Self | T:
        if instance is None:
            return self
        # Two threads may both compute it; the first answer stays, so that all have one object.
        found: T = instance.__dict__.setdefault(self._name, self._compute(instance))
        return found


def once(compute: Callable[[Any], T]) -> Once[T]:
    """A property that is computed when it is first asked for and then kept in the object.

    As `functools.cached_property` is from Python 3.12 on: without a lock. Before, that one holds
    a lock for all objects of a class while it computes, so one slow object stops all others.
    """
    return Once(compute)
