"""What chapters are made of: presets, sections, jobs beside the page, scripts, words.

A page reads `chapter.begin(…)`, `chapter.presets(…)`, `chapter.sections(…)`.
"""

from pages.ui.chapter.presets import begin, events, presets, restart_buttons, seed_button, shown
from pages.ui.chapter.sections import sections
from pages.ui.parts import folded, part

__all__ = [
    "begin",
    "events",
    "folded",
    "part",
    "presets",
    "restart_buttons",
    "sections",
    "seed_button",
    "shown",
]
