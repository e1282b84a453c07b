"""Many runs of one experiment at once, each from its own seed."""

from concurrent.futures import Executor
from dataclasses import dataclass, replace

from core.arrays import Array
from core.experiments.higham.experiment import Drawn, HighamExperiment
from core.rounding import moved
from core.training.samplers import WithReplacement
from core.training.seeds import train
from core.training.spread import Share


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
    watch: Share = lambda share: None,
    executor: Executor | None = None,
) -> Seeds:
    """Runs of seeds 0 … count-1 from drawn starts, one point a step with replacement.

    Run i is, up to rounding, what the spec with `start` drawn and seed i gives. `watch` is told
    the share that is done, and what it raises ends the work. executor: a pool over which the runs
    are spread, as `train` has it.
    """
    spec = replace(spec, start=Drawn(), sampler=WithReplacement(m=1))
    runs = [
        replace(replace(spec, seed=seed).recipes()["network"], steps=steps, record_every=steps)
        for seed in range(count)
    ]
    few = max(1, count // 10)
    again = (replace(run, start=moved(run.start)) for run in runs[:few])
    ends = train([*runs, *again], watch, executor)
    return Seeds(ends.p[:count], ends.value[:count], steps, ends.value[count:])
