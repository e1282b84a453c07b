"""What the chapter on regularization in training asks before its runs."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from core.arrays import Array, Steps
from core.experiments.implicit.decay import ADAM_L2, ADAMW, LEAST_SQUARES, SGD
from core.experiments.implicit.experiment import ImplicitExperiment as Experiment
from core.experiments.implicit.noise import Noise, OnInputs
from core.experiments.implicit.start import EQUATIONS, NETWORK, UNKNOWNS
from pages.ui.chapter.words import three
from pages.ui.implicit.deep_view import held
from pages.ui.implicit.studies import studied
from pages.ui.implicit.words import on_the_box, verdict
from pages.ui.predict.kinds import Choice, Drawn, Number, Place, Pointed
from pages.ui.predict.question import Mark, Question
from pages.ui.stage import SKETCHED

_RULES: Final = {SGD: "Gradient descent", ADAM_L2: "Adam + L2", ADAMW: "AdamW"}
_WHO: Final[dict[str, frozenset[str]]] = {
    "All three": frozenset(_RULES),
    "Gradient descent and Adam + L2": frozenset({SGD, ADAM_L2}),
    "Gradient descent and AdamW": frozenset({SGD, ADAMW}),
    "Gradient descent only": frozenset({SGD}),
    "None of them": frozenset(),
}
# An end this near to the ridge, against its length, is said to be there.
_THERE: Final = 0.01
# How far off a place may be, in shares of the largest weight of least squares.
_HERE, _NEAR = 0.06, 0.15
_TOLD: Final = ("comparison", "sizes", "distance", "numbers")
_LARGE: Final = 0.1
_TEST: Final = 1


def _v(spec: Experiment) -> int:
    return studied(spec).position(spec.value)


def _end(spec: Experiment, lane: str) -> Array:
    """Where (d,) a run ends."""
    return np.asarray(studied(spec).lanes[lane].end[_v(spec)])


def near_its_end(spec: Experiment, place: Place) -> Mark:
    """By the distance from where AdamW's run ends."""
    size = float(np.abs(studied(spec).references[LEAST_SQUARES]).max())
    off = float(np.linalg.norm(np.array(place) - _end(spec, ADAMW))) / size
    if off <= _HERE:
        return Mark.RIGHT
    return Mark.CLOSE if off <= _NEAR else Mark.WRONG


def reveal_end(spec: Experiment) -> str:
    """Where both Adams end, and what the box has to do with it."""
    box, disc = (", ".join(map(three, _end(spec, lane).tolist())) for lane in (ADAMW, ADAM_L2))
    return (
        f"AdamW ends at ({box}); with the same λ in the loss Adam ends at ({disc}). "
        f"{verdict(spec, studied(spec), _v(spec))}"
    )


def off_the_ridge(spec: Experiment) -> dict[str, float]:
    """How far each run ends from the ridge, against the ridge's length."""
    ridge = studied(spec).reference("ridge", _v(spec))
    size = float(np.linalg.norm(ridge))
    return {lane: float(np.linalg.norm(_end(spec, lane) - ridge)) / size for lane in _RULES}


def who_is_there(spec: Experiment) -> frozenset[str]:
    """The runs that end at the ridge."""
    return frozenset(lane for lane, off in off_the_ridge(spec).items() if off <= _THERE)


def reveal_who(spec: Experiment) -> str:
    """The three distances."""
    parts = [f"{_RULES[lane]} {_share(off)}" for lane, off in off_the_ridge(spec).items()]
    return (
        f"So far from the ridge they end, against its length: {', '.join(parts)}. A minimum is "
        "one for any rule that λ stands in the loss of; AdamW shrinks its weights beside the "
        "loss, and its steps, divided by their own size, balance that elsewhere."
    )


def _share(off: float) -> str:
    return "under 0.1 %" if off < 1e-3 else f"{three(100 * off)} %"


def at_the_box(spec: Experiment) -> float:
    """How many of AdamW's weights end at 1/λ."""
    return float(on_the_box(_end(spec, ADAMW), spec.value))


def reveal_at_the_box(spec: Experiment) -> str:
    """The count, and what theory says."""
    w = _end(spec, ADAMW)
    return (
        f"Of {len(w)} weights, so many end within 1 % of 1/λ: {int(at_the_box(spec))}. "
        f"{verdict(spec, studied(spec), _v(spec))}"
    )


