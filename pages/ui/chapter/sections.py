"""Below the stage: one section at a time, and within a section one view."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

import streamlit as st

from core.spec import SpecError
from pages.ui.address import SECTION, here, named_in_address, section_asked, tell_section
from pages.ui.chapter.work import waiting
from pages.ui.controls import as_plain
from pages.ui.lecture.hidden import is_hidden
from pages.ui.parts import Of, fold_key, folded, part, rerun_part
from pages.ui.predict.state import awaits

T = TypeVar("T")

_REFUSED: Final = "section-refused"


def section_key(chapter: str) -> str:
    """Where the session has the section that the reader has chosen: its name, or None."""
    return f"{chapter}-section"


def sections(
    chapter: str,
    choices: Mapping[str, Callable[..., None]],
    given: Callable[[], Sequence[object]],
    *,
    first: str = "",
    still: Mapping[str, Of] | None = None,
) -> None:
    """A row of names, and the section that the reader has chosen, shown what is `given` just then.

    first: the name to begin with, the first of the row if there is none. still: what of a spec a
    section depends on, for those that not every learning rate changes.
    """
    key = section_key(chapter)
    if is_hidden("sections"):
        return

    # A scene of a deck that somebody else has made may name any.
    if st.session_state.get(key) not in choices:
        st.session_state.pop(key, None)
    usual = first or next(iter(choices))
    _open_asked(chapter, list(choices), usual)

    def show() -> None:
        _show_refused(chapter)
        name = st.segmented_control(
            "Below the stage",
            list(choices),
            default=usual,
            key=key,
            on_change=here(_chosen),
            label_visibility="collapsed",
        )
        tell_section("" if name in (None, usual) else named_in_address(name))
        if awaits():
            st.caption("What is below the stage follows after the answer.")
        elif name and waiting():
            st.caption("This follows as soon as the computation above has ended.")
        elif name:
            choices[name](*given())

    def of(spec: object) -> object:
        depends = (still or {}).get(str(st.session_state.get(key)))
        return spec if depends is None else depends(spec)

    part("section", show, of)


def no_section(chapter: str) -> None:
    """What an address asks for below a stage that has nothing there gets a sentence there."""
    if wanted := section_asked():
        _refuse(chapter, SpecError(SECTION, wanted, "there is none below this stage"))
    tell_section("")
    _show_refused(chapter)


def open_folded(chapter: str, name: str, label: str) -> None:
    """Open the fold that the address names, be it shown only later; before it is shown."""
    wanted, known = section_asked(), named_in_address(label)
    if wanted is not None:
        st.session_state[fold_key(name)] = wanted == known
        _refuse(chapter)
        if wanted not in ("", known):
            _refuse(chapter, SpecError(SECTION, wanted, f"allowed is {known}"))
            tell_section("")
    _show_refused(chapter)


def folded_section(name: str, label: str, show: Callable[[], None]) -> None:
    """A section in a fold, which the address names while it is open."""

    def tell(opened: bool) -> None:
        tell_section(named_in_address(label) if opened else "")

    folded(name, label, show, tell=tell)


def _open_asked(chapter: str, names: Sequence[str], usual: str) -> None:
    """Open the section that the address names; one that there is not gets a sentence."""
    wanted = section_asked()
    if wanted is None:
        return
    known = {named_in_address(name): name for name in names}
    _refuse(chapter)
    st.session_state[section_key(chapter)] = known.get(wanted, usual)
    if wanted and wanted not in known:
        error = SpecError(SECTION, wanted, f"allowed are {', '.join(known)}")
        _refuse(chapter, f"{error} {named_in_address(usual)} is shown instead.")


def _refuse(chapter: str, sentence: object = "") -> None:
    """Keep what is wrong with the section in the address: that of this chapter, and no other."""
    st.session_state[_REFUSED] = (chapter, str(sentence))


def _show_refused(chapter: str) -> None:
    whose, said = st.session_state.get(_REFUSED, ("", ""))
    if whose == chapter and said:
        st.warning(as_plain(said))


def _chosen() -> None:
    _refuse("")
    rerun_part("section")


def view(key: str, views: Mapping[str, T]) -> T:
    """The view that the reader has picked from a row of names, the first to begin with."""
    first = next(iter(views))
    name = st.pills(
        "View",
        views,
        default=first,
        required=True,
        key=key,
        label_visibility="collapsed",
        persist_state="session",
    )
    return views[name or first]
