"""plotly.js as a static file of the app, taken from the installed plotly package."""

import os
import tempfile
from pathlib import Path

import plotly
from plotly.offline import get_plotlyjs

STATIC = Path(__file__).resolve().parents[3] / "static"


def plotly_file() -> str:
    """The file's name, which carries plotly's version: another version is another file."""
    return f"plotly-{plotly.__version__}.min.js"


def plotly_url() -> str:
    """Where the browser finds it, relative to the app's address (which may have a sub-path)."""
    return f"app/static/{plotly_file()}"


def install_plotly(static: Path = STATIC) -> Path:
    """Write plotly.js into the static folder unless this version is there already.

    Atomic: another process starting at the same time sees the whole file or none.
    """
    target = static / plotly_file()
    if target.exists():
        return target
    static.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=static, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(get_plotlyjs())
    Path(name).chmod(0o644)
    Path(name).replace(target)
    return target
