"""The edge of stability and flat limits: what the runs have come to, as far as rounding lets them.

At the edge a run is chaotic. So each is told beside one from a start moved in the thirteenth digit.
"""

import numpy as np

from core.arrays import Array
from core.theory.edge_of_stability import Edge, Limits
from pages.ui.chapter.words import listed, percent, printed, three

LARGEST_TEX = r"$\lambda_{\max}$"
# Costs that differ by less than this, relatively, print the same or nearly so.
_SAME = 0.05
_HELD_TO = 0.02


def at_the_edge(run: Edge, ends: Array) -> str:
    """Where λ_max is held; ends (V,): the last costs of the same runs from moved starts."""
    held = ", ".join(
        f"{ratio:.2f} (η = {printed(eta)})" for eta, ratio in zip(run.eta, run.held, strict=True)
    )
    last = [
        _either(float(one), float(other))
        for one, other in zip(run.trajectory.value[-1], ends, strict=True)
    ]
    return (
        f"A 1-6-6-1 tanh network on 20 points of a wave, full gradient, "
        f"{run.trajectory.k[-1]:,} steps: over the last half {LARGEST_TEX} · η/2 is on average "
        f"**{held}**, to within {_HELD_TO}; 1 is the edge. The cost need not fall at every step "
        f"there. From {three(float(run.trajectory.value[0, 0]))} it comes down to {listed(last)}. "
        "Where two numbers stand, the second is from a start moved in the thirteenth digit: a run "
        "at the edge is chaotic."
    )


def _either(one: float, other: float) -> str:
    two = f"{three(float(f'{one:.2g}'))}"
    if abs(one - other) <= _SAME * max(abs(one), abs(other)):
        return two
    return f"{two} or {three(float(f'{other:.2g}'))}"


def on_the_ground(run: Edge, other: Edge) -> str:
    """λ_max along one run of gradient descent on the race's ground, and along the moved one."""
    eta, lost = float(run.eta[0]), int(run.trajectory.diverged_at[0])
    bound = 2 / eta
    said = (
        f"With η = {printed(eta)} the edge 2/η lies at **{three(bound)}**. {LARGEST_TEX} begins at "
        f"{three(float(run.largest[0, 0]))}"
    )
    above, moved = (percent(_above(one, bound)) for one in (run, other))
    if lost != int(other.trajectory.diverged_at[0]) or above != moved:
        return f"{said}. How often it is above the edge, and how the run ends, rounding decides."
    said += f" and is above the edge at {above} of the recorded steps. "
    if lost >= 0:
        return f"{said}The run diverges at step {lost:,}."
    cost, largest = _end(run)
    if (cost, largest) != _end(other):
        return f"{said}Where it ends, rounding decides."
    return f"{said}At the end, where the cost is {cost}, {LARGEST_TEX} is **{largest}**."


def _above(run: Edge, bound: float) -> float:
    return float((run.largest[run.alive[:, 0], 0] > bound).mean())


def _end(run: Edge) -> tuple[str, str]:
    return three(float(run.trajectory.value[-1, 0])), three(float(run.largest[-1, 0]))


def flat(found: Limits) -> str:
    """How many starts arrive at a minimum of (ab - 1)²/2, and how sharp the sharpest is."""
    arrived = int(found.arrived.sum())
    said = f"Of {len(found.start)} starts **{arrived}** arrive at a minimum. "
    if arrived:
        radius = float(np.max(found.squared_radius))
        said += (
            f"The sharpest has a² + b² = **{radius:.3f}**, and 2/η is {2 / found.eta:.3f}; the "
            "flattest minimum there is has 2."
        )
    return (
        f"{said}\n\nA larger step leaves fewer minima to rest on, and flatter ones: the step size "
        "chooses the flatness of the limit. This is a statement about two parameters; for "
        "networks it is the picture to keep in mind, not a proof."
    )
