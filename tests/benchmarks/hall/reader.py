"""One reader: a WebSocket session with Streamlit's own messages."""

import asyncio
from time import perf_counter
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PAGE, STAGE, ETA = "logistic_regression", "loss_landscape_stage", "optimizer.eta"
_ONCE_MORE = ForwardMsg.FINISHED_EARLY_FOR_RERUN
PATIENCE = 120.0
"""Seconds after which a request counts as lost."""


class LostError(Exception):
    """A request that was not answered, or not with a scene."""


class Reader:
    """An open page, as far as the server can tell: what is set, and which messages it has kept."""

    def __init__(self, address: str, query: str) -> None:
        self._address, self._query = f"{address.replace('http', 'ws', 1)}/_stcore/stream", query
        self._back = BackMsg()
        self._kept: dict[str, ForwardMsg] = {}
        self._eta: Slider | None = None
        self.messages = self.bytes = 0

    async def __aenter__(self) -> "Reader":
        self._connection: ClientConnection = await connect(
            self._address, subprotocols=["streamlit"], max_size=None, compression=None,
            open_timeout=PATIENCE, ping_interval=None,
        )  # fmt: skip
        state = self._back.rerun_script
        state.query_string, state.page_name = self._query, PAGE
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._connection.close()

    @property
    def options(self) -> list[str]:
        """Where the slider of η can stand; empty before the first answer."""
        return [] if self._eta is None else list(self._eta.options)

    @property
    def eta(self) -> str:
        """Where it stands; empty before the first answer."""
        for state in self._back.rerun_script.widget_states.widgets:
            return state.string_array_value.data[0]
        return "" if self._eta is None else self._eta.options[int(self._eta.default[0])]

    def move(self, option: str) -> None:
        """Set the slider of η, which the next request tells."""
        if self._eta is None:
            raise LostError("There is no slider of η.")
        widgets = self._back.rerun_script.widget_states
        del widgets.widgets[:]
        widgets.widgets.add(id=self._eta.id).string_array_value.data.append(option)

    async def ask(self) -> float:
        """Seconds from a request to the scene in its answer, which is read to its end."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._answer()
        except (TimeoutError, ConnectionClosed) as error:
            raise LostError(f"no answer: {error!r}") from error

    async def _answer(self) -> float:
        state = self._back.rerun_script
        del state.cached_message_hashes[:]
        state.cached_message_hashes.extend(self._kept)
        asked, delivered = perf_counter(), 0.0
        await self._connection.send(self._back.SerializeToString())
        while True:
            message = await self._message()
            match message.WhichOneof("type"):
                case "new_session":
                    state.page_script_hash = message.new_session.page_script_hash
                case "delta" if message.delta.HasField("new_element"):
                    element = message.delta.new_element
                    if self._look(element):
                        delivered = perf_counter() - asked
                case "page_info_changed":
                    state.query_string = message.page_info_changed.query_string
                case "script_finished" if message.script_finished != _ONCE_MORE:
                    break
        if not delivered:
            raise LostError("The script ended without a scene.")
        return delivered

    async def _message(self) -> ForwardMsg:
        raw = await self._connection.recv(decode=False)
        self.messages, self.bytes = self.messages + 1, self.bytes + len(raw)
        message = ForwardMsg.FromString(raw)
        if message.WhichOneof("type") == "ref_hash":
            return self._kept[message.ref_hash]
        if message.metadata.cacheable:
            self._kept[message.hash] = message
        return message

    def _look(self, element: Element) -> bool:
        """Whether this is the scene."""
        match element.WhichOneof("type"):
            case "exception":
                raise LostError(element.exception.message)
            case "slider" if element.slider.id.endswith(ETA):
                self._eta = element.slider
            case "bidi_component":
                return element.bidi_component.component_name == STAGE
        return False
