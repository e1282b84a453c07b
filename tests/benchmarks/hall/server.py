"""The app as readers meet it, in a process of its own."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from urllib.error import URLError
from urllib.request import urlopen

from tests import patience

ROOT = Path(__file__).parents[3]
LOG = ROOT / "test-results" / "hall.log"


class Server:
    """`streamlit run` of the app, or of a script, on a free port, as deployed.

    Its log is kept in test-results.
    """

    def __init__(self, script: str = "app.py") -> None:
        self._log = LOG if script == "app.py" else LOG.with_stem(Path(script).stem)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self._command = [
            *(sys.executable, "-m", "streamlit", "run", script),
            *("--server.address=127.0.0.1", f"--server.port={port}"),
            "--server.fileWatcherType=none",
        ]

    def __enter__(self) -> "Server":
        self._log.parent.mkdir(exist_ok=True)
        with self._log.open("w") as log:
            self._process = subprocess.Popen(self._command, cwd=ROOT, stdout=log, stderr=log)
        try:
            patience.until(self._healthy)
        except BaseException:
            self._process.kill()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait()

    def _healthy(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError("The server has ended.")
        try:
            with urlopen(f"{self.address}/_stcore/health") as answer:
                return answer.status == 200
        except URLError:
            return False

    def megabytes(self) -> float:
        """What the process holds in memory, where the system says so (Linux), else nan."""
        status = Path(f"/proc/{self._process.pid}/statm")
        if not status.is_file():
            return float("nan")
        return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def cpu(self) -> float:
        """Seconds of CPU that the process has taken so far (Linux), else nan."""
        status = Path(f"/proc/{self._process.pid}/stat")
        if not status.is_file():
            return float("nan")
        user, system = status.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
