"""A question on the page: its sentence, and a row to answer in, in place of the presets."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeVar

import streamlit as st

from core.experiments.experiment import Experiment
from core.spec import SpecError
from pages.ui.controls import as_plain, assign, by_hand, in_force
from pages.ui.lecture.hidden import is_hidden
from pages.ui.predict.kinds import Choice, Drawn, Number, Pointed
from pages.ui.predict.question import Question
from pages.ui.predict.state import answered, asked, before, keep_before, note, put
from pages.ui.queries import link

E = TypeVar("E", bound=Experiment)
Questions = Sequence[Question[Any]]
Restart = Callable[[type[Any]], None]

_TYPED: Final = "predict-number"
_REFUSED: Final = "predict-refused"
_HOW: Final[Mapping[type[Any], str]] = {
    Pointed: "Click the place in the picture.",
    Drawn: "Draw the curve in its panel, from left to right.",
}


def open_question(spec: Experiment, questions: Questions) -> Question[Any] | None:
    """The question that is open; it closes where the settings are no longer those it is about."""
    now = asked()
    if now is None:
        return None
    found = next((one for one in questions if one.name == now.name and one.fits(spec)), None)
    if found is None:
        put(None)
    return found


def sentence(
    spec: Experiment, question: Question[Any], questions: Questions, line: str = ""
) -> str:
    """The question, or the answer held against what the engine finds.

    line: that of the scene that asks. A hall reads it and the question until the scene is over,
    and not which of a chapter's questions this is.
    """
    now = asked()
    text = f"**{question.text}**"
    if now is not None and now.answer is not None:
        verdict = question.verdict(spec, now.answer)
        return f":small[{line} {text}]\n\n{verdict}" if line else verdict
    text = f"{text} {question.tolerance}".rstrip()
    if line:
        return f":small[{line}]\n\n{text}"
    number = f" {questions.index(question) + 1} of {len(questions)}" if questions[1:] else ""
    return f"*Predict first{number}.* {text}"


def offer(cls: type[Any], questions: Questions, restart: Restart) -> None:
    """The button that opens the first question that has not been answered."""
    if questions and not is_hidden("predict"):
        st.button(
            "Predict first",
            key=f"{cls.__name__}-predict",
            on_click=ask,
            args=(cls, _next(cls, questions), restart),
            type="tertiary",
            icon=":material/psychology_alt:",
            help="A question before each run, and the run is held against your answer.",
        )


def ask(cls: type[Any], question: Question[Any], restart: Restart) -> None:
    """Set the experiment of a question and ask it, in a callback."""
    keep_before(link(in_force(cls)))
    assign(cls, {**by_hand(cls), **question.settings}, keep=False)
    _forget()
    st.session_state[_TYPED] = ""
    put(question.name)
    restart(cls)


def answer(cls: type[Any], question: Question[Any], restart: Restart, text: str) -> None:
    """Take an answer, in a callback: the run plays. What is none gets a sentence, and it waits."""
    spec = in_force(cls)
    _forget()
    try:
        if text:
            question.check(spec, text)
    except SpecError as error:
        allowed = str(error).partition(" is not possible: ")[2]
        st.session_state[_REFUSED] = allowed[:1].upper() + allowed[1:]
        return
    put(question.name, text)
    if text:
        note(cls.__name__, question.name, right=question.mark(spec, text) == "Right")
    restart(cls)


def show_row(
    cls: type[Any], question: Question[Any], questions: Questions, restart: Restart
) -> None:
    """What a reader can do: answer, have it shown, go on to the next, leave."""
    now = asked()
    waits = now is not None and now.answer is None
    if waits:
        _show_ways(cls, question, restart)
        st.button(
            "Show it",
            key="predict-show",
            on_click=answer,
            args=(cls, question, restart, ""),
            type="tertiary",
            help="The answer without a guess.",
        )
    if questions[1:]:
        st.button(
            "Another question" if waits else "Next question",
            key="predict-next",
            on_click=ask,
            args=(cls, _next(cls, questions, question), restart),
            type="tertiary" if waits else "primary",
        )
    st.button(
        "Close",
        key="predict-close",
        on_click=_close,
        args=(cls, restart),
        type="tertiary",
        help="Back to the experiment of before.",
    )
    if not waits and (done := answered(cls.__name__)):
        st.caption(f"{sum(done.values())} of {len(done)} right so far", width="content")


def _show_ways(cls: type[Any], question: Question[Any], restart: Restart) -> None:
    if isinstance(question, Choice):
        with st.container(horizontal=True, gap="small", key="predict-options", width="content"):
            for number, words in enumerate(question.options(in_force(cls)), 1):
                st.button(
                    words,
                    key=f"predict-option-{number}",
                    on_click=answer,
                    args=(cls, question, restart, str(number)),
                )
    elif isinstance(question, Number):
        # In a form, since a number that is only typed is no answer to whoever then presses “Close”.
        with (
            st.form("predict-form", border=False, width="content"),
            st.container(horizontal=True, gap="small", vertical_alignment="center"),
        ):
            st.text_input(
                "Your answer",
                key=_TYPED,
                label_visibility="collapsed",
                placeholder="Your number",
                max_chars=20,
                width=140,
            )
            st.form_submit_button(
                "Answer",
                key="predict-answer",
                on_click=_take_number,
                args=(cls, question, restart),
                type="primary",
            )
    else:
        st.markdown(_HOW[type(question)], width="content")
    if said := st.session_state.get(_REFUSED):
        st.markdown(f":red[{as_plain(said)}]", width="content")


def _take_number(cls: type[Any], question: Question[Any], restart: Restart) -> None:
    if text := str(st.session_state[_TYPED]).strip():
        answer(cls, question, restart, text)


def listeners(
    cls: type[Any], question: Question[Any] | None, key: str, restart: Restart
) -> dict[str, Callable[[], None]]:
    """What the stage `key` tells an open question, in place of the page."""
    now = asked()
    if question is None or now is None or now.answer is not None:
        return {}
    if isinstance(question, Pointed):
        return {"start": partial(_take_place, cls, question, key, restart)}
    if isinstance(question, Drawn):
        return {"drawn": partial(_take_curve, cls, question, key, restart)}
    return {}


def _take_place(cls: type[Any], question: Pointed[Any], key: str, restart: Restart) -> None:
    a, b = st.session_state[key].start
    if sets := question.sets(in_force(cls), (float(a), float(b))):
        assign(cls, sets)
    answer(cls, question, restart, question.as_answer((a, b)))


def _take_curve(cls: type[Any], question: Drawn[Any], key: str, restart: Restart) -> None:
    costs = [float(cost) for cost in st.session_state[key].drawn]
    answer(cls, question, restart, question.as_answer(in_force(cls), costs))


def _next(cls: type[Any], questions: Questions, now: Question[Any] | None = None) -> Question[Any]:
    """The first after this one that has not been answered yet; the next, where all have."""
    done = answered(cls.__name__)
    after = 0 if now is None else list(questions).index(now) + 1
    order = [*questions[after:], *questions[:after]]
    return next((one for one in order if one.name not in done and one is not now), order[0])


def _close(cls: type[Any], restart: Restart) -> None:
    """Bring back what the question has taken the place of, but for what was made meanwhile."""
    _forget()
    if (experiment := before()) is not None:
        assign(cls, {**experiment, **by_hand(cls)}, keep=False)
        restart(cls)
    put(None)


def _forget() -> None:
    st.session_state[_REFUSED] = ""
