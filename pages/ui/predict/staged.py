"""The stage while a question is open, and after the answer."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pages.ui.chapter.presets import restart
from pages.ui.controls import in_force
from pages.ui.predict.asking import Questions, listeners, open_question
from pages.ui.predict.kinds import Drawn, Pointed
from pages.ui.predict.question import Question
from pages.ui.predict.state import asked
from pages.ui.stage import Asked, Scene, stage


def put_on_stage(
    scene: Scene,
    *,
    cls: type[Any],
    questions: Questions,
    key: str,
    on: Mapping[str, Callable[[], None]],
    follow: Callable[[], Scene] | None = None,
) -> None:
    """Show a scene as `stage` does; as long as a question is open, without what would answer it."""
    spec = in_force(cls)
    question = open_question(spec, questions)
    about = None if question is None else _told(spec, question)
    stage(
        replace(scene, asked=about),
        key=key,
        on={**on, **listeners(cls, question, key, restart)},
        follow=None if follow is None else lambda: replace(follow(), asked=about),
    )


def _told(spec: Any, question: Question[Any]) -> Asked | None:
    now = asked()
    if now is None:
        return None
    waits = now.answer is None
    about = Asked(question.kind, waits, question.hides if waits else ())
    if isinstance(question, Drawn):
        sketch = question.drawn(spec, now.answer).tolist() if now.answer else None
        return replace(
            about,
            panel=question.panel,
            lane=question.lane,
            top=question.top(spec),
            sketch=sketch,
        )
    if isinstance(question, Pointed) and now.answer and not question.sets(spec, (0.0, 0.0)):
        return replace(about, place=question.place(now.answer))
    return about
