"""What is kept for all readers: results by key, limited by their bytes together."""

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock, RLock
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, Final, TypeVar

import numpy as np

R = TypeVar("R")

MOST_BYTES: Final = 128_000_000

_NOTHING: Final = object()
# Of a long list of numbers only as many are looked at.
_LOOKED_AT: Final = 16
_NUMBER_BYTES: Final = 32
_CODE: Final = (type, ModuleType, FunctionType, MethodType, BuiltinFunctionType)


class _Entry:
    """A result, or the place of one; `turn` is held by whoever finds it."""

    def __init__(self) -> None:
        self.turn = RLock()
        self.result: Any = _NOTHING
        self.bytes = 0


class Store:
    """Results by key. The least recently used are forgotten until the rest fits into `most` bytes.

    Two readers who want the same wait for one computation; others wait for nobody. A result that
    alone is larger is kept until the next one comes. An error is kept for nobody.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most = most
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock = Lock()

    def found(self, key: Hashable, find: Callable[[], R]) -> R:
        """The result under a key, found now if it is not there."""
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
        with entry.turn:
            if entry.result is _NOTHING:
                self._find(key, entry, find)
            result: R = entry.result
        return result

    def put(self, key: Hashable, result: object) -> None:
        """Keep a result that was found elsewhere, in place of the one before."""
        with self._lock:
            self._entries.pop(key, None)
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
        """What all results hold; what several of them share counts for each."""
        with self._lock:
            return sum(entry.bytes for entry in self._entries.values())

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()

    def _find(self, key: Hashable, entry: _Entry, find: Callable[[], Any]) -> None:
        try:
            result = find()
        except BaseException:
            with self._lock:
                if self._entries.get(key) is entry:
                    del self._entries[key]
            raise
        entry.bytes = weight((key, result))
        entry.result = result
        # Whoever waited while another was stopped, or failed, has an entry that was given up.
        with self._lock:
            self._entries.setdefault(key, entry)
        self._forget(but=key)

    def _forget(self, but: Hashable) -> None:
        with self._lock:
            total = sum(entry.bytes for entry in self._entries.values())
            for key, entry in list(self._entries.items()):
                if total <= self.most:
                    return
                # What is being found has no bytes yet, and somebody is waiting for it.
                if key != but and entry.bytes:
                    total -= entry.bytes
                    del self._entries[key]


KEPT: Final = Store()
"""The one store of the app."""


def weight(value: object) -> int:
    """Bytes that a result holds: arrays, texts, containers and the fields of objects, each once.

    An object that grows says in `most_bytes` how large it may become.
    """
    seen: set[int] = set()
    waiting: list[object] = [value]
    total = 0
    while waiting:
        one = waiting.pop()
        if isinstance(one, np.ndarray):
            one = _owner(one)
        if one is None or id(one) in seen or isinstance(one, _CODE):
            continue
        seen.add(id(one))
        if isinstance(grown := getattr(one, "most_bytes", None), int):
            total += grown
            continue
        if isinstance(one, np.ndarray):
            total += one.nbytes
            continue
        total += sys.getsizeof(one)
        inside = _inside(one)
        if _is_numbers(inside):
            total += _NUMBER_BYTES * len(inside)
        else:
            waiting.extend(inside)
    return total


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
