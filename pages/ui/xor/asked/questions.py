"""What the third chapter asks before its runs, and what the engine answers."""

from collections.abc import Mapping, Sequence
from typing import Final

from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import SEED_SOLVED, SEEDS_STUCK, risk
from core.experiments.xor.experiment import XorExperiment as Experiment
from core.experiments.xor.separability import labelings, separable, separates, separating_line
from core.experiments.xor.solutions import catalog
from core.theory.separation import Separation, separation
from core.training.descent import Trajectory
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.words import three
from pages.ui.predict.kinds import Choice, Number
from pages.ui.predict.question import Question, Value
from pages.ui.xor.asked import around
from pages.ui.xor.training import diagnosed

_LEVELS: Final = ("solved", "1/8", "1/6", "1/4")
_OFFERED: Final = ("0, it is solved", "1/8", "1/6", "¼")
_STEPS: Final = ("X itself", "XW", "XW + c", "The ReLU of that")
_BY_HAND: Final[Mapping[str, Value]] = {"start": "by-hand", "seed": SEED_SOLVED}
# What may differ where the network is the one that is asked about, and where only its points are.
_WEIGHTS: Final = ("seed", "optimizer", "start", "steps", "sampler")
_ANY: Final = ("width", "activation", *_WEIGHTS)


def most_right(spec: Experiment) -> float:
    """How many of the four points a line can have on their sides at most."""
    _, y = xor.points()
    lines = [line for row in labelings() if (line := separating_line(row)) is not None]
    return float(max(separates(line.p, y[:, 0]).sum() for line in lines))


def reveal_most_right(spec: Experiment) -> str:
    """The count, over all ways in which a line can divide the points."""
    most = round(most_right(spec))
    return (
        f"{most} of 4: of all {int(separable(labelings()).sum())} ways in which a line can divide "
        "the four points none has every one right, and some have all but one. 01 and 10 would lie "
        "on one side, hence their middle too; and that is the middle of 00 and 11."
    )


def separated(spec: Experiment) -> float:
    """How many labelings a line separates."""
    return float(separable(labelings()).sum())


def reveal_separated(spec: Experiment) -> str:
    """The count, and which are left."""
    can = separable(labelings())
    others = " and ".join("".join(map(str, row)) for row in labelings()[~can])
    return (
        f"{int(can.sum())} of {len(can)}, those with all points on one side included. The others "
        f"are {others}, in the order 00, 01, 10, 11: XOR and its negation."
    )


def tables(spec: Experiment) -> tuple[Separation, ...]:
    """Whether a line separates the points after each of the steps of the solution by hand."""
    found = xor.steps(xor.network(), xor.hand_solution())
    _, y = xor.points()
    return tuple(separation(table, y) for table in (found.X, found.XW, found.XWc, found.h))


def step_answer(spec: Experiment) -> int:
    """After which step it does for the first time."""
    return tables(spec).index(Separation.COMPLETE)


def reveal_step(spec: Experiment) -> str:
    """What each step does."""
    first = step_answer(spec)
    h = xor.steps(xor.network(), xor.hand_solution()).h
    places = ", ".join(f"({a:g}, {b:g})" for a, b in h)
    return (
        f"“{_STEPS[first]}”: XW and XW + c are affine maps, after which a line separates only what "
        f"one separates in X. The ReLU moves 00, 01, 10 and 11 to {places}: 01 and 10 now lie "
        "together, and a line leaves them alone on its side."
    )


@remembered(Experiment, lambda spec: spec.without("view"))
def run(spec: Experiment) -> Trajectory:
    """The run in force, on its own."""
    return spec.recipes()["network"].run()


def fate(spec: Experiment) -> str:
    """How it ends."""
    return xor.fate(float(run(spec).value[-1]))


def has_a_fate(spec: Experiment) -> bool:
    """Whether it ends at one of the levels."""
    return fate(spec) in _LEVELS


def reveal_end(spec: Experiment) -> str:
    """The cost at the end, the outputs, and which units are dead."""
    end = diagnosed(risk(spec), run(spec).p)
    outputs = ", ".join(three(round(float(value), 3)) for value in end.output[-1])
    dead = int(end.dead[-1].sum())
    units = {0: "no unit is dead", 1: "one unit is dead"}.get(dead, f"{dead} units are dead")
    return (
        f"The run ends at C = {three(float(run(spec).value[-1]))}, with the outputs {outputs} at "
        f"00, 01, 10 and 11; {units}, off at all points."
    )


def solutions(spec: Experiment) -> float:
    """How many patterns of two units have a solution."""
    return float(len(catalog()))


def reveal_solutions(spec: Experiment) -> str:
    """The count."""
    return (
        f"{len(catalog())} patterns have a solution whose cost is exactly 0, units in either order "
        "counted once; in each of them a positive scale of every unit is free besides."
    )


QUESTIONS: Final[Sequence[Question[Experiment]]] = (
    Number(
        "best-line",
        "How many of the four points of XOR can one line have on their right sides at most?",
        reveal_most_right,
        answer=most_right,
        around=1,
        high=4,
        # A smooth fold: where a ReLU folds to is another question.
        settings={"activation": "tanh", "seed": SEED_SOLVED},
        free=_ANY,
        whole=True,
    ),
    Number(
        "separable",
        "The four points can be labeled with 0 and 1 in 16 ways. How many of these can a line "
        "separate?",
        reveal_separated,
        answer=separated,
        around=2,
        high=16,
        free=_ANY,
        whole=True,
    ),
    Choice(
        "by-hand",
        "X, then XW + c, then the ReLU: after which step does one line separate the points for the "
        "first time?",
        reveal_step,
        options=lambda spec: _STEPS,
        answer=step_answer,
        settings=_BY_HAND,
        hides=("hidden",),
    ),
    Choice(
        "its-end",
        "Training from this start: at which cost does the run end?",
        reveal_end,
        options=lambda spec: _OFFERED,
        answer=lambda spec: _LEVELS.index(fate(spec)),
        settings={"seed": SEEDS_STUCK["1/4"][0]},
        free=("seed",),
        hides=("cost", "eta"),
        possible=has_a_fate,
    ),
    Choice(
        "folded",
        "Each hidden unit is flat on one side of its line. Where in hidden space does a point land "
        "that is on the flat side of both?",
        around.reveal_folded,
        options=lambda spec: around.FOLDED,
        answer=around.where_folded,
        hides=("hidden",),
    ),
    Choice(
        "best",
        "The solution by hand has the cost 0. Could any other choice of the weights do better?",
        around.reveal_best,
        options=lambda spec: around.BETTER,
        answer=around.is_best,
        settings=_BY_HAND,
    ),
    Number(
        "dimensions",
        "Around the solution by hand C is 0 on a whole set. Of how many dimensions, among nine "
        "parameters?",
        around.reveal_dimensions,
        answer=around.dimensions,
        around=1,
        high=9,
        settings=_BY_HAND,
        whole=True,
    ),
    Number(
        "patterns",
        "Say of each of two ReLU units at which points it is on: how many such patterns solve XOR "
        "exactly?",
        reveal_solutions,
        answer=solutions,
        near=1.0,
        around=2.0,
        by_factor=True,
        free=_WEIGHTS,
        whole=True,
    ),
)
