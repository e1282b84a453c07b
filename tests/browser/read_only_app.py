"""The app as it starts from a checkout that cannot be written."""

import runpy
from pathlib import Path

from pages.ui.stage.plotly_file import install_plotly, plotly_url

# A file stands where the folder would be, which stops the superuser too.
for function in (install_plotly, plotly_url):
    function.__defaults__ = (Path(__file__),)
runpy.run_path(str(Path(__file__).parents[2] / "app.py"))
