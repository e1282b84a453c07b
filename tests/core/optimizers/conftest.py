"""PyTorch, for those tests that ask for it."""

import importlib
from collections.abc import Iterator
from types import ModuleType

import pytest


@pytest.fixture
def torch() -> Iterator[ModuleType]:
    """PyTorch in double precision; to import it takes seconds, so its tests are marked `long`.

    Where the default is single, it keeps NAdam's product of momenta in single precision.
    """
    module = importlib.import_module("torch")
    before = module.get_default_dtype()
    module.set_default_dtype(module.float64)
    yield module
    module.set_default_dtype(before)
