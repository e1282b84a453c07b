"""The stage's JavaScript modules and style sheets as the strings that Streamlit wants.

Streamlit takes one ES module as text. The files in the rooms below are ordinary modules: from an
entry, its imports are followed, each module becomes a function that returns its exports, and each
import a destructuring of those. Comments stay behind.
"""

import os
import re
from collections.abc import Callable, Sequence, Set
from pathlib import Path

from core.networks.activations import ACTIVATIONS
from pages.ui.stage.model.activations import table

STAGE = "components/install.js"
"""The stage's code."""

CODE = "components/code.js"
"""The component that brings it, packed."""

REPERTOIRE = "components/repertoire.js"
"""The component that brings what scenes have in common."""

CHUNK = "components/chunk.js"
"""The component that brings what is new of a run under way."""

FOLLOW = "components/follow.js"
"""The component that brings a scene which says more of the run on stage."""

HALL = "components/hall.js"
"""The component that makes a page fit for a lecture hall: its keys, its screen, its scenes."""

MOUNT = "components/mount.js"
"""The component that readers see."""

Rooms = Set[str] | None
"""The rooms whose panels are meant; None for all of them."""

ROOT = Path(__file__).parent
_COMMENTS = re.compile(r"^[ ]*(?:/\*\*.*?\*/|//[^\n]*)\n", re.DOTALL | re.MULTILINE)
_IMPORT = re.compile(r'^import (\{[^}]*\})\s+from "(\.\.?/[\w./]+)";$', re.MULTILINE)
_PANEL = re.compile(r"^export class (\w+Panel) extends Panel\b", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


def javascript(entry: str, root: Path = ROOT, rooms: Rooms = None) -> str:
    """An entry and all that it imports as one module, whose default export is the entry's."""
    *inner, last = modules(entry, root, rooms)
    scoped = [_scoped(name, root, rooms) for name in inner]
    return "\n".join([*scoped, _plain(last, root, rooms)])


def stylesheet(root: Path = ROOT, rooms: Rooms = None) -> str:
    """The style sheets of the stage, of the hall, and of all that the panels of `rooms` import.

    The player's come first, so that a panel's may overrule them.
    """
    needed = {
        name.partition("/")[0] for name in [*modules(STAGE, root, rooms), *modules(HALL, root)]
    }
    sheets = sorted(root.glob("*/*.css"), key=lambda path: (path.parent.name != "player", path))
    kept = [path for path in sheets if path.parent.name in needed]
    return "\n".join(path.read_text("utf-8") for path in kept)


def homes(root: Path = ROOT) -> dict[str, str]:
    """The room of each class …Panel that a module below `root` exports, by the class's name."""
    return {panel: path.parent.name for panel, path in _panels(root)}


def modules(entry: str, root: Path = ROOT, rooms: Rooms = None) -> list[str]:
    """An entry and all that it imports, each after the ones that it imports itself.

    Paths are relative to `root`. Modules that import each other in a circle, a missing one, or an
    import in a form that is not read here are a ValueError that names them.
    """
    ordered: list[str] = []

    def visit(name: str, above: Sequence[str]) -> None:
        if name in above:
            circle = " → ".join([*above[above.index(name) :], name])
            raise ValueError(f"{circle}: these modules import each other in a circle.")
        if name in ordered:
            return
        for other in imports(name, root, rooms):
            visit(other, [*above, name])
        ordered.append(name)

    visit(entry, [])
    return ordered


def imports(name: str, root: Path = ROOT, rooms: Rooms = None) -> list[str]:
    """The modules that a module imports, as paths relative to `root`."""
    source = _source(name, root, rooms)
    found = [_resolved(name, match[2], root) for match in _IMPORT.finditer(source)]
    if rest := re.search(r"^\s*import\b[^(].*$", _IMPORT.sub("", source), re.MULTILINE):
        raise ValueError(f"{name}: “{rest[0].strip()}” is no import of names from a file.")
    return found


def _resolved(name: str, target: str, root: Path) -> str:
    path = (root / name).parent.joinpath(target).resolve()
    if not path.is_file() or not path.is_relative_to(root.resolve()):
        raise ValueError(f"{name} imports {target}, which is not there.")
    return path.relative_to(root.resolve()).as_posix()


def _source(name: str, root: Path, rooms: Rooms) -> str:
    source = _COMMENTS.sub("", (root / name).read_text("utf-8"))
    return _WRITTEN[name](source, root, rooms) if name in _WRITTEN else source


def kinds(source: str, root: Path = ROOT, rooms: Rooms = None) -> str:
    """`player/kinds.js` with every class …Panel that a module of these rooms exports."""
    found = [
        (panel, os.path.relpath(path, root / "player").replace(os.sep, "/"))
        for panel, path in _panels(root)
        if rooms is None or path.parent.name in rooms
    ]
    lines = [f'import {{ {panel} }} from "{path}";' for panel, path in found]
    names = ", ".join(panel for panel, _ in found)
    return "\n".join([*lines, source.replace("KINDS = []", f"KINDS = [{names}]")])


def _panels(root: Path) -> list[tuple[str, Path]]:
    return [
        (panel, path)
        for path in sorted(root.glob("*/*.js"))
        for panel in _PANEL.findall(path.read_text("utf-8"))
    ]


def _plain(name: str, root: Path, rooms: Rooms) -> str:
    def destructured(match: re.Match[str]) -> str:
        names = match[1].replace(" as ", ": ")
        return f"const {names} = {_variable(_resolved(name, match[2], root))};"

    return _IMPORT.sub(destructured, _source(name, root, rooms))


def _scoped(name: str, root: Path, rooms: Rooms) -> str:
    source = _plain(name, root, rooms)
    names = ", ".join(match[2] for match in _EXPORT.finditer(source))
    body = _EXPORT.sub(r"\1", source)
    return f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {names} }};\n}})();"


def _variable(name: str) -> str:
    """What holds a module's exports: its room and its name, `module_drawing_canvas`.

    A room has no underscore in its name (a test keeps this), so no two modules have one variable.
    """
    return f"module_{name.removesuffix('.js').replace('/', '_')}"


def activations(source: str, _root: Path = ROOT, _rooms: Rooms = None) -> str:
    """`model/activations.js` with core's menu."""
    return source.replace("ACTIVATIONS = {}", f"ACTIVATIONS = {table(ACTIVATIONS)}")


_WRITTEN: dict[str, Callable[[str, Path, Rooms], str]] = {
    "player/kinds.js": kinds,
    "model/activations.js": activations,
}
"""Modules that say a list; what it holds is found and written here, so that nobody keeps it."""
