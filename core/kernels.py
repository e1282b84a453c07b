"""What `core.descent.descend` asks of the loop that does its steps."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.activations import Array

# Beyond this a coordinate is lost: no teaching problem has its minimum there, while squares
# and fourth powers, as in the costs, are still far from overflow.
ESCAPED = 1e10

Steps = NDArray[np.int64]
# Told the number of steps done, now and then; what it raises ends the run.
Watch = Callable[[int], None]
# (steps to record k (K,), watch) -> path (K, ..., s), diverged_at (...): see `Trajectory`.
Kernel = Callable[[Steps, Watch | None], tuple[Array, Steps]]
