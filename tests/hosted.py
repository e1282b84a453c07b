"""The app without a network: Streamlit's own runtime in a thread, spoken to by readers."""

import asyncio
import queue
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from typing import TypeVar

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.runtime_util import serialize_forward_msg
from streamlit.runtime.session_manager import SessionClient

from tests import patience
from tests.reader import Reader

R = TypeVar("R")


class Host:
    """A runtime of one script. Readers come by `reader` and go when the host closes."""

    def __init__(self, script: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self.runtime = Runtime(
            RuntimeConfig(
                str(script), MemoryMediaFileStorage("/media"), MemoryUploadedFileManager("/upload")
            )
        )
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()
        patience.until(lambda: self._loop.is_running())

    def reader(self, page: str = "", query: str = "") -> Reader:
        """A new session of a page."""
        client = _Client()
        session = self._call(lambda: self.runtime.connect_session(client, {}))

        def send(data: bytes) -> None:
            message = BackMsg.FromString(data)
            self._call(lambda: self.runtime.handle_backmsg(session, message))

        return Reader(send, lambda: client.sent.get(timeout=patience.SECONDS), page, query)

    def close(self) -> None:
        """End all sessions."""
        self.runtime.stop()
        self._thread.join(patience.SECONDS)
        Runtime._instance = None

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        with closing(self._loop):
            self._loop.run_until_complete(self._run())

    async def _run(self) -> None:
        await self.runtime.start()
        await self.runtime.stopped

    def _call(self, work: Callable[[], R]) -> R:
        """What `work` gives on the runtime's own thread."""

        async def called() -> R:
            return work()

        return asyncio.run_coroutine_threadsafe(called(), self._loop).result(patience.SECONDS)


class _Client(SessionClient):
    """Where the runtime leaves what a browser would get."""

    def __init__(self) -> None:
        self.sent: queue.Queue[bytes] = queue.Queue()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        self.sent.put(serialize_forward_msg(msg))


@contextmanager
def hosted(script: Path) -> Iterator[Host]:
    """A host for the time of a with statement."""
    host = Host(script)
    try:
        yield host
    finally:
        host.close()
