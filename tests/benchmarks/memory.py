"""How much the app keeps after many experiments: `python -m tests.benchmarks.memory [count]`.

Each experiment is another seed of the first chapter, with its scene encoded as for a browser, and
with what a job of the size of a thousand starts has found. The sum that the store knows is printed
beside what the process has taken from the system. Then what is
kept by count and not by bytes is filled as well, with the largest that readers can bring, until
nothing in the app can keep more; with all of it full the process must hold less than it may.
"""

import sys
from collections.abc import Callable, Iterator
from itertools import count as numbers
from pathlib import Path
from typing import Any, Final

import numpy as np

from core.experiments import own_data
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.logistic import choices
from core.experiments.logistic import experiment as logistic
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race.experiment import RaceExperiment
from core.experiments.xor import solutions
from core.experiments.xor.experiment import XorExperiment
from core.networks import Network
from core.objectives import SquaredError
from core.spec import from_query, to_query
from core.training.kernels import straight_line
from pages.ui import queries
from pages.ui.chapter.jobs import Job, Worker
from pages.ui.losses.loss_view import views
from pages.ui.losses.scene import scene
from pages.ui.stage import encode_scene
from pages.ui.store import KEPT, weight
from pages.ui.tables.reading import read_any

MOST_MEGABYTES: Final = 400
"""What the process may hold with everything full; Community Cloud has 700 for all readers too."""

_MEGA = 1e6
_ROW = "{:>12}{:>10}{:>10}{:>10}"
_FILLED = "{:<40}{:>8}{:>9}"
_ROWS = 2000
# Networks of 64 hidden units in the third chapter.
_STARTS: Final = 1000
_WORKER: Final = Worker()
_CLASSES: Final = (LogisticExperiment, HighamExperiment, XorExperiment, RaceExperiment)


def experiment(number: int, data: str = "two-clouds") -> bytes:
    """What a browser gets for one of the experiments."""
    query = {"data": data, "seed": str(number), "steps": str(300 + number)}
    return encode_scene(scene(views(from_query(LogisticExperiment, query))))


def job(number: int) -> None:
    """What a job finds for one reader: where a thousand networks begin and end."""
    one: Job[Any] = Job(str(number), place=("job", "starts", number))
    _WORKER.begin(one, lambda _: {name: np.ones((_STARTS, 257)) for name in ("begin", "end")})
    assert one.future is not None
    one.future.result()


def resident() -> float:
    """Megabytes that the process holds, where the system says so (Linux), else nan."""
    status = Path("/proc/self/statm")
    pages = int(status.read_text().split()[1]) if status.is_file() else float("nan")
    return pages * 4096 / _MEGA


def table(number: int) -> str:
    """A table as long and as wide as one may be; another for each number."""
    row = ",".join(f"{number}.{k:040d}" for k in range(9))
    return "x1,x2,a,b,c,d,e,f,g,label\n" + "".join(f"{row}{k},{k % 2}\n" for k in range(_ROWS))


def narrow(number: int) -> str:
    """The same of two features, as settings have it."""
    rows = (f"{number}.{k:0200d},{k:0200d},{k % 2}\n" for k in range(_ROWS))
    return "x1,x2,label\n" + "".join(rows)


def by_count() -> Iterator[tuple[str, int, Callable[[int], Any]]]:
    """What is kept by count: its name, how many of them, and what makes the k-th with its key."""
    yield (
        "tables as they come",
        read_any.cache_parameters()["maxsize"],
        lambda k: (given := table(k).encode(), read_any(given)),
    )
    yield (
        "tables of settings",
        own_data.read_once.cache_parameters()["maxsize"],
        lambda k: (given := narrow(k), own_data.read_once(given)),
    )
    yield (
        "data with their optimum",
        logistic._data.cache_parameters()["maxsize"],
        lambda k: logistic._data(choices.DATA["two-clouds"](count=_ROWS), k),
    )
    yield (
        "addresses",
        queries._read_once.cache_parameters()["maxsize"],
        lambda k: queries.parsed(
            cls := _CLASSES[k % len(_CLASSES)], to_query(from_query(cls, {"seed": str(k)}))
        ),
    )
    yield (
        "compiled loops",
        straight_line._compiled.cache_parameters()["maxsize"],
        lambda k: straight_line._compiled(Network((2, 2 + k % 8, 2)), SquaredError(), float(k)),
    )
    yield "exact solutions", 1, lambda _: solutions.catalog()


def fill_store(least: int) -> None:
    """Experiments until the store forgets, and at least so many of them."""
    print(_ROW.format("experiments", "results", "kept MB", "process MB"))
    for number in numbers():
        if number:
            before = KEPT.bytes
            experiment(number)
            job(number)
        if number % 10 == 0:
            kept = f"{KEPT.bytes / _MEGA:.1f}"
            print(_ROW.format(number, len(KEPT), kept, f"{resident():.0f}"), flush=True)
        if number >= least and KEPT.bytes <= before:
            break
    print(f"The store keeps at most {KEPT.most / _MEGA:.0f} MB.")


def fill_the_rest() -> float:
    """Megabytes of what is kept by count, all of it full."""
    print(_FILLED.format("\nkept by count", "entries", "MB"))
    total = 0.0
    for name, most, make in by_count():
        size = weight([make(k) for k in range(most)]) / _MEGA
        total += size
        print(_FILLED.format(name, most, f"{size:.1f}"), flush=True)
    return total


def main(least: int) -> int:
    fill_store(least)
    rest = fill_the_rest()
    held = resident()
    print(f"All together {KEPT.bytes / _MEGA + rest:.0f} MB.")
    print(f"The process holds {held:.0f} MB of the {MOST_MEGABYTES} that it may.")
    return int(held > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