def its_ridge(spec: Experiment) -> float:
    """The λ that the noise amounts to."""
    assert isinstance(spec.topic, Noise)
    assert isinstance(spec.topic.kind, OnInputs)
    return float(spec.topic.kind.ridge(spec.value))


def reveal_ridge(spec: Experiment) -> str:
    """The λ, and how far both runs are from there."""
    return verdict(spec, studied(spec), _v(spec))


def stay(spec: Experiment) -> float:
    """How many entries of the diagonal network's w are more than a tenth of the largest."""
    size = np.abs(_end(spec, NETWORK))
    return float((size > _LARGE * size.max()).sum())


def reveal_stay(spec: Experiment) -> str:
    """The count, and the norms between which the run ends."""
    return (
        f"{three(stay(spec))} of {UNKNOWNS} weights end above a tenth of the largest, though "
        f"{EQUATIONS} equations leave many solutions. {verdict(spec, studied(spec), _v(spec))}"
    )


def test_loss(spec: Experiment) -> tuple[Steps, Array]:
    """The recorded steps (F,), and the seeds' median loss (F,) on points that no net has seen."""
    found = held(spec)
    v = int(np.flatnonzero(found.values == spec.value)[0])
    return found.k, np.median(found.test[:, v], axis=-1)


def its_curve(spec: Experiment) -> Array:
    """That loss at as many steps as a drawn curve has."""
    k, loss = test_loss(spec)
    return np.interp(np.linspace(0, k[-1], SKETCHED), k, loss)


def reveal_curve(spec: Experiment) -> str:
    """Where it is least, how it ends, and what becomes of the loss in training meanwhile."""
    k, loss = test_loss(spec)
    found, least = held(spec), int(loss.argmin())
    v = int(np.flatnonzero(found.values == spec.value)[0])
    train = np.median(found.train[:, v], axis=-1)
    return (
        f"The median over {found.test.shape[-1]} seeds is least at step {k[least]:,}, "
        f"{three(float(loss[least]))}, and {three(float(loss[-1]))} at the end, from "
        f"{three(float(loss[0]))}. In training it goes from {three(float(train[0]))} to "
        f"{three(float(train[-1]))}: wrong labels are learned by heart."
    )


QUESTIONS: Final[Sequence[Question[Experiment]]] = (
    Number(
        "at-the-box",
        "All ten weights, AdamW, λ = 10 in its step: how many of them end at the largest size that "
        "1/λ allows?",
        reveal_at_the_box,
        answer=at_the_box,
        around=1,
        high=10,
        settings={"topic.columns": "all-columns", "topic.decay": 10.0},
        hides=(ADAM_L2, ADAMW, *_TOLD),
    ),
    Choice(
        "who-is-ridge",
        "λ in the loss for gradient descent and Adam, in the step for AdamW: who ends at the "
        "minimum of the ridge?",
        reveal_who,
        options=lambda spec: tuple(_WHO),
        answer=lambda spec: list(_WHO.values()).index(who_is_there(spec)),
        hides=_TOLD,
    ),
    Pointed(
        "box",
        "AdamW has λ = 3 in its step, not in its loss. Where will its two weights come to rest?",
        reveal_end,
        judge=near_its_end,
        hides=_TOLD,
    ),
    Number(
        "which-ridge",
        "Each step leaves out a fifth of the inputs at random. Which λ of a ridge is that, on "
        "average?",
        reveal_ridge,
        answer=its_ridge,
        near=1.03,
        around=1.3,
        by_factor=True,
        settings={"topic": "noise"},
        hides=("comparison", "sizes"),
    ),
    Number(
        "few-stay",
        "Fifty unknowns, twenty equations, no penalty, a small start: how many weights are more "
        "than a tenth of the largest in the end?",
        reveal_stay,
        answer=stay,
        around=2,
        high=50,
        settings={"topic": "start-size", "topic.alpha": 0.01, "steps": 20_000},
        hides=("weights", "comparison", "norms"),
    ),
    Drawn(
        "by-heart",
        "Thirty points, a tenth of their labels wrong, next to no penalty: how will the loss on "
        "new points go?",
        reveal_curve,
        answer=its_curve,
        lane=_TEST,
        panel="curve",
        height=lambda spec: 2 * float(test_loss(spec)[1][0]),
        settings={"topic": "deep-net", "topic.kind.decay": 0.0005, "steps": 600},
        hides=("comparison", "losses"),
    ),
)
