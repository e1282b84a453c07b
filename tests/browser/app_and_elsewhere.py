"""The app as it is, and the empty page of the tests out of sight beside its own."""

import runpy
from pathlib import Path

from tests.browser import elsewhere

elsewhere.add_to_navigation()
runpy.run_path(str(Path(__file__).parents[2] / "app.py"))
