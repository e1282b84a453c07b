"""What the chapter asks first, a question for each of its experiments."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.implicit.decay import ADAMW, LEAST_SQUARES, WeightDecay
from core.experiments.implicit.experiment import ImplicitExperiment as Experiment
from core.experiments.implicit.experiment import problem
from core.experiments.implicit.held import Held
from core.experiments.implicit.noise import Noise, OnInputs, TurnLabels
from core.experiments.implicit.problems import SEEDS
from core.experiments.implicit.start import NETWORK, NON_ZERO, UNKNOWNS, StartSize, weights
from core.regularization import diagonal_network_limit, smoothed_floor
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.words import three
from pages.ui.implicit.deep_view import held
from pages.ui.implicit.start_panels import kept
from pages.ui.implicit.studies import studied
from pages.ui.predict.kinds import Choice, Number
from pages.ui.predict.question import Question

PLACES: Final = (
    "At the ridge, ∇C + λw = 0",
    "At a corner of the square |w| ≤ 1/λ",
    "At least squares",
)


def places(spec: Experiment) -> tuple[Array, list[Array]]:
    """Where AdamW ends (2,), and the three places that it may end at."""
    assert isinstance(spec.topic, WeightDecay)
    study = studied(spec)
    v, end = study.position(spec.value), study.lanes[ADAMW].end
    corner = np.sign(end[v]) / spec.topic.decay
    return end[v], [study.reference("ridge", v), corner, study.reference(LEAST_SQUARES, v)]


def where(spec: Experiment) -> int:
    """The nearest of the three."""
    end, candidates = places(spec)
    return int(np.argmin([np.abs(end - each).max() for each in candidates]))


def reveal_where(spec: Experiment) -> str:
    """The end, and how far it is from the ridge."""
    end, (ridge, *_) = places(spec)
    best = float(np.abs(end - places(spec)[1][where(spec)]).max())
    return (
        f"{PLACES[where(spec)]}, to within {three(best)}: it ends at ({three(float(end[0]))}, "
        f"{three(float(end[1]))}), {three(float(np.abs(end - ridge).max()))} from the ridge, where "
        "λ in the loss leads."
    )


def ridge_of(spec: Experiment) -> float:
    """The λ that the noise on the inputs means."""
    assert isinstance(spec.topic, Noise)
    assert isinstance(spec.topic.kind, OnInputs)
    return float(spec.topic.kind.ridge(spec.value))


def reveal_ridge(spec: Experiment) -> str:
    """The formula."""
    return (
        f"λ = r/(1 − r) = {three(ridge_of(spec))} with r = {three(spec.value)}: an input "
        "that is left out with chance r, and divided by 1 − r otherwise, has λ times its square as "
        "variance."
    )


def best_logit(spec: Experiment) -> float:
    """Where the cross-entropy of a smoothed label of 1 is least."""
    assert isinstance(spec.topic, Noise)
    assert isinstance(spec.topic.kind, TurnLabels)
    return float(np.log(2 / spec.topic.kind.epsilon - 1))


def reveal_logit(spec: Experiment) -> str:
    """The logit, and what is lost there."""
    floor = smoothed_floor(spec.value)
    return (
        f"At {three(best_logit(spec))} = ln((1 − ε/2)/(ε/2)), where it is the label's entropy, "
        f"{three(floor)}. A larger logit costs more: so w is held back without a penalty."
    )


def limit(spec: Experiment) -> Array:
    """Where gradient flow from the start in force ends (50,)."""
    assert isinstance(spec.topic, StartSize)
    x, y, _ = problem(spec)
    return diagonal_network_limit(x, y, spec.topic.alpha)


@remembered(Experiment, lambda spec: spec.without("view"))
def end(spec: Experiment) -> Array:
    """Where the run that plays ends (50,)."""
    return weights(spec.recipes()[NETWORK].run().p[-1])


def left(spec: Experiment) -> float:
    """How many of the run's weights are above 1 % of the largest when it ends."""
    return float(kept(end(spec)))


def reveal_left(spec: Experiment) -> str:
    """How many there are, how many the flow leaves, and how many the equations were made of."""
    return (
        f"The run ends with {int(left(spec))} of {UNKNOWNS} above 1 % of the largest, after "
        f"{spec.steps:,} steps, and ‖w‖₁ = {three(float(np.abs(end(spec)).sum()))}; where the flow "
        f"ends there are {int(kept(limit(spec)))}. The equations were made with {NON_ZERO} that "
        "are not 0; nothing in the loss asks for few."
    )


def helped(spec: Experiment) -> float:
    """For how many seeds the test loss is lower than without."""
    found: Held = held(spec)
    v = int(np.flatnonzero(found.values == spec.value)[0])
    return float((found.test[-1, v] < found.test[-1, -1]).sum())


def reveal_helped(spec: Experiment) -> str:
    """The count, and the medians."""
    found: Held = held(spec)
    v = int(np.flatnonzero(found.values == spec.value)[0])
    with_it, without = (float(np.median(found.test[-1, at])) for at in (v, -1))
    return (
        f"For {int(helped(spec))} of {SEEDS} seeds. The median test loss is {three(with_it)} with "
        f"it, {three(without)} without."
    )


QUESTIONS: Final[Sequence[Question[Experiment]]] = (
    Choice(
        "adamw",
        "AdamW with λ = 3 in its step and no penalty in the loss: where do the two weights end?",
        reveal_where,
        options=lambda spec: PLACES,
        answer=where,
        hides=("plane", "comparison", "sizes", "distance"),
    ),
    Number(
        "dropout",
        "Each step leaves out a fifth of the inputs at random. Which λ of a ridge is that on "
        "average?",
        reveal_ridge,
        answer=ridge_of,
        near=1.05,
        around=1.3,
        by_factor=True,
        settings={"topic": "noise"},
        free=("seed",),
        hides=("comparison", "sizes"),
    ),
    Number(
        "smoothing",
        "Labels are smoothed by ε = 0.1. At which logit is the cross-entropy of a label of 1 "
        "least?",
        reveal_logit,
        answer=best_logit,
        near=1.05,
        around=1.5,
        by_factor=True,
        settings={"topic": "noise", "topic.kind": "turn-labels"},
        free=("seed",),
    ),
    Number(
        "small-start",
        "20 equations, 50 unknowns, no penalty, a start of α = 0.01: how many weights end above "
        "1 % of the largest?",
        reveal_left,
        answer=left,
        around=2,
        high=50,
        # Long enough for the run to have as many as the flow's limit.
        settings={
            "topic": "start-size",
            "topic.alpha": 0.01,
            "topic.eta": 0.05,
            "steps": 20_000,
        },
        hides=("weights", "comparison", "norms"),
        whole=True,
    ),
    Number(
        "seeds",
        "A net of 105 parameters, 30 points, weight decay: for how many of 20 seeds is the test "
        "loss lower than without?",
        reveal_helped,
        answer=helped,
        near=1,
        around=4,
        high=20,
        settings={"topic": "deep-net", "steps": 300},
        hides=("comparison", "losses", "curve"),
        whole=True,
    ),
)
