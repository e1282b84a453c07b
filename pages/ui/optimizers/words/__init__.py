"""The race in words: sentences made of numbers alone, without a page."""
