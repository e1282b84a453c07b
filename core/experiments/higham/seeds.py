"""Many runs of one experiment at once, each from its own seed."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.higham import experiment
from core.experiments.higham.experiment import Drawn, HighamExperiment
from core.optimizers.first_order import GradientDescent
from core.rounding import moved
from core.training.descent import descend
from core.training.samplers import WithReplacement

_STRETCH = 1000


@dataclass(frozen=True, eq=False)
class Seeds:
    """Final points p (R, s) of R runs and their costs (R,); run i is the one that seed i gives.

    moved (M,): the costs of the first tenth from starts moved by `core.rounding.SHAKE`.
    """

    p: Array
    value: Array
    steps: int
    moved: Array

    def turned(self, limit: float) -> float:
        """Share of the first tenth whose ends a moved start puts on the other side of a cost."""
        few = len(self.moved)
        return float(((self.value[:few] > limit) != (self.moved > limit)).mean())


def train_seeds(
    spec: HighamExperiment,
    count: int,
    steps: int,
    watch: Callable[[float], None] = lambda share: None,
) -> Seeds:
    """Runs of seeds 0 … count-1 from drawn starts, one point a step with replacement.

    Run i is, up to rounding, what the spec with `start` drawn and seed i gives. `watch` is told
    the share that is done, and what it raises ends the work.
    """
    spec = replace(spec, start=Drawn(), sampler=WithReplacement(m=1), steps=steps)
    risk = experiment.risk(spec)
    specs = [replace(spec, seed=seed) for seed in range(count)]
    p = np.stack([experiment.start(one) for one in specs])
    few = max(1, count // 10)
    p = np.concatenate([p, moved(p[:few])])
    # As experiment.picks draws them, a stretch at a time: all at once would fill the memory.
    streams = [experiment.pick_stream(one) for one in specs]
    for done in range(0, steps, _STRETCH):
        watch(done / steps)
        ahead = min(_STRETCH, steps - done)
        rows: NDArray[np.int64] = np.stack(
            [stream.integers(risk.sample_count, size=(ahead, 1)) for stream in streams], axis=1
        )
        rows = np.concatenate([rows, rows[:, :few]], axis=1)
        p = descend(risk, GradientDescent(spec.eta), p, ahead, rows, ahead).p[-1]
    value = risk.value(p)
    return Seeds(p[:count], value[:count], steps, value[count:])
