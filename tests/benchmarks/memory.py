"""How much the app keeps after many experiments: `python -m tests.benchmarks.memory [count]`.

Each experiment is another seed of the first chapter, with its scene encoded as for a browser. The
sum that the store knows is printed beside what the process has taken from the system.
"""

import sys
from pathlib import Path

from core.experiments.logistic.experiment import LogisticExperiment
from core.spec import from_query
from pages.ui.losses.loss_view import views
from pages.ui.losses.scene import scene
from pages.ui.stage import encode_scene
from pages.ui.store import KEPT

_MEGA = 1e6
_ROW = "{:>12}{:>10}{:>10}{:>10}"


def experiment(number: int, data: str = "two-clouds") -> bytes:
    """What a browser gets for one of the experiments."""
    query = {"data": data, "seed": str(number), "steps": str(300 + number)}
    return encode_scene(scene(views(from_query(LogisticExperiment, query))))


def resident() -> float:
    """Megabytes that the process holds, where the system says so (Linux), else nan."""
    status = Path("/proc/self/statm")
    pages = int(status.read_text().split()[1]) if status.is_file() else float("nan")
    return pages * 4096 / _MEGA


def main(count: int) -> None:
    print(_ROW.format("experiments", "results", "kept MB", "process MB"))
    for number in range(count + 1):
        if number:
            experiment(number)
        if number % 5 == 0:
            kept = f"{KEPT.bytes / _MEGA:.1f}"
            print(_ROW.format(number, len(KEPT), kept, f"{resident():.0f}"), flush=True)
    print(f"The store keeps at most {KEPT.most / _MEGA:.0f} MB.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
