"""What the third chapter asks about folds, and about the solution by hand."""

from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment as Experiment
from core.experiments.xor.experiment import risk
from core.experiments.xor.solutions import zero_set_dimension
from pages.ui.chapter.words import three

FOLDED: Final = ("At the origin", "On one of the two axes", "Where it was")
BETTER: Final = ("Yes, with a smaller cost", "No, none")
_SIDE: Final = 61


def plane() -> Array:
    """Points (M, 2) around the four of XOR."""
    along = np.linspace(-1.0, 2.0, _SIDE)
    return np.stack(np.meshgrid(along, along), axis=-1).reshape(-1, 2)


def flat(spec: Experiment) -> tuple[Array, Array]:
    """Of those points the ones (F, 2) on the flat side of every line at the start, and their h."""
    p = spec.recipes()["network"].start
    x, network = plane(), spec.network
    (W, c), _ = network.unflatten(p)
    z = x @ W.T + c
    off = (z <= 0).all(axis=1)
    return x[off], network.activations[0](z[off])


def where_folded(spec: Experiment) -> int:
    """Where the fold takes them."""
    _, h = flat(spec)
    if not h.any():
        return 0
    return 1 if (h == 0).any(axis=1).all() else 2


def reveal_folded(spec: Experiment) -> str:
    """How many points of a grid are there, and on how many places they land."""
    x, h = flat(spec)
    places = len(np.unique(h, axis=0))
    where = "on one place" if places == 1 else f"on {places} places"
    return (
        f"Of {_SIDE * _SIDE:,} points of a grid around the four, {len(x):,} are on the flat side "
        f"of both lines at this start. In hidden space they land {where}. "
        "Both units are 0 there. What is folded together no later layer can tell apart."
    )


def is_best(spec: Experiment) -> int:
    """Whether the solution by hand is at the bound of a mean of squares, 0."""
    return int(risk(spec).value(xor.hand_solution()) == 0)


def reveal_best(spec: Experiment) -> str:
    """The bound, and the cost."""
    cost, p = risk(spec), xor.hand_solution()
    return (
        f"Its cost is {three(float(cost.value(p)))}, and C is a mean of {len(cost.x)} squares, "
        "never below 0: no gradient and no Hessian is asked. Other choices do as well, none does "
        "better."
    )


def dimensions(spec: Experiment) -> float:
    """The dimension of the set of zeros around the solution by hand."""
    return float(zero_set_dimension(risk(spec), xor.hand_solution()))


def reveal_dimensions(spec: Experiment) -> str:
    """The count by ranks, on both sides of the kinks."""
    cost, p = risk(spec), xor.hand_solution()
    left, right = (zero_set_dimension(cost, p, side) for side in (False, True))
    return (
        f"{left} of {cost.size} below the kinks, {right} above them: {cost.size} parameters less "
        f"the rank {cost.size - left} of the derivatives of the four residuals. The minimum is no "
        "point but a set, and a slice through it may show a valley."
    )
