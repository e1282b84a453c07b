"""Run an exported script here, and leave no trace of it."""

import contextlib
import importlib
import io
from collections.abc import Iterator

import pytest

from core.export import numpy_script, torch_script

in_each_language = pytest.mark.parametrize(
    "script",
    [numpy_script, pytest.param(torch_script, marks=pytest.mark.long)],
    ids=["NumPy", "PyTorch"],
)


def printed(script: str) -> list[str]:
    """The lines that a script prints."""
    said = io.StringIO()
    torch = alone_in_torch() if "import torch" in script else contextlib.nullcontext()
    with torch, contextlib.redirect_stdout(said):
        exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    return said.getvalue().splitlines()


@contextlib.contextmanager
def alone_in_torch() -> Iterator[None]:
    """PyTorch on one thread; it is as it was afterwards.

    Importing it takes seconds, so it is imported by those that need it, all marked `long`.
    """
    torch = importlib.import_module("torch")
    dtype, threads = torch.get_default_dtype(), torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_default_dtype(dtype)
        torch.set_num_threads(threads)
