"""The app as it is, and the empty page of the tests out of sight beside its own."""

import runpy
from pathlib import Path

from pages.ui.stage import install_plotly
from tests.browser import elsewhere

# Streamlit serves what lies beside the script that it runs.
install_plotly(Path(__file__).parent / "static")
elsewhere.add_to_navigation()
runpy.run_path(str(Path(__file__).parents[2] / "app.py"))
