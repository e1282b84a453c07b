"""Run an exported script here, and leave no trace of it."""

import contextlib
import io

import torch


def printed(script: str) -> list[str]:
    """The lines that a script prints."""
    said, dtype, threads = io.StringIO(), torch.get_default_dtype(), torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with contextlib.redirect_stdout(said):
            exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    finally:
        torch.set_default_dtype(dtype)
        torch.set_num_threads(threads)
    return said.getvalue().splitlines()
