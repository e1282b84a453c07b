"""Many starts of XOR in one process, in a pool and on a Dask cluster.

`python -m tests.benchmarks.spread [starts]`: the runs must be the same to the last bit. CPU is that
of all processes, their start included, which hardly depends on what else the machine does; seconds
and their ratio are what one waits, and do.
"""

import os
import pickle
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from multiprocessing import get_context
from typing import Any, Final

# Before NumPy is imported, here and in the processes: each computes on one core.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from distributed import Client, LocalCluster

from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.many_starts import Starts, train_starts

COUNT, WORKERS = 4_000, 2
SPEC: Final = XorExperiment(width=8, steps=1000)
_ROW = "{:<34}{:>8}{:>10}{:>12}{:>8}{:>10}{:>8}"


@dataclass
class Counted(Executor):
    """Passes on what it is given, and counts the pieces and the bytes that travel."""

    inner: Executor
    pieces: int = 0
    sent: int = 0
    received: int = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        self.pieces += 1
        self.sent += len(pickle.dumps((fn, args, kwargs)))
        future = self.inner.submit(fn, *args, **kwargs)
        future.add_done_callback(self._receive)
        return future

    def _receive(self, future: "Future[Any]") -> None:
        self.received += len(pickle.dumps(future.result()))


@contextmanager
def pool() -> Iterator[Executor]:
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as executor:
        yield executor


@contextmanager
def dask() -> Iterator[Executor]:
    settings = {"n_workers": WORKERS, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**settings) as cluster, Client(cluster) as client:
        yield client.get_executor()


def cpu() -> float:
    """Seconds of this process and of those that it has started and that have ended."""
    found = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in found)


def same(one: Starts, other: Starts) -> bool:
    """To the last bit."""
    pairs = ((getattr(one, each.name), getattr(other, each.name)) for each in fields(one))
    return all(
        np.array_equal(mine, its, equal_nan=mine.dtype.kind == "f")
        for mine, its in pairs
        if isinstance(mine, np.ndarray)
    )


def main(count: int) -> int:
    head = ("pieces", "kB sent", "kB received", "CPU s", "seconds", "ratio")
    print(_ROW.format(f"{count} starts", *head))
    before, begun = cpu(), time.perf_counter()
    here = train_starts(SPEC, count)
    alone = time.perf_counter() - begun
    print(_ROW.format("one process", 1, 0, 0, f"{cpu() - before:.1f}", f"{alone:.1f}", "1.00"))
    differing = 0
    for name, opened in (("a pool of processes", pool), ("a local Dask cluster", dask)):
        before = cpu()
        with opened() as executor:
            # The workers have imported what they need.
            train_starts(SPEC, 2 * WORKERS, executor=executor)
            counted = Counted(executor)
            begun = time.perf_counter()
            there = train_starts(SPEC, count, executor=counted)
            seconds = time.perf_counter() - begun
        differing += not same(here, there)
        numbers = (counted.pieces, f"{counted.sent / 1e3:.0f}", f"{counted.received / 1e3:.0f}")
        print(
            _ROW.format(
                f"{name}, {WORKERS} workers", *numbers,
                f"{cpu() - before:.1f}", f"{seconds:.1f}", f"{alone / seconds:.2f}",
            )
        )  # fmt: skip
    print("The same to the last bit." if not differing else f"{differing} differ.")
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
