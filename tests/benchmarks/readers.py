"""What the server holds with many readers: `python -m tests.benchmarks.readers [readers]`.

Each has settings of their own, a chapter in turn, and stays: they come all at once, open all that
is folded and every section, move the learning rate and draw new seeds. Status 1 beyond the limit.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from tests.benchmarks.reruns import Server, reader, served
from tests.budgets import MOVES
from tests.chapters import EXPERIMENTS, SHORT
from tests.reader import Reader

READERS, SEEDS = 30, 3
MOST_MEGABYTES: Final = 700
"""What docs/deploy.md gives to a process, and Community Cloud leaves it."""

_ROW = "{:<44}{:>8}{:>8}"


def peak(server: Server) -> float:
    """The most megabytes that the process has held so far (Linux)."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return int(kilobytes) * 1024 / 1e6


def sections(one: Reader) -> Iterator[str]:
    """The names of what a reader can open below the stage."""
    for element in one.elements.values():
        if element.WhichOneof("type") == "button_group" and "-section" in element.button_group.id:
            yield from [option.content for option in element.button_group.options]


def busy(one: Reader, page: str, number: int) -> int:
    """All that a reader does; how many runs of the page that has been."""
    runs = 1
    one.arrive()
    for name in list(sections(one)):
        one.turn("-section", name)
        runs += 1
    if page in MOVES:
        move = MOVES[page]
        for key in move.opened:
            one.open(key)
        for value in move.values:
            one.turn(move.key, value)
            runs += 1
    one.open("open-more")
    for seed in range(SEEDS):
        if any("/seed" in str(each) for each in one.elements.values()):
            one.turn("/seed", 1000 * (seed + 1) + number)
            runs += 1
    return runs


def main(count: int) -> int:
    pages = list(EXPERIMENTS)
    print(_ROW.format("", "MB", "peak MB"))
    with served() as server, ExitStack() as sessions:
        print(_ROW.format("before anybody has come", f"{server.memory:.0f}", f"{peak(server):.0f}"))
        here = []
        for number in range(count):
            page = pages[number % len(pages)]
            query = urlencode({**SHORT.get(page, {}), "seed": str(number)})
            here.append((reader(server, page, sessions, query), page, number))
        with ThreadPoolExecutor(count) as crowd:
            runs = sum(crowd.map(lambda each: busy(*each), here))
        held = server.memory
        said = f"{count} readers, {runs} runs of their pages"
        print(_ROW.format(said, f"{held:.0f}", f"{peak(server):.0f}"))
        most = peak(server)
    print(f"At most {most:.0f} MB of the {MOST_MEGABYTES} that it may hold.")
    return int(most > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else READERS))
