"""A long run of plain gradient descent, handed over while it is still under way."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Steps
from core.objectives.objective import Objective
from core.optimizers.first_order import GradientDescent
from core.training.descent import Status, Trajectory, descend


def live(
    objective: Objective,
    eta: float,
    p: ArrayLike,
    batches: NDArray[np.integer],
    record: Steps,
    frames: int = 8,
) -> Iterator[Trajectory]:
    """The run of `descend` from p (s,) over batches (steps, m), `frames` recorded steps at a time.

    record (K,): increasing step numbers from 0, as of `record_steps` or `log_steps`; the last
    ends the run. The parts one after another are the single long run, bit for bit, except that
    the part in which the run diverges is the last. Plain gradient descent remembers nothing from
    step to step, so a run can also be taken up again from any (k, p).
    """
    record = np.asarray(record)
    done = 0
    for first in range(0, len(record), frames):
        k = record[first : first + frames]
        steps = int(k[-1]) - done
        run = descend(objective, GradientDescent(eta), p, steps, batches[done:], k - done)
        # Every part but the first starts where the last one ended, which has been handed over.
        new = run.k + done >= k[0]
        lost = run.diverged_at >= 0
        yield Trajectory(
            run.k[new] + done,
            run.p[new],
            run.value[new],
            run.status,
            np.where(lost, run.diverged_at + done, -1),
        )
        if run.status is Status.DIVERGED:
            return
        done, p = int(k[-1]), run.p[-1]
