"""Practical issues: what scaling, first weights, clipping and patience come to, in sentences.

What a chaotic run decides is said only as far as starts moved in the thirteenth digit agree.
"""

from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.practice.early_stopping import Stop, Watched
from core.experiments.practice.initialization import Initialization
from core.experiments.practice.scaling import STEEP, Scaling
from core.training.descent import Trajectory
from pages.ui.chapter.words import percent, printed, three

# Final costs that differ by less than this, relatively, print the same.
_SAME: Final = 1e-3


def scales(raw: Scaling, scaled: Scaling) -> str:
    """What standardizing does to the condition number and to the best of all runs."""
    return (
        f"The condition number of XᵀX/N, X with a column of ones for the bias, is "
        f"**{raw.condition:,.0f}** as measured and **{scaled.condition:.2f}** standardized. After "
        f"{raw.k[-1]} steps the cost is {three(float(raw.value[-1]))} with the best η, "
        f"{_rates(raw)}, against **{three(float(scaled.value[-1]))}** with {_rates(scaled)}."
    )


def _rates(found: Scaling) -> str:
    low, high = found.alike
    if low == high:
        return printed(low)
    return f"any of those tried from {printed(low)} to {printed(high)}, to nine digits"


def first_weights(made: Initialization, steps: int, eta: float, seeds: int) -> str:
    """What too small, too large and the best first weights do."""
    unit = int(np.argmin(np.abs(np.log(made.scale))))
    return (
        f"Too small, and the first layer's gradient is {three(float(made.gradient[0, 0]))} at "
        f"scale {three(float(made.scale[0]))}: next to nothing reaches it. Too large, at scale "
        f"{three(float(made.scale[-1]))}, and on average over the layers "
        f"{percent(float(made.saturated[-1].mean()))} of the units are saturated, that is, "
        f"their slope is below 5 % of its largest. After {steps} steps of gradient descent, "
        f"η = {printed(eta)}, median of {seeds} seeds, {_lowest(made)}; at scale "
        f"{three(float(made.scale[unit]))} it is {_ended(made.ends[:, unit])}."
    )


def _lowest(made: Initialization) -> str:
    """Which scale ends lowest, if the moved starts agree on it."""
    best = np.unique(made.ends.argmin(axis=1))
    if len(best) > 1:
        low, high = (three(float(made.scale[i])) for i in (best[0], best[-1]))
        cost = made.ends.min(axis=1)
        return f"the cost is lowest between the scales {low} and {high}, {_ended(cost)}"
    return (
        f"the cost is lowest at scale **{three(float(made.scale[best[0]]))}**, "
        f"**{_ended(made.ends[:, best[0]])}**"
    )


def _ended(costs: Array) -> str:
    """A final cost, or the range of those from moved starts, where rounding decides."""
    if np.ptp(costs) <= _SAME * np.abs(costs).max():
        return three(float(costs[0]))
    return f"{three(float(costs.min()))} to {three(float(costs.max()))}, as rounding decides"


def clipped(plain: Trajectory, ends: Array, steps: int) -> str:
    """Where the plain run is lost, and where the clipped one ends; ends as for `clipped_end`."""
    return (
        f"From (u, v) = ({printed(STEEP[0])}, {printed(STEEP[1])}), where the cost is "
        f"{float(plain.value[0]):,.0f}, the plain run diverges at step "
        f"**{int(plain.diverged_at)}**. {clipped_end(ends, steps)} A bound that is too low costs "
        "time: far out every step is as long as the next."
    )


def clipped_end(ends: Array, steps: int) -> str:
    """Where the clipped run ends; ends: its final cost, then those from moved starts."""
    after = f"After {steps:,} steps the clipped run is at"
    if np.ptp(ends) <= _SAME * np.abs(ends).max():
        return f"{after} {three(float(ends[0]))}."
    return (
        f"{after} a place that rounding decides: from starts moved by a few 1e−13 it ends between "
        f"{three(float(ends.min()))} and {three(float(ends.max()))}."
    )


def stopped(costs: Watched, stop: Stop, wait: int) -> str:
    """Which step patience picks, and what the test part says of it."""
    when = (
        f"gives up at step {int(costs.run.k[stop.stopped])}"
        if stop.stopped is not None
        else "does not run out"
    )
    lowest = int(np.argmin(costs.test))
    return (
        f"Patience {wait} {when} and picks step **{int(costs.run.k[stop.best])}**, where the "
        f"validation cost is {three(float(costs.validation[stop.best]))}. The test cost there is "
        f"**{three(float(costs.test[stop.best]))}**; trained to the end, with a training cost of "
        f"{three(float(costs.train[-1]))}, it would be {three(float(costs.test[-1]))}. The lowest "
        f"test cost of all evaluations, {three(float(costs.test[lowest]))} at step "
        f"{int(costs.run.k[lowest])}, may not be picked: whoever picks by it has no test left."
    )
