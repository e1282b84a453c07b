"""What all tests share: one thread for linear algebra, the same examples in every run, a mark."""

import os
from collections import Counter

import pytest
from hypothesis import settings

# Before NumPy is imported: with more threads the last bits of a sum depend on the machine.
for _library in ("OPENBLAS_NUM", "OMP_NUM", "MKL_NUM", "VECLIB_MAXIMUM"):
    os.environ[f"{_library}_THREADS"] = "1"

settings.register_profile("same-everywhere", derandomize=True, deadline=None, database=None)
settings.load_profile("same-everywhere")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test that is `wide(n)` the quick run takes every n-th; all others are `long`."""
    seen: Counter[str] = Counter()
    for item in items:
        wide = item.get_closest_marker("wide")
        if wide and not item.get_closest_marker("long"):
            name = item.nodeid.partition("[")[0]
            if seen[name] % wide.args[0]:
                item.add_marker("long")
            seen[name] += 1
