"""The floor of stochastic gradient descent, and what an epoch sees: sentences from numbers."""

from typing import Final

import numpy as np

from core.theory.gradient_noise import coverage
from core.theory.noise_floor import Spread
from pages.ui.chapter.words import printed, three

# Costs above the minimum that are smaller are more rounding than descent.
_LEFT: Final = 1e-24
_MANY: Final = 1000


def levels(drawn: Spread, shuffled: Spread, clean: Spread, exact: float, eta: float, m: int) -> str:
    """Where runs on contradictory data level off, and that those on data one plane fits do not.

    drawn, clean: batches with replacement; exact: the floor of theory for them.
    """
    if not np.isfinite(exact):
        return (
            f"With η = {printed(eta)} and m = {m} the mean square grows for ever, in theory: there "
            "is no floor. It is a mean over all seeds, and few of them may carry it."
        )
    return (
        f"Mean of {drawn.excess.shape[1]} seeds, with the middle 80 % of them as a band. On "
        f"contradictory data the floor is **{three(drawn.floor)}** with replacement, "
        f"**{three(exact)}** in theory, and {three(shuffled.floor)} in shuffled epochs. Where one "
        "plane goes through all points, every sample's gradient vanishes at the minimum, the floor "
        f"is 0, and the mean of the runs falls {_to(float(clean.mean[-1]))}: a constant η is "
        "enough."
    )


def _to(cost: float) -> str:
    if cost < _LEFT:
        return f"below {three(_LEFT)}, where it is rounding"
    return f"to {three(cost)}"


def proportional(eta: float, exact: float, runs: float, largest: float, ratio: float) -> str:
    """The floor at one η and m = 1, exactly and in runs, and its ratio to the line at the largest.

    ratio is infinite where there is no floor at the largest η.
    """
    at_most = (
        f"at η = {printed(largest)} and m = 1 it is {ratio:.1f} times the line"
        if np.isfinite(ratio)
        else f"at η = {printed(largest)} and m = 1 there is none any more"
    )
    return (
        "Dotted: η tr(S)/(4m), S the covariance of one sample's gradient at the minimum. The "
        f"exact floor lies above: at η = {printed(eta)} and m = 1 it is **{three(exact)}**, and "
        f"**{three(runs)}** in the runs; {at_most}. Where η is small, halving η and doubling the "
        "batch both halve the floor."
    )


def seen(points: int) -> str:
    """Which share of the samples N picks with replacement see."""
    few, many = (f"{100 * float(coverage(N, N)):.1f} %" for N in (points, _MANY))
    return (
        f"N picks with replacement see 1 − (1 − 1/N)ᴺ of the samples on average: **{few}** for "
        f"N = {points}, {many} for N = {_MANY}. A shuffled epoch sees them all, and its errors "
        "cancel within the epoch: hence the lower floor, while η is small."
    )
