"""What chapters are made of: presets, sections, jobs beside the page, scripts, words.

A page reads `chapter.begin(…)`, `chapter.presets(…)`, `chapter.sections(…)`.
"""

from pages.ui.chapter.presets import begin, events, presets, restart_buttons, seed_button
from pages.ui.chapter.sections import sections

__all__ = ["begin", "events", "presets", "restart_buttons", "sections", "seed_button"]
