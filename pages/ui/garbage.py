"""Garbage: what the imports have left is looked through once, and never again."""

import gc
from functools import cache


@cache
def freeze_imports(page: str) -> None:
    """Take what is there after the first run of a page out of every later collection.

    Modules, style sheets and menus live as long as the process. Python looked through all hundred
    thousand of their objects whenever it collected, which took longer than the run itself.
    """
    gc.collect()
    gc.freeze()
