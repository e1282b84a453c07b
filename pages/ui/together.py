"""All that the pages are made of, imported by whoever comes first while everybody else waits.

Threads that import one package at the same time, each from another of its modules, wait for each
other in a circle, and Python ends one of them with an error: the first readers of a new server came
to nothing. So app.py and every page begin with this module; after it there is nothing to import.
"""

import gc
from functools import cache
from importlib import import_module
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


@cache
def freeze_imports(page: str) -> None:
    """Take what is there after the first run of a page out of every later collection of garbage.

    Modules, style sheets and menus live as long as the process. Python looked through all hundred
    thousand of their objects whenever it collected, which took longer than the run itself.
    """
    gc.collect()
    gc.freeze()


def _name(path: Path) -> str:
    """Of the module in a file, or of the package that it begins."""
    inside = path.relative_to(_ROOT)
    return ".".join((inside.parent if path.stem == "__init__" else inside.with_suffix("")).parts)


# Streamlit imports it late, and Plotly asks at any time whether it is there: half of it is no help.
import_module("pandas")
for _folder in ("core", "pages/ui"):
    for _path in sorted((_ROOT / _folder).rglob("*.py")):
        import_module(_name(_path))
