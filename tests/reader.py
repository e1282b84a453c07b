"""A reader's browser without the browser: it speaks Streamlit's protocol and counts what comes.

Like the real one it keeps the elements of the last run, tells the values of all their widgets with
every rerun, and has large messages sent to it only once.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

Send = Callable[[bytes], None]
Receive = Callable[[], bytes]


@dataclass
class Run:
    """What one run of the script has sent: messages, bytes, how many elements of each kind."""

    messages: int = 0
    bytes: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


class Reader:
    """One reader of a page. `send` takes a message to the server, `receive` waits for the next."""

    def __init__(self, send: Send, receive: Receive, page: str = "", query: str = "") -> None:
        self._send, self._receive = send, receive
        self._page, self._query, self._hash = page, query, ""
        self._elements: dict[tuple[int, ...], Element | Block] = {}
        self._told: dict[str, WidgetState] = {}
        self._cached: dict[str, tuple[Element, int]] = {}
        self._age, self._runs = 0, 0

    def arrive(self) -> Run:
        """Open the page."""
        return self._rerun()

    def again(self) -> Run:
        """Have the whole page run once more, with nothing changed."""
        return self._rerun()

    def turn(self, key: str, value: str | float | bool | list[str]) -> Run:
        """Give the widget with this key, or a part of its id, another value."""
        state = self._state_of(self._widget(key))
        match state.WhichOneof("value"):
            case "string_array_value":
                state.string_array_value.data[:] = value if isinstance(value, list) else [value]
            case "double_array_value":
                state.double_array_value.data[:] = [float(str(value))]
            case str(name):
                setattr(state, name, value)
        self._told[state.id] = state
        return self._rerun()

    def open(self, key: str) -> Run | None:
        """Open the container with this key; the server is only told where it listens."""
        found = [one for one in self._widgets() if key in one.id]
        return self.turn(key, True) if found else None

    def press(self, key: str) -> Run:
        """Press the button with this key."""
        return self._rerun(WidgetState(id=self._widget(key).id, trigger_value=True))

    def tell(self, key: str, event: str, value: object) -> Run:
        """Let the component with this key tell of an event."""
        component = self._widget(key).id
        trigger = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{component}__events")
        trigger.json_trigger_value = json.dumps([{"event": event, "value": value}])
        return self._rerun(trigger)

    @property
    def elements(self) -> dict[tuple[int, ...], Element | Block]:
        """What is on the page by its place, containers included."""
        return self._elements

    @property
    def query(self) -> str:
        """What the address says after its question mark."""
        return self._query

    def _rerun(self, *triggers: WidgetState) -> Run:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._query, self._hash
        state.page_name = "" if self._hash else self._page
        state.context_info.url = f"http://localhost/{self._page}"
        state.cached_message_hashes.extend(self._cached)
        for widget in self._widgets():
            state.widget_states.widgets.append(self._state_of(widget))
        state.widget_states.widgets.extend(triggers)
        self._send(message.SerializeToString())
        return self._hear()

    def _hear(self) -> Run:
        run = Run()
        before, self._elements = self._elements, {}
        while True:
            data = self._receive()
            message = ForwardMsg.FromString(data)
            run.messages += 1
            run.bytes += len(data)
            kind = self._take(message)
            run.kinds[kind] += 1
            if kind == "script_finished":
                match message.script_finished:
                    case ForwardMsg.FINISHED_SUCCESSFULLY:
                        break
                    case ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
                        self._keep_the_rest(before)
                        break
                    case _:
                        self._elements = {}
        self._runs += 1
        self._forget_cached()
        return run

    def _keep_the_rest(self, before: dict[tuple[int, ...], Element | Block]) -> None:
        """What a run of some parts has not made anew stays as it was."""
        anew = [path for path, one in self._elements.items() if isinstance(one, Block)]
        rest = {
            path: one
            for path, one in before.items()
            if not any(path[: len(above)] == above for above in anew)
        }
        self._elements = rest | self._elements

    def _take(self, message: ForwardMsg) -> str:
        """Do what a browser does with a message; what kind it is."""
        path = tuple(message.metadata.delta_path)
        kind = message.WhichOneof("type") or ""
        match kind:
            case "new_session":
                self._hash = message.new_session.page_script_hash
                self._age = message.new_session.config.max_cached_message_age
            case "navigation":
                self._hash = message.navigation.page_script_hash
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "ref_hash":
                element, _ = self._cached[message.ref_hash]
                self._cached[message.ref_hash] = element, self._runs
                self._elements[path] = element
            case "delta":
                return self._place(path, message)
        return kind

    def _place(self, path: tuple[int, ...], message: ForwardMsg) -> str:
        delta = message.delta
        match delta.WhichOneof("type"):
            case "new_element":
                self._elements[path] = delta.new_element
                widget = getattr(
                    delta.new_element, delta.new_element.WhichOneof("type") or "", None
                )
                if getattr(widget, "set_value", False):
                    self._told.pop(widget.id, None)
                if message.metadata.cacheable:
                    self._cached[message.hash] = delta.new_element, self._runs
                return delta.new_element.WhichOneof("type") or "element"
            case "add_block":
                self._elements[path] = delta.add_block
                return f"{delta.add_block.WhichOneof('type') or 'container'} block"
        return delta.WhichOneof("type") or "delta"

    def _forget_cached(self) -> None:
        recent = self._runs - self._age
        self._cached = {name: kept for name, kept in self._cached.items() if kept[1] >= recent}

    def _widgets(self) -> Iterator[Any]:
        for element in self._elements.values():
            if (kind := element.WhichOneof("type")) is not None:
                widget = getattr(element, kind)
                if getattr(widget, "id", "") and kind in _VALUES:
                    yield widget

    def _widget(self, key: str) -> Any:
        inside = (
            getattr(one, one.WhichOneof("type") or "", None) for one in self.elements.values()
        )
        found = [one for one in inside if one is not None and key in str(getattr(one, "id", ""))]
        # A stage brings its code, panels and families by names that begin with its own.
        found = [one for one in found if one.id.endswith(f"-{key}")] or found
        if len(found) != 1:
            raise LookupError(f"{len(found)} widgets have {key} in their id")
        return found[0]

    def _state_of(self, widget: Any) -> WidgetState:
        """What the reader has told of a widget, else its default."""
        if widget.id in self._told:
            return self._told[widget.id]
        state = WidgetState(id=widget.id)
        kind = type(widget).__name__
        match kind:
            case "Slider" if widget.options:
                at = widget.raw_value if widget.set_value else []
                shown = at or [widget.options[int(i)] for i in widget.default]
                state.string_array_value.data[:] = shown
            case "Slider":
                state.double_array_value.data[:] = (
                    widget.value if widget.set_value else widget.default
                )
            case "Selectbox":
                first = widget.options[widget.default] if widget.options else ""
                state.string_value = widget.raw_value if widget.set_value else first
            case "ButtonGroup":
                chosen = [widget.options[i].content for i in widget.default]
                state.string_array_value.data[:] = widget.raw_values if widget.set_value else chosen
            case "NumberInput":
                if widget.set_value or widget.HasField("default"):
                    state.double_value = widget.value if widget.set_value else widget.default
            case "Checkbox":
                state.bool_value = widget.value if widget.set_value else widget.default
            case "TextArea":
                state.string_value = widget.value if widget.set_value else widget.default
            case "Expandable":
                state.bool_value = widget.expanded
            case "Popover":
                state.bool_value = widget.open
        self._told[widget.id] = state
        return state


_VALUES = {
    *("slider", "selectbox", "button_group", "number_input", "checkbox", "text_area"),
    *("expandable", "popover"),
}
"""The kinds of widgets whose values a browser tells."""
