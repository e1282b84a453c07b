"""Many runs that differ by their seed alone, trained side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Steps
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend
from core.training.samplers import Picks, Sampler

# Picks are drawn for about this many steps at a time: they take R · m · 8 bytes a step.
_STRETCH = 1000


@dataclass(frozen=True, eq=False)
class Standing:
    """All runs after k steps: p (R, s), value (R,), diverged_at (R,) as in `Trajectory`."""

    k: int
    p: Array
    value: Array
    diverged_at: Steps


def generators(seed: int, count: int) -> list[np.random.Generator]:
    """The random numbers of each run, the same for run r however many there are.

    A run draws its start from its generator first, then its picks; so run r alone is `descend`
    on `sampler.batches(N, steps, rng)` after the start from the same rng.
    """
    return [np.random.default_rng([seed, r]) for r in range(count)]


def train(
    risk: Risk,
    optimizer: GradientDescent,
    sampler: Sampler,
    starts: Array,
    rngs: list[np.random.Generator],
    steps: int,
) -> Iterator[Standing]:
    """Train starts (R, s), each on picks from its own rng, and report every 1000 steps or so.

    The first standing is the start, the last has k = steps; whoever reads may stop in between.
    Plain gradient descent, since it remembers nothing from one stretch to the next. ValueError
    if there is not one rng for each start.
    """
    if len(rngs) != len(starts):
        raise ValueError(f"There are {len(starts)} starts, but {len(rngs)} random generators.")
    p = np.array(starts, dtype=float)
    diverged_at = np.full(len(p), -1, dtype=np.int64)
    yield Standing(0, p, risk.value(p), diverged_at)
    # Whole epochs, so that a shuffled one is never cut in two.
    stretch = -(-_STRETCH // risk.sample_count) * risk.sample_count
    for done in range(0, steps, stretch):
        few = min(stretch, steps - done)
        batches = _own_batches(sampler, risk.sample_count, few, rngs)
        run = descend(risk, optimizer, p, few, batches, record_every=few)
        # Who is lost stays where it was, though a stretch later it might have gone on.
        lost = diverged_at >= 0
        p = np.where(lost[:, None], p, run.p[-1])
        new = ~lost & (run.diverged_at >= 0)
        diverged_at = np.where(new, done + run.diverged_at, diverged_at)
        yield Standing(done + few, p, risk.value(p), diverged_at)


def _own_batches(sampler: Sampler, N: int, steps: int, rngs: list[np.random.Generator]) -> Picks:
    """One table of picks for each run, (steps, R, m)."""
    return np.stack([sampler.batches(N, steps, rng) for rng in rngs], axis=1)
