"""How long the tests wait for what must come: in one place and large.

A test that waits this long has found something that does not come. No test fails because a machine
is slow, so none sets a limit of its own.
"""

import time
from collections.abc import Callable

SECONDS = 120.0
MILLISECONDS = 1000 * SECONDS


def until(done: Callable[[], bool], every: float = 0.01) -> None:
    """Wait until `done`, which is asked every few milliseconds; TimeoutError if it never is."""
    waited = time.monotonic()
    while not done():
        if time.monotonic() - waited > SECONDS:
            raise TimeoutError(f"waited {SECONDS:g} s in vain")
        time.sleep(every)
