"""Every preset of the chapters as it stands on its page, the question's own run first."""

from typing import Any

from core.spec import as_text, from_query
from pages.ui.higham import actions as higham
from pages.ui.logistic import actions as logistic
from pages.ui.optimizers import actions as race
from pages.ui.xor import actions as xor
from tests.reference.links.runs import CHAPTERS


def presets() -> dict[tuple[str, str], Any]:
    """The specs by chapter and label."""
    settings = {
        "logistic": logistic.PRESETS,
        "higham": (higham.REPLAY, *higham.PRESETS),
        "xor": xor.PRESETS,
    }
    specs = {
        (chapter, preset.label): _spec(chapter, preset.settings)
        for chapter, several in settings.items()
        for preset in several
    }
    return specs | {("race", preset.label): preset.spec for preset in race.PRESETS}


def _spec(chapter: str, settings: dict[str, Any]) -> Any:
    query = {name: as_text(value) for name, value in settings.items()}
    return from_query(CHAPTERS[chapter].experiment, query)
