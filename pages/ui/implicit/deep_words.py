"""What the seeds say of a strength: counted, never more than they show."""

import numpy as np

from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.held import Held
from pages.ui.chapter.words import three

# Of twenty fair coins, fifteen or more show the same side in 4 % of all throws.
CLEAR = 15


def verdict(spec: ImplicitExperiment, found: Held, v: int) -> str:
    """How many seeds a strength helps in the test, and what their validation points would pick."""
    test, without = found.test[-1, v], found.test[-1, -1]
    lower, higher = int((test < without).sum()), int((test > without).sum())
    seeds = len(test)
    if lower >= CLEAR:
        said = f"It helps: the test loss is lower than without for {lower} of {seeds} seeds."
    elif higher >= CLEAR:
        said = f"It harms: the test loss is higher than without for {higher} of {seeds} seeds."
    elif lower == higher == 0:
        said = "It changes nothing: every seed ends as it does without."
    else:
        said = (
            f"The seeds do not decide: the test loss is lower than without for {lower} of {seeds} "
            f"and higher for {higher}."
        )
    return f"{said} {picked(spec, found)}"


def picked(spec: ImplicitExperiment, found: Held) -> str:
    """The strength of the lowest median loss in validation, and its median loss in the test."""
    best = int(np.argmin(np.median(found.validation[-1], axis=-1)))
    loss = float(np.median(found.test[-1, best]))
    if best == len(found.values):
        return f"Validation picks none, with a median test loss of {three(loss)}."
    value = three(float(found.values[best]))
    return f"Validation picks {spec.symbol} = {value}, with a median test loss of {three(loss)}."
