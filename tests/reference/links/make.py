"""`python -m tests.reference.links.make [--anew]`: freezes the links that are new, or all anew."""

import os

# Before NumPy is imported: with more threads the last bits of a sum depend on the machine.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import sys
from collections.abc import Iterator
from typing import Any

from core.spec import to_query
from pages.ui.queries import link as shortest
from tests.reference.links.drawing import drawn
from tests.reference.links.frozen import (
    FILE,
    RELATIVE,
    Link,
    as_address,
    close,
    read,
    rounding,
    write,
)
from tests.reference.links.presets import presets
from tests.reference.links.runs import CHAPTERS

DRAWN = 14
SEED = 2019
MOVE = 1e-13
# Another machine rounds at every step and not at the first alone.
_MARGIN = 0.1


def main(anew: bool) -> None:
    """Write the file and say what is in it."""
    known = {} if anew else {(link.chapter, link.title): link for link in read()}
    links = [
        known.get((chapter, title)) or _link(chapter, title, spec)
        for chapter, title, spec in _experiments()
    ]
    write(links)
    chaotic = sum(link.chaotic for link in links)
    lost = sum(end.diverged_at >= 0 for link in links for end in link.ends.values())
    size = FILE.stat().st_size // 1000
    print(f"{len(links)} links, {chaotic} chaotic, {lost} diverged runs, {size} kB")


def _experiments() -> Iterator[tuple[str, str, Any]]:
    for (chapter, label), spec in presets().items():
        yield chapter, label, spec
    for chapter in CHAPTERS:
        for number, spec in enumerate(drawn(chapter, DRAWN, SEED), start=1):
            yield chapter, f"drawn {number}", spec


def _link(chapter: str, title: str, spec: Any) -> Link:
    run = CHAPTERS[chapter].ends
    ends, moved = run(spec), run(spec, MOVE)
    chaotic = not all(close(moved[lane], end, _MARGIN * RELATIVE) for lane, end in ends.items())
    query, full = as_address(shortest(spec)), as_address(to_query(spec))
    return Link(chapter, title, query, full, chaotic, ends, rounding())


if __name__ == "__main__":
    main("--anew" in sys.argv[1:])
