"""What all tests share: one thread for linear algebra, and the same examples in every run."""

import os

from hypothesis import settings

# Before NumPy is imported: with more threads the last bits of a sum depend on the machine.
for _library in ("OPENBLAS_NUM", "OMP_NUM", "MKL_NUM", "VECLIB_MAXIMUM"):
    os.environ[f"{_library}_THREADS"] = "1"

settings.register_profile("same-everywhere", derandomize=True, deadline=None, database=None)
settings.load_profile("same-everywhere")
