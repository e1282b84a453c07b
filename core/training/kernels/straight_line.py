"""Plain gradient descent with one sample a step, many times sooner on small networks.

With a few dozen parameters an array step spends its time on starting array operations, not on
arithmetic. The loop here runs the source that `chain_rule` writes, floats without arrays:
the same numbers up to rounding. `core.training.descend` takes it where it fits.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from itertools import pairwise
from math import hypot
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Steps
from core.networks.network import Network
from core.objectives.losses import Loss
from core.objectives.objective import Objective
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.optimizers.optimizer import Optimizer
from core.training.kernels.chain_rule import has_source, source
from core.training.kernels.kernel import ESCAPED, Kernel, Watch, is_plain

Floats = tuple[float, ...]
# (p, eta, a sample (x…, y…) for each step) -> p after these steps.
Stretch = Callable[[Floats, float, Iterable[Floats]], Floats]

# About where array operations catch up: their time hardly depends on the number of parameters.
LARGEST = 700
# Steps in a stretch, and between two calls of a watch: about a millisecond.
_STRETCH = 1024


def kernel(
    objective: Objective, optimizer: Optimizer, p: Array, batches: NDArray[np.integer] | None
) -> Kernel | None:
    """The loop over `batches` (steps, 1) from p (s,), or None where it does not fit.

    It fits plain gradient descent with a single η, one model of at most `LARGEST` parameters and
    one sample a step, on a risk without penalty whose source `chain_rule` can write.
    """
    if not (isinstance(objective, Risk) and isinstance(optimizer, GradientDescent)):
        return None
    if batches is None or batches.ndim != 2 or batches.shape[1] != 1 or p.ndim != 1:
        return None
    if objective.penalty is not None or np.ndim(optimizer.eta) or objective.size > LARGEST:
        return None
    if not is_plain(objective) or not has_source(objective.network, objective.loss):
        return None
    return partial(_follow, objective, float(optimizer.eta), p, batches[:, 0])


def _follow(
    risk: Risk,
    eta: float,
    start: Array,
    rows: NDArray[np.integer],
    k: Steps,
    watch: Watch | None,
) -> tuple[Array, Steps]:
    samples = [tuple(row) for row in np.hstack([risk.x, risk.y]).tolist()]
    path = np.empty((len(k), len(start)))
    path[0], slot = start, 1
    p: Floats = tuple(start.tolist())
    recorded = set(k.tolist())
    stops = np.union1d(k, np.arange(0, k[-1], _STRETCH))
    for at, stop in pairwise(stops.tolist()):
        if at % _STRETCH == 0:
            if watch is not None:
                watch(at)
            safe = reach(risk, eta, np.array(p), _STRETCH) <= ESCAPED
            stretch = _compiled(risk.network, risk.loss, None if safe else ESCAPED)
        drawn = [samples[row] for row in rows[at:stop].tolist()]
        moved = stretch(p, eta, drawn)
        # A coordinate can be beyond the bound only where the norm is: then look step by step.
        if not hypot(*moved) <= ESCAPED:
            for step, sample in enumerate(drawn, at + 1):
                moved = stretch(p, eta, [sample])
                if not all(abs(coordinate) <= ESCAPED for coordinate in moved):
                    path[slot:] = p
                    return path, np.array(step)
                p = moved
        p = moved
        if stop in recorded:
            path[slot], slot = p, slot + 1
    return path, np.array(-1)


def reach(risk: Risk, eta: float, p: Array, steps: int) -> float:
    """No coordinate of p (s,) gets beyond this within so many steps, whatever is drawn.

    From the output back, the largest that W can become bounds the δ before it (Lemma 5.1), and
    that δ the steps of the W before. ∞ where an activation is unbounded.
    """
    network, largest = risk.network, float(np.abs(p).max())
    furthest = largest
    delta = 1 + float(np.abs(risk.y).max())
    if risk.loss.weight is not None:
        delta *= 2 * risk.loss.weight * network.output.steepest
    below = [np.abs(risk.x).max(), *(1.0 for _ in network.widths[2:])]
    slopes = [0.0, *(member.steepest for member in network.activations[:-1])]
    for n, a, slope in zip(network.widths[:0:-1], below[::-1], slopes[::-1], strict=True):
        W = largest + steps * abs(eta) * delta * max(1.0, float(a))
        furthest = max(W, furthest)
        delta *= n * W * slope
    return furthest


@lru_cache(maxsize=64)
def _compiled(network: Network, loss: Loss, bound: float | None) -> Stretch:
    namespace: dict[str, Any] = {}
    exec(source(network, loss, bound), namespace)
    return namespace["descend"]
