"""Proximal and projected steps as scripts, which end where the engine does."""

import numpy as np
import pytest

from core import (
    L1,
    PENALTIES,
    PROXIMAL,
    Clipped,
    HalfSquaredError,
    Identity,
    Inverse,
    Network,
    ProjectedGradient,
    Recipe,
    Risk,
    Scheduled,
    Tanh,
)
from core.export import run_again
from core.objectives import BALLS
from tests.exported import in_each_language, printed

RNG = np.random.default_rng(3)
X, Y = RNG.normal(size=(12, 2)), RNG.normal(size=(12, 1))
NETWORK = Network((2, 3, 1), Tanh(), Identity())
START = RNG.normal(size=NETWORK.size)
PICKS = RNG.integers(12, size=(60, 4))


def risk(penalty):
    return Risk(NETWORK, HalfSquaredError(), X, Y, penalty)


def check(recipe, script):
    loss, *penalty = printed(script(recipe))
    again = run_again(recipe)
    assert float(loss) == pytest.approx(again.loss, rel=1e-10)
    for line in penalty:
        end = recipe.run().p[-1]
        value = recipe.objective.penalty_value(end)
        assert float(line.split()[-1]) == pytest.approx(value, rel=1e-10)


@pytest.mark.parametrize("cls", PROXIMAL.values(), ids=PROXIMAL)
@pytest.mark.parametrize("name", [*PENALTIES, "none"])
@in_each_language
def test_every_penalty_under_both_rules(cls, name, script):
    objective = risk(None if name == "none" else PENALTIES[name](0.05))
    check(Recipe(objective, cls(0.1).on(objective), START, 60), script)


@in_each_language
def test_on_minibatches(script):
    objective = risk(L1(0.05))
    for cls in PROXIMAL.values():
        check(Recipe(objective, cls(0.1).on(objective), START, 60, PICKS), script)


@pytest.mark.parametrize("ball", BALLS.values(), ids=BALLS)
@pytest.mark.parametrize("penalty", [None, L1(0.02)])
@in_each_language
def test_every_ball_with_and_without_a_penalty(ball, penalty, script):
    check(Recipe(risk(penalty), ProjectedGradient(0.1, 0.9, ball()), START, 60), script)


@in_each_language
def test_what_has_no_script_says_so(script):
    for rule in (Scheduled(ProjectedGradient(0.1), Inverse(2)), Clipped(ProjectedGradient(0.1))):
        with pytest.raises(ValueError, match=r"^A schedule or a clip around projected gradient"):
            script(Recipe(risk(None), rule, START, 60))
