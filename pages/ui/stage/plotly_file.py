"""plotly.js for the browser, taken from the installed plotly package."""

import os
import tempfile
from pathlib import Path

import plotly
import streamlit.components.v1 as components
from plotly.offline import get_plotlyjs

STATIC = Path(__file__).resolve().parents[3] / "static"
PACKAGED = Path(plotly.__file__).parent / "package_data"
"""The package's own folder that has plotly.min.js."""


def plotly_file() -> str:
    """The file's name, which carries plotly's version: another version is another file."""
    return f"plotly-{plotly.__version__}.min.js"


def plotly_url(static: Path = STATIC) -> str:
    """Where the browser finds it, relative to the app's address (which may have a sub-path).

    In the app's static folder; where that could not be written, in plotly's own, from which a
    browser takes it anew with every page. To be called while a page runs.
    """
    if (static / plotly_file()).is_file():
        return f"app/static/{plotly_file()}"
    served = components.declare_component("plotly", path=PACKAGED)
    return f"component/{served.name}/plotly.min.js?{plotly.__version__}"


def install_plotly(static: Path = STATIC) -> Path | None:
    """Write plotly.js into the static folder unless this version is there already.

    Atomic: another process starting at the same time sees the whole file or none. None where the
    folder cannot be written: a checkout may be read-only.
    """
    target = static / plotly_file()
    if target.is_file():
        return target
    try:
        static.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=static, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(get_plotlyjs())
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError:
        return None
    return target
