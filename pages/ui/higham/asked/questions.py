"""What the second chapter asks before its runs, and what the engine answers."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from core.experiments.diagnosis import diagnose_network
from core.experiments.higham.experiment import HighamExperiment as Experiment
from core.experiments.higham.experiment import risk, sample_count, start
from core.networks.network import Network
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.words import percent, three
from pages.ui.predict.kinds import Choice, Number
from pages.ui.predict.question import Question

_SPREADS: Final = (0.1, 1.0)
_FALLS: Final = (0.25, 0.5)
_EARLY: Final = 10_000
_EXACT: Final = 1e-12
_START: Final = ("boundary",)


def parameters(spec: Experiment) -> float:
    """How many there are."""
    return spec.network.size


def reveal_parameters(spec: Experiment) -> str:
    """The count, layer by layer."""
    widths = spec.network.widths
    parts = " + ".join(f"{n}·{m} + {n}" for m, n in pairwise(widths))
    return (
        f"Layers {'-'.join(map(str, widths))} have {parts} = {spec.network.size} parameters: for "
        "every unit after the first layer a weight for each unit before it, and a bias."
    )


def spread_at_start(spec: Experiment) -> float:
    """By how much F₁ − F₂ differs over the points before training."""
    return float(diagnose_network(risk(spec), start(spec)[None]).spread[0])


def spread_answer(spec: Experiment) -> int:
    """Which of the ranges it is in."""
    return int(np.searchsorted(_SPREADS, spread_at_start(spec)))


def reveal_spread(spec: Experiment) -> str:
    """The spread, against all that is possible."""
    return (
        f"Over the {sample_count(spec)} points F₁ − F₂ differs by {three(spread_at_start(spec))} "
        "at the start; between −1 and 1 it could differ by 2. What the network says there comes "
        "from its first weights alone."
    )


def backward_cost(network: Network) -> tuple[int, int]:
    """Multiplications by weights of a pass forwards, and of the pass backwards that follows.

    Forwards each weight once; backwards W^T δ for all layers but the first hidden one, and δ aᵀ.
    """
    weights = [m * n for m, n in pairwise(network.widths)]
    return sum(weights), sum(weights[1:]) + sum(weights)


def costs_offered(spec: Experiment) -> Sequence[str]:
    """What all derivatives may cost, in passes forwards."""
    s = spec.network.size
    return ("About 3", f"About {s + 1}", f"About {s * s}")


def cost_answer(spec: Experiment) -> int:
    """Which of them is nearest to what is counted, by its ratio."""
    forward, backward = backward_cost(spec.network)
    s, passes = spec.network.size, (forward + backward) / forward
    return int(np.argmin(np.abs(np.log(np.array([3, s + 1, s * s]) / passes))))


def reveal_cost(spec: Experiment) -> str:
    """The count of multiplications, and what difference quotients would need."""
    forward, backward = backward_cost(spec.network)
    s = spec.network.size
    return (
        f"Counted in multiplications by weights: {forward} forwards, and {backward} backwards for "
        f"all {s} derivatives, together {three((forward + backward) / forward)} passes. A "
        f"difference quotient for each parameter takes {s + 1} passes."
    )


def one_point(spec: Experiment) -> tuple[float, float, float]:
    """At the start: ‖mean of the points' gradients − ∇C‖, how far one is off in rms, and ‖∇C‖."""
    about, p = risk(spec), start(spec)
    each = np.stack([about.gradient(p, np.array([i])) for i in range(sample_count(spec))])
    full = about.gradient(p)
    off = np.sqrt(np.square(each - full).sum(axis=-1).mean())
    return float(np.linalg.norm(each.mean(axis=0) - full)), float(off), float(np.linalg.norm(full))


def mean_answer(spec: Experiment) -> int:
    """0, if the mean of the points' gradients is the full one, within rounding."""
    away, _, norm = one_point(spec)
    return int(away > _EXACT * norm)


def reveal_mean(spec: Experiment) -> str:
    """How far the mean is from ∇C, and how far one point is."""
    away, off, norm = one_point(spec)
    return (
        f"At the start the mean of all {sample_count(spec)} points' gradients differs from ∇C by "
        f"{three(away)}, which is rounding. One of them alone misses ∇C by {three(off)} in root "
        f"mean square, {three(off / norm)} times the length of ∇C: right on average, and far off "
        "each time."
    )


@remembered(Experiment, lambda spec: spec.without("view"))
def fall(spec: Experiment) -> float:
    """What share of its cost the run has lost at its end."""
    value = spec.recipes()["network"].run().value
    return float(1 - value[-1] / value[0])


def fall_answer(spec: Experiment) -> int:
    """Which of the ranges it is in."""
    return int(np.searchsorted(_FALLS, fall(spec)))


def reveal_fall(spec: Experiment) -> str:
    """What has become of the cost."""
    gone = fall(spec)
    moved = f"fallen by {percent(gone)}" if gone >= 0 else f"risen by {percent(-gone)}"
    return (
        f"After {spec.steps:,} steps the cost has {moved}. A cost that hardly moves does not say "
        "that a run is over: press “Replay the published run”."
    )


QUESTIONS: Final[Sequence[Question[Experiment]]] = (
    Choice(
        "untrained",
        "Before any training: how much does F₁ − F₂, between −1 and 1, differ from point to point?",
        reveal_spread,
        options=lambda spec: ("By less than 0.1", "By 0.1 to 1", "By more than 1"),
        answer=spread_answer,
        free=("start", "seed", "hidden", "eta"),
        hides=_START,
    ),
    Number(
        "parameters",
        "Every layer has a matrix of weights and a vector of biases: how many numbers does this "
        "network learn?",
        reveal_parameters,
        answer=parameters,
        around=3,
        # Not the published network: its stage says how many it has.
        settings={"hidden.n2": 3, "hidden.n3": 4},
        free=("hidden", "start", "seed", "eta"),
        hides=("matrices",),
        whole=True,
    ),
    Choice(
        "one-point",
        "Each step follows the gradient of one point only. Is that right on average?",
        reveal_mean,
        options=lambda spec: ("Yes", "No"),
        answer=mean_answer,
        free=("start", "seed", "hidden", "eta", "sampler"),
        hides=("cost",),
    ),
    Choice(
        "all-derivatives",
        "As much as how many evaluations of the cost do all derivatives take by back propagation?",
        reveal_cost,
        options=costs_offered,
        answer=cost_answer,
        free=("hidden", "start", "seed", "eta"),
    ),
    Choice(
        "first-steps",
        "A million steps are planned. By how much will the cost have fallen after 10,000?",
        reveal_fall,
        options=lambda spec: ("By less than ¼", "By ¼ to ½", "By more than ½"),
        answer=fall_answer,
        settings={"steps": _EARLY},
        hides=("cost",),
    ),
)
