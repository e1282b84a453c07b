"""What is kept for all readers: results by key, limited by their bytes together."""

import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import count
from threading import Lock, RLock
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, Final, TypeVar

import numpy as np

from pages.ui.turns import at_rest

R = TypeVar("R")

MOST_BYTES: Final = 128_000_000

_NOTHING: Final = object()
# Of a long list of numbers only as many are looked at.
_LOOKED_AT: Final = 16
# Bytes from which an object is told from others, in case that they share it.
_LARGE: Final = 500
_NUMBER_BYTES: Final = 32
_CODE: Final = (type, ModuleType, FunctionType, MethodType, BuiltinFunctionType)


class _Entry:
    """A result, or the place of one; `turn` is held by whoever finds it.

    held: it with its key. parts: the bytes of what is in both, by identity. used: the number of its
    last use, of all uses in a row.
    """

    def __init__(self) -> None:
        self.turn = RLock()
        self.result: Any = _NOTHING
        self.held: object = None
        self.parts: Mapping[int, int] = {}
        self.used = 0


class Store:
    """Results by key. The least recently used are forgotten until the rest fits into `most` bytes.

    Two readers who want the same wait for one computation; others wait for nobody. A result that
    alone is larger is kept until the next one comes. An error is kept for nobody.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most = most
        self._entries: dict[Hashable, _Entry] = {}
        # How many results hold an object: what several of them share is there once.
        self._holders: Counter[int] = Counter()
        self._bytes = 0
        self._uses = count(1)
        self._lock = Lock()

    def found(self, key: Hashable, find: Callable[[], R]) -> R:
        """The result under a key, found now if it is not there."""
        # What is there is handed out without a lock: a hall of readers would queue up at it.
        while (entry := self._entries.get(key)) is None or entry.result is _NOTHING:
            with self._lock:
                entry = self._entries.setdefault(key, _Entry())
            if not entry.turn.acquire(blocking=False):
                with at_rest(), entry.turn:
                    continue
            try:
                if entry.result is _NOTHING:
                    self._find(key, entry, find)
                break
            finally:
                entry.turn.release()
        entry.used = next(self._uses)
        result: R = entry.result
        return result

    def put(self, key: Hashable, result: object) -> None:
        """Keep a result that was found elsewhere, in place of the one before."""
        with self._lock:
            self._drop(key)
        self.found(key, lambda: result)

    def get(self, key: Hashable) -> Any:
        """The result under a key, None if there is none."""
        return self.found(key, lambda: None) if key in self else None

    def __contains__(self, key: Hashable) -> bool:
        entry = self._entries.get(key)
        return entry is not None and entry.result is not _NOTHING

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def bytes(self) -> int:
        """What all results hold together."""
        return self._bytes

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            for key in list(self._entries):
                self._drop(key)

    def _find(self, key: Hashable, entry: _Entry, find: Callable[[], Any]) -> None:
        try:
            result = find()
        except BaseException:
            with self._lock:
                if self._entries.get(key) is entry:
                    del self._entries[key]
            raise
        entry.held = (key, result)
        parts = parts_of(entry.held)
        entry.used = next(self._uses)
        with self._lock:
            # Whoever waited while another was stopped, or failed, has an entry that was given up.
            if self._entries.setdefault(key, entry) is entry:
                entry.parts = parts
                self._bytes += sum(size for one, size in parts.items() if not self._holders[one])
                self._holders.update(parts.keys())
            entry.result = result
            self._forget(but=key)

    def _forget(self, but: Hashable) -> None:
        """Until the rest fits, the least recently used first; under the lock."""
        if self._bytes <= self.most:
            return
        for key, entry in sorted(self._entries.items(), key=lambda item: item[1].used):
            # What is being found has no parts yet, and somebody is waiting for it.
            if key != but and entry.parts:
                self._drop(key)
            if self._bytes <= self.most:
                return

    def _drop(self, key: Hashable) -> None:
        """Forget a result, if it is there; under the lock."""
        entry = self._entries.pop(key, None)
        for one, size in entry.parts.items() if entry else ():
            self._holders[one] -= 1
            if not self._holders[one]:
                del self._holders[one]
                self._bytes -= size


KEPT: Final = Store()
"""The one store of the app."""


def weight(value: object) -> int:
    """Bytes that a result holds."""
    return sum(parts_of(value).values())


def parts_of(value: object) -> dict[int, int]:
    """Bytes of all that a result holds: arrays, texts, containers and the fields of objects.

    By identity, for each is there once; the small ones together, as a part of `value` itself. An
    object that grows says in `most_bytes` how large it may become.
    """
    seen: set[int] = set()
    waiting: list[object] = [value]
    parts = {id(value): 0}
    while waiting:
        one = waiting.pop()
        if isinstance(one, np.ndarray):
            one = _owner(one)
        if one is None or id(one) in seen or isinstance(one, _CODE):
            continue
        seen.add(id(one))
        size, inside = _size(one)
        at = id(one) if size >= _LARGE else id(value)
        parts[at] = parts.get(at, 0) + size
        waiting.extend(inside)
    return parts


def _size(one: object) -> tuple[int, Sequence[object]]:
    """The bytes of an object, and what is inside it besides."""
    if isinstance(grown := getattr(one, "most_bytes", None), int):
        return grown, ()
    if isinstance(one, np.ndarray):
        return one.nbytes, ()
    inside = _inside(one)
    if _is_numbers(inside):
        return sys.getsizeof(one) + _NUMBER_BYTES * len(inside), ()
    return sys.getsizeof(one), inside


def _owner(array: np.ndarray) -> object:
    """What holds the memory that an array looks at."""
    base: object = array
    while isinstance(base, np.ndarray) and base.base is not None:
        base = base.base
    return base


def _inside(one: object) -> list[object]:
    if isinstance(one, (str, bytes, bytearray, memoryview, int, float, complex, np.generic)):
        return []
    if isinstance(one, Mapping):
        return [*one.keys(), *one.values()]
    if isinstance(one, (list, tuple, set, frozenset)):
        return list(one)
    slots: Iterable[str] = (name for cls in type(one).__mro__ for name in _slots(cls))
    held = [getattr(one, name, None) for name in slots]
    return [*held, *getattr(one, "__dict__", {}).values()]


def _slots(cls: type) -> Iterable[str]:
    slots = cls.__dict__.get("__slots__", ())
    return (slots,) if isinstance(slots, str) else slots


def _is_numbers(inside: list[object]) -> bool:
    some = inside[:_LOOKED_AT]
    return len(inside) > _LOOKED_AT and all(isinstance(each, (int, float)) for each in some)
