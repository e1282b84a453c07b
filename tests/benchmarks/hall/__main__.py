"""`python -m tests.benchmarks.hall [readers] [moves]`: a table of what a hall waits for.

Waits are in seconds, from the request to the scene in the answer; the server's CPU is per answer.
A request that is not answered with a scene is lost, and makes the exit status 1.
"""

import asyncio
import sys
from dataclasses import dataclass, field

from websockets.exceptions import WebSocketException

from tests.benchmarks.hall.plan import THINKING, Act, Visit, acts, percentile
from tests.benchmarks.hall.reader import LostError, Reader
from tests.benchmarks.hall.server import Server

READERS, FEW, MOVES = 60, 20, 10
ROW = "{:<36}{:>9}{:>8}{:>8}{:>8}{:>8}{:>10}{:>8}{:>8}{:>6}"
HEAD = ("act", "answers", "p50 s", "p95 s", "most s", "CPU s", "messages", "kB", "MB", "lost")


@dataclass
class Heard:
    """What the readers of an act have waited for."""

    waits: list[float] = field(default_factory=list)
    answers: int = 0
    messages: int = 0
    bytes: int = 0
    lost: list[str] = field(default_factory=list)


async def visit(address: str, planned: Visit, opening: bool, heard: Heard) -> None:
    """One reader's visit."""
    await asyncio.sleep(planned.comes)
    try:
        async with Reader(address, planned.query) as reader:
            wait = await reader.ask()
            heard.waits += [wait] if opening else []
            heard.answers += 1
            for move in range(planned.moves):
                await asyncio.sleep(THINKING)
                reader.move(planned.choice(reader.options, reader.eta, move))
                heard.waits.append(await reader.ask())
                heard.answers += 1
            heard.messages += reader.messages
            heard.bytes += reader.bytes
    except (LostError, OSError, WebSocketException) as error:
        heard.lost.append(str(error) or repr(error))


async def play(address: str, act: Act) -> Heard:
    """All visits of an act at once."""
    heard = Heard()
    await asyncio.gather(*(visit(address, one, act.opening, heard) for one in act.visits))
    return heard


def main(readers: int = READERS, moves: int = MOVES) -> int:
    lost: list[str] = []
    print(ROW.format(*HEAD))
    with Server() as server:
        # The first reader of all pays for the imports.
        first = Act("the first reader of all", True, (Visit(0.0, "seed=0", 0, 0),))
        for act in (first, *acts(readers, FEW, moves)):
            before = server.cpu()
            heard = asyncio.run(play(server.address, act))
            lost += heard.lost
            each = max(1, heard.answers)
            numbers = (
                *(f"{percentile(heard.waits, percent):.2f}" for percent in (50, 95, 100)),
                f"{(server.cpu() - before) / each:.3f}",
                f"{heard.messages / each:.0f}",
                f"{heard.bytes / each / 1e3:.0f}",
                f"{server.megabytes():.0f}",
            )
            print(ROW.format(act.title, heard.answers, *numbers, len(heard.lost)), flush=True)
    for sentence in sorted(set(lost)):
        print(f"lost: {sentence}")
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
