"""A run as a script: in PyTorch or in NumPy, with syntax colors and a download."""

import re
from dataclasses import replace
from hashlib import sha256
from typing import Final

import streamlit as st

from core.export import Ending, Recipe, ending, numpy_script, run_again, torch_script
from core.export.ending import MOST_TWICE
from pages.ui.chapter.remembered import kept
from pages.ui.chapter.words import printed, three
from pages.ui.chapter.work import at_hand, need, run_seconds, watch

_SCRIPTS: Final = {"PyTorch": torch_script, "NumPy": numpy_script}
# A browser colors this much at once; longer scripts are packed data for the most part.
_MOST_SHOWN = 20_000


def show_export(recipe: Recipe, *, key: str, final: float | None = None, note: str = "") -> None:
    """The scripts of a run, one at a time.

    final: the last loss, where the page has it; the run is done again otherwise. note: a sentence
    about how that loss is related to what the page shows. A run that diverges is exported up to
    its last good point.
    """
    row = st.container(horizontal=True, vertical_alignment="center")
    language = row.segmented_control(
        "Script",
        list(_SCRIPTS),
        default="PyTorch",
        key=f"{key}-language",
        label_visibility="collapsed",
        required=True,
    )
    try:
        script = _SCRIPTS[language](recipe)
        end = _ending(recipe, final, key)
        if end is None:
            return
        if end.steps < recipe.steps:
            script = _SCRIPTS[language](replace(recipe, steps=end.steps))
    except ValueError as error:
        st.markdown(f"This run has no script in {language}. {error}")
        return
    row.download_button(
        f"Download ({_size(script)})",
        script,
        _file_name(recipe.title, language),
        "text/x-python",
        key=f"{key}-download",
        on_click="ignore",
        icon=":material/download:",
    )
    st.markdown(_said(recipe, end, language, note))
    shown = script
    if len(script) > _MOST_SHOWN:
        shown = script[: script.rindex("\n", 0, _MOST_SHOWN)]
        st.caption(f"The first {_size(shown)} of {_size(script)}; the download has all of it.")
    st.code(shown, language="python", height=520)


def _size(script: str) -> str:
    return f"{len(script.encode()) / 1000:.1f} kB"


def _said(recipe: Recipe, end: Ending, language: str, note: str) -> str:
    sentences = [
        f"This run and nothing else: the same data, start and batches, {end.steps:,} steps. "
        f"With {language} installed the script prints the loss after the last step, "
        f"{last_loss(end)}",
        note,
        why_no_more(end),
    ]
    if end.steps < recipe.steps:
        sentences.append(
            f"Step {end.steps + 1:,} diverges, so the script ends at the last good point."
        )
    return " ".join(filter(None, sentences))


def last_loss(end: Ending) -> str:
    """The loss that a script prints, to as many digits as any order of sums gives."""
    if end.rounded:
        return f"about {printed(end.loss, '.1g')}."
    if not end.digits:
        return f"here {three(end.loss)}."
    said = f"`{end.loss:.{end.digits}g}`"
    return f"{said} to {end.digits} digits." if end.steady else f"about {said}."


def why_no_more(end: Ending) -> str:
    """Why it is said to no more digits."""
    if end.rounded:
        return "That is 0 but for rounding: other programs end at other digits as small."
    if end.digits is None:
        return (
            "So long a run is not done once more here: how many of its digits depend on the order "
            "in which sums are made is not known."
        )
    if end.steady:
        return "More of its digits depend on the order in which sums are made."
    moved = printed(100 * float(end.shaken or 0), ".1g")
    return (
        f"{'This run is chaotic: when' if end.chaotic else 'When'} its start is moved in the "
        "thirteenth digit and its gradients are rounded in another way, the last loss moves by "
        f"{moved} %. Other programs add up in another order, and may end further off."
    )


def _file_name(title: str, language: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") or "run"
    return f"{words[:60]}_{language.lower()}.py"


def _ending(recipe: Recipe, final: float | None, key: str) -> Ending | None:
    """How the run ends; None as long as that is found beside the page."""
    # A script determines its run, whatever the recipe is made of.
    digest = sha256(numpy_script(recipe).encode()).hexdigest()
    asked = digest, recipe, final
    runs = (final is None) + (recipe.steps <= MOST_TWICE)
    needs = [need(runs * run_seconds(recipe), _found, *asked)]
    if not at_hand(f"{key}-ending", digest, needs, doing="Running it once more"):
        return None
    return _found(*asked)


@kept()
def _found(digest: str, _recipe: Recipe, _final: float | None) -> Ending:
    return run_again(_recipe, watch()) if _final is None else ending(_recipe, _final, watch=watch())
