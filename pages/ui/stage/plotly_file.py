"""plotly.js for the browser, taken from the installed plotly package.

Streamlit compresses what it serves anew at every request, 0.2 s of CPU for this file, but leaves
alone what is compressed already. So a packed copy stands beside it, which the stage unpacks.
"""

import gzip
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

    In the app's static folder, packed; where that could not be written, in plotly's own, from
    which a browser takes it anew with every page. To be called while a page runs.
    """
    for name in (f"{plotly_file()}.gz", plotly_file()):
        if (static / name).is_file():
            return f"app/static/{name}"
    served = components.declare_component("plotly", path=PACKAGED)
    return f"component/{served.name}/plotly.min.js?{plotly.__version__}"


def install_plotly(static: Path = STATIC) -> Path | None:
    """Write plotly.js and its packed copy into the static folder unless this version is there.

    None where the folder cannot be written: a checkout may be read-only.
    """
    target = static / plotly_file()
    packed = static / f"{plotly_file()}.gz"
    if target.is_file() and packed.is_file():
        return target
    content = get_plotlyjs().encode("utf-8")
    try:
        static.mkdir(parents=True, exist_ok=True)
        _write(target, content)
        _write(packed, gzip.compress(content, mtime=0))
    except OSError:
        return None
    return target


def _write(target: Path, content: bytes) -> None:
    """Atomic: another process starting at the same time sees the whole file or none."""
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(target)
