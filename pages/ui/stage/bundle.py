"""The stage's JavaScript modules and style sheet as the two strings that Streamlit wants.

Streamlit takes one ES module as text. The files beside this one are ordinary modules; each becomes
a function that returns its exports, and each import a destructuring of those. Comments stay behind.
"""

import re
from collections.abc import Sequence
from pathlib import Path

MODULES = (
    "names",
    "numbers",
    "wire",
    "film",
    "dom",
    "drawing",
    "keys",
    "forward",
    "hidden",
    "projections",
    "layers",
    "selection",
    "clock",
    "grid",
    "projection",
    "overlay",
    "hatch",
    "plotlyjs",
    "plot",
    "pointer",
    "landscape",
    "line",
    "field",
    "boundary",
    "curve",
    "strip",
    "diagram",
    "handwork",
    "network",
    "matrix",
    "readout",
    "standings",
    "morph",
    "crease",
    "space_window",
    "space_drawing",
    "space",
    "separating",
    "line_hands",
    "separate",
    "panels",
    "byhand",
    "player",
    "main",
    "show",
    "install",
)
"""The stage's, in an order in which every module comes after the ones it imports."""

REPERTOIRE_MODULES = ("names", "wire", "repertoire")
"""Those of the component that brings what scenes have in common."""

CHUNK_MODULES = ("names", "wire", "chunk")
"""Those of the component that brings what is new of a run under way."""

MOUNT_MODULES = ("names", "mount")
"""Those of the component that readers see."""

_FOLDER = Path(__file__).parent
_SHEETS = ("stage.css", "network.css", "standings.css", "space.css")
_COMMENTS = re.compile(r"^[ ]*(?:/\*\*.*?\*/|//[^\n]*)\n", re.DOTALL | re.MULTILINE)
_IMPORT = re.compile(r'^import (\{[^}]*\})\s+from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


def javascript(modules: Sequence[str]) -> str:
    """The modules as one; its default export is that of the last."""
    *inner, last = modules
    return "\n".join([*(_scoped(name) for name in inner), _plain(last)])


def stylesheet() -> str:
    """What the style sheets say; those after the stage's may overrule it."""
    return "\n".join((_FOLDER / name).read_text("utf-8") for name in _SHEETS)


def _plain(name: str) -> str:
    source = _COMMENTS.sub("", (_FOLDER / f"{name}.js").read_text("utf-8"))
    return _IMPORT.sub(r"const \1 = module_\2;", source)


def _scoped(name: str) -> str:
    source = _plain(name)
    names = ", ".join(match[2] for match in _EXPORT.finditer(source))
    body = _EXPORT.sub(r"\1", source)
    return f"const module_{name} = (() => {{\n{body}\nreturn {{ {names} }};\n}})();"
