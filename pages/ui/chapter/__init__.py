"""What chapters are made of: presets, sections, jobs beside the page, scripts, words."""
