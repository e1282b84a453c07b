"""Parts of a page that can be run without the rest of it.

A run of the whole page is always right, and is what any change makes. Where a change is known to
reach a few parts only (a learning rate, a container that opens), these run and nothing else does.
A part is a fragment of Streamlit's that refuses to run alone unless it has been asked for by name:
whatever else happens inside of it runs the whole page, as it does everywhere.
"""

from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, Final

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from pages.ui.address import here
from pages.ui.lecture.hidden import is_hidden
from pages.ui.lecture.mode import lecture
from pages.ui.turns import give_way, one_run

Of = Callable[[Any], object]

STAGE: Final = "stage"
"""The name of the part that a page must have, if a learning rate is to run its parts only."""

# Seconds by which the run of parts overtakes those of pages: somebody has a slider in the hand.
_AHEAD: Final = 1.0
_WHOLE: Final = "page-is-whole"
_SHOWN: Final = "parts-shown"
_ASKED: Final = "parts-asked"
_INSIDE: ContextVar[bool] = ContextVar("inside a part", default=False)


def begin_page(*, new: bool = False) -> None:
    """Forget the parts of the run before. The first call of every page.

    new: the reader comes from another page, whose parts cannot be asked for any more.
    """
    st.session_state.update({_WHOLE: None, _SHOWN: {}, _ASKED: None})
    context = get_script_run_ctx()
    if new and context is not None:
        context.fragment_storage.clear()
        _drop_what_is_asked_of_other_pages()


def run_whole() -> None:
    """No part of this page may run alone, until the whole of it has run again."""
    st.session_state[_WHOLE] = False


def end_page() -> None:
    """From here on parts may run alone; a run that was cut short has left some of them out."""
    if st.session_state.get(_WHOLE) is None:
        st.session_state[_WHOLE] = True
    _drop_what_is_asked_of_other_pages()


def _drop_what_is_asked_of_other_pages() -> None:
    """A part that looks by itself how far its work is asks once more while its page is left.

    Streamlit would find nothing to run after this page, but name the page before to the browser,
    which then shows nothing at all. It has no call for this.
    """
    context = get_script_run_ctx()
    requests = context.script_requests if context is not None else None
    if context is None or requests is None:
        return
    with requests._lock:
        asked = requests._rerun_data
        other = asked.page_script_hash != context.page_script_hash
        if requests._state is ScriptRequestType.RERUN and asked.fragment_id_queue and other:
            requests._state = ScriptRequestType.CONTINUE


def part(name: str, show: Callable[[], None], of: Of | None = None) -> None:
    """Show a part of the page where the caller stands.

    show: asks the session for all that can change. of: what of a spec the part depends on, where
    it is not all of it.
    """
    _shown()[name] = of

    @one_run(_AHEAD)
    def alone() -> None:
        context = get_script_run_ctx()
        running = context.fragment_ids_this_run if context is not None else None
        if running and not _INSIDE.get() and not _is_asked(name, len(running)):
            st.rerun()
        inside = _INSIDE.set(True)
        give_way()
        try:
            show()
        finally:
            _INSIDE.reset(inside)

    st.fragment(alone, key=f"part-{name}")()


def fold_key(name: str) -> str:
    """Where the session has whether a fold is open."""
    return f"open-{name}"


def folded(
    name: str,
    label: str,
    show: Callable[[], None],
    of: Of = lambda _: None,
    tell: Callable[[bool], None] = lambda _: None,
) -> None:
    """An expander whose content is made only while it is open, and depends on no learning rate.

    of: what of a spec it depends on, where that is not so. tell: hears whether it is open.
    """
    key = fold_key(name)
    if is_hidden(name):
        return
    # What a lecturer may need is one key away, and not one more click.
    opened = lecture() and name == "more"

    def content() -> None:
        told = here(rerun_part)
        with st.expander(label, opened, key=key, on_change=told, args=(name,)) as expander:
            tell(bool(expander.open))
            if expander.open:
                show()

    part(name, content, of=lambda spec: of(spec) if st.session_state.get(key) else None)


def rerun_changed(before: object, after: object) -> None:
    """Run the parts that another spec changes and nothing else; in a callback, which ends here.

    A page whose stage is no part runs as a whole.
    """
    if STAGE in _shown():
        _rerun([name for name, of in _shown().items() if of is None or of(before) != of(after)])


def rerun_part(name: str) -> None:
    """Run this part again and nothing else; in a callback, which ends here."""
    _rerun([name] if name in _shown() else [])


def _rerun(names: list[str]) -> None:
    """Ask for these parts, where the page is whole; else the run that follows makes all of it."""
    if names and st.session_state.get(_WHOLE):
        st.session_state[_ASKED] = (len(names), set(names))
        # A part that has gone meanwhile is found out by a run of the whole page.
        with suppress(StreamlitAPIException):
            st.rerun([f"part-{name}" for name in names])


def _is_asked(name: str, together: int) -> bool:
    """Whether this run is one of the parts that were asked for; it is so only once."""
    count, names = st.session_state.get(_ASKED) or (0, set[str]())
    if count != together or name not in names:
        return False
    names.discard(name)
    return True


def _shown() -> dict[str, Of | None]:
    shown: dict[str, Of | None] = st.session_state.setdefault(_SHOWN, {})
    return shown
