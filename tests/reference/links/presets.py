"""Every preset of the chapters as it stands on its page, the question's own run first."""

from typing import Any

from pages.ui.higham.presets import PRESETS as HIGHAM
from pages.ui.implicit.presets import PRESETS as IMPLICIT
from pages.ui.logistic.presets import PRESETS as LOGISTIC
from pages.ui.optimizers.presets import PRESETS as RACE
from pages.ui.regularization.presets import PRESETS as REGULARIZATION
from pages.ui.xor.presets import PRESETS as XOR
from tests.reference.links.runs import CHAPTERS


def presets() -> dict[tuple[str, str], Any]:
    """The specs by chapter and label."""
    rows = {
        "logistic": LOGISTIC,
        "higham": HIGHAM,
        "xor": XOR,
        "race": RACE,
        "regularization": REGULARIZATION,
        "implicit": IMPLICIT,
    }
    return {
        (chapter, preset.label): preset.spec(CHAPTERS[chapter].experiment)
        for chapter, row in rows.items()
        for preset in row
    }
