"""What the seeds say of a strength: counted, never more than they show."""

import numpy as np

from core.arrays import Array
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.held import Held
from pages.ui.chapter.words import share, three

# Of twenty fair coins, fifteen or more show the same side in 4 % of all throws.
CLEAR = 15
# Weights of this size together move no logit that is seen.
GONE = 1e-3


def verdict(spec: ImplicitExperiment, found: Held, v: int) -> str:
    """How many seeds a strength helps in the test, and what their validation points would pick."""
    test, without = found.test[-1, v], found.test[-1, -1]
    lower, higher = int((test < without).sum()), int((test > without).sum())
    seeds = len(test)
    right, usual = found.right[-1, v], found.right[-1, -1]
    fewer, more = int((right < usual).sum()), int((right > usual).sum())
    if lower >= CLEAR:
        said = f"the test loss is lower than without for {lower} of {seeds} seeds"
        said = _with_right(said, ("It helps", "fewer", fewer), right, usual)
    elif higher >= CLEAR:
        said = f"the test loss is higher than without for {higher} of {seeds} seeds"
        said = _with_right(said, ("It harms", "more", more), right, usual)
    elif lower == higher == 0:
        said = "It changes nothing: every seed ends as it does without."
    else:
        said = (
            f"The seeds do not decide: the test loss is lower than without for {lower} of {seeds} "
            f"and higher for {higher}."
        )
    return f"{said}{_dead(found.right[-1, v], found.norm[-1, v])} {picked(spec, found)}"


def _with_right(loss: str, opposed: tuple[str, str, int], right: Array, usual: Array) -> str:
    """What the loss says, unless the share that is right clearly says the opposite.

    opposed: what the loss alone would mean, whether fewer or more are right, for how many seeds.
    """
    meant, other, count = opposed
    if count < CLEAR:
        return f"{meant}: {loss}."
    now, before = (share(float(np.median(each))) for each in (right, usual))
    medians = "" if now == before else f": {now} in place of {before}, by the median"
    return f"{loss[:1].upper()}{loss[1:]}, yet {other} are right for {count}{medians}."


def _dead(right: Array, norm: Array) -> str:
    """Whether nothing is left of the weights, so that a net says the same of every point."""
    if np.median(norm) >= GONE:
        return ""
    return (
        " Nothing is left of the nets at the end: the median ‖W‖ is "
        f"{three(float(np.median(norm)))}, they say the same of every point, and "
        f"{share(float(np.median(right)))} are right by chance."
    )


def picked(spec: ImplicitExperiment, found: Held) -> str:
    """The strength of the lowest median loss in validation, and its median loss in the test."""
    best = int(np.argmin(np.median(found.validation[-1], axis=-1)))
    loss = float(np.median(found.test[-1, best]))
    if best == len(found.values):
        return f"Validation picks none, with a median test loss of {three(loss)}."
    value = three(float(found.values[best]))
    return f"Validation picks {spec.symbol} = {value}, with a median test loss of {three(loss)}."
