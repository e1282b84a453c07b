"""Tables as people bring them: from the bytes of a file to samples, and a line about how."""

from pages.ui.tables.classes import Picked
from pages.ui.tables.reading import AT_FIRST, MOST_FEATURES, TableError, Understood, read_any

__all__ = ["AT_FIRST", "MOST_FEATURES", "Picked", "TableError", "Understood", "read_any"]
