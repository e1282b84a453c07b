"""`python -m tests.benchmarks.reruns [rounds]`: what a run of each page costs a warm server.

A server of its own, spoken to over a WebSocket as a browser does: the first run of a new session,
and a move of the learning rate whose results are all there already. Messages, bytes, and the CPU
seconds of the server's process, of which the least of several rounds counts; then its memory.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests import patience
from tests.budgets import MOVES, Move
from tests.reader import Reader, Run

ROOT = Path(__file__).parents[2]
_SETTLED = 0.3
_ROW = "{:<22}{:>8}{:>9}{:>8}   {:>8}{:>9}{:>8}"


@dataclass(frozen=True)
class Server:
    """A running app."""

    address: str
    process: "subprocess.Popen[bytes]"

    @property
    def cpu(self) -> float:
        """Seconds that the process has computed (Linux)."""
        # The clock of another process, as clock_getcpuclockid names it.
        return time.clock_gettime((~self.process.pid << 3) | 2)

    @property
    def memory(self) -> float:
        """Megabytes that the process holds (Linux)."""
        status = Path(f"/proc/{self.process.pid}/statm").read_text()
        return int(status.split()[1]) * 4096 / 1e6


@contextmanager
def served(*options: str) -> Iterator[Server]:
    """The app on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", "app.py", *options),
            *("--server.address=127.0.0.1", f"--server.port={port}"),
            "--server.fileWatcherType=none",
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    server = Server(f"127.0.0.1:{port}", process)
    try:
        patience.until(lambda: _healthy(server))
        yield server
    finally:
        process.terminate()
        process.wait()


def _healthy(server: Server) -> bool:
    try:
        with urlopen(f"http://{server.address}/_stcore/health") as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def reader(server: Server, page: str, until: ExitStack, query: str = "") -> Reader:
    """A new session of a page, which ends with `until`."""
    line = until.enter_context(
        connect(
            f"ws://{server.address}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            compression=None,
            max_size=None,
        )
    )
    return Reader(line.send, lambda: line.recv(patience.SECONDS, decode=False), page, query)


def main(rounds: int, *options: str) -> None:
    """Print the table of all pages."""
    print(_ROW.format("", "first", "", "", "move", "", ""))
    print(_ROW.format("page", "messages", "bytes", "CPU ms", "messages", "bytes", "CPU ms"))
    with served(*options) as server:
        for page in ("", *MOVES):
            with ExitStack() as sessions:
                query = MOVES[page].query if page in MOVES else ""
                readers = [reader(server, page, sessions, query) for _ in range(rounds + 1)]
                readers[0].arrive()
                arrivals = [_cost(server, one.arrive) for one in readers[1:]]
                moves = _moves(server, readers[0], MOVES[page], rounds) if page in MOVES else []
            print(_ROW.format(page or "home", *_least(arrivals), *_least(moves)), flush=True)
        print(f"The server holds {server.memory:.0f} MB.")


def _moves(server: Server, one: Reader, move: Move, rounds: int) -> list[tuple[Run, float]]:
    for key in move.opened:
        one.open(key)
    for value in move.values:
        one.turn(move.key, value)
    return [
        _cost(server, partial(one.turn, move.key, value)) for value in rounds // 2 * move.values
    ]


def _cost(server: Server, ask: Callable[[], Run]) -> tuple[Run, float]:
    before = server.cpu
    run = ask()
    # What follows a run, such as the collection of garbage, belongs to it.
    time.sleep(_SETTLED)
    return run, server.cpu - before


def _least(found: list[tuple[Run, float]]) -> tuple[str, str, str]:
    if not found:
        return "", "", ""
    run = found[-1][0]
    return str(run.messages), str(run.bytes), f"{1000 * min(cpu for _, cpu in found):.0f}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8, *sys.argv[2:])
