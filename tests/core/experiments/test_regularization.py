"""The experiments on regularization: what is predicted is what a run, a refit or a check gives."""

import numpy as np
import pytest

from core.experiments.regularization import ten_coefficients as ten
from core.experiments.regularization import two_coefficients as two
from core.experiments.regularization.choices import ElasticNet, FoldedRidge, Lasso, Ridge
from core.experiments.regularization.experiment import (
    Chosen,
    Drawn,
    FarSide,
    RegularizationExperiment,
)
from core.experiments.regularization.how_much import choose
from core.experiments.regularization.positions import LASSO, LINEAR, PATH, RIDGE
from core.experiments.regularization.questions import HowMuch, WhyZeros
from core.experiments.regularization.shapes import SHAPES, Diamond, Disc, Square
from core.networks.network import Network

STRENGTHS = np.array(LINEAR)
QUESTIONS = [WhyZeros(shape(), column_twice=twice) for shape in SHAPES.values() for twice in (0, 1)]


def cost(question, strength, w):
    p = np.concatenate([w, np.zeros((*w.shape[:-1], 1))], axis=-1)
    penalty = question.penalty.penalty(strength)
    return two.bowl(question.column_twice).value(w) + penalty.value(p, Network((2, 1)))


# ------------------------------------------------------------------ two coefficients


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_no_neighbor_costs_less_than_the_exact_minimum(question):
    rng = np.random.default_rng(0)
    for strength, w in zip(STRENGTHS, two.minima(question, STRENGTHS), strict=True):
        steps = rng.standard_normal((60, 2)) * 10 ** rng.uniform(-4, 1, (60, 1))
        best = cost(question, strength, w)
        assert (cost(question, strength, w + steps) >= best - 1e-9).all()


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_proximal_steps_end_at_it_and_on_its_zeros(question):
    minima = two.minima(question, STRENGTHS)
    end = two.follow(question, STRENGTHS, (-40.0, 20.0), 700).proximal[-1]
    np.testing.assert_allclose(
        [cost(question, s, w) for s, w in zip(STRENGTHS[2:], end[2:], strict=True)],
        [cost(question, s, w) for s, w in zip(STRENGTHS[2:], minima[2:], strict=True)],
        rtol=1e-12,
    )
    if two.is_unique(question):
        # Between equal columns a small λ alone decides, and slowly.
        np.testing.assert_allclose(end[2:], minima[2:], atol=1e-7)
        np.testing.assert_array_equal(end[2:] == 0, minima[2:] == 0)


def test_the_run_at_one_strength_is_that_of_its_recipe_on_the_data():
    for shape in SHAPES.values():
        spec = RegularizationExperiment(WhyZeros(shape(), strength=17.0))
        followed = two.follow(spec.question, np.array([17.0]), spec.first, spec.steps)
        for lane, w in (("proximal", followed.proximal), ("subgradient", followed.subgradient)):
            run = spec.recipes()[lane].run()
            np.testing.assert_array_equal(run.k, followed.k[: len(run.k)])
            found, seen = run.p[:, :2], w[: len(run.k), 0]
            far = ~np.isfinite(seen) | (np.abs(found) > 1e6)
            np.testing.assert_allclose(found[~far], seen[~far], rtol=1e-8, atol=1e-8)


def test_a_coefficient_that_was_exactly_0_comes_back():
    question = WhyZeros(strength=30.0, eta=0.5)
    run = two.follow(question, np.array([30.0]), (-30.0, 40.0), 400)
    zero = run.proximal[:, 0, 0] == 0
    assert zero.any()
    assert not zero[-1]
    assert not (run.subgradient == 0).any()


def test_a_square_is_a_diamond_seen_from_its_corner():
    H, c = np.array([[2.0, 0.3], [0.3, 1.0]]), np.array([3.0, -1.0])
    turn = np.array([[1.0, 1.0], [1.0, -1.0]])
    u = Diamond().minimum(turn.T @ H @ turn, turn.T @ c, 0.4)
    np.testing.assert_allclose(Square().minimum(H, c, 0.4), turn @ u, atol=1e-12)


def test_a_ridge_shares_evenly_between_equal_columns_and_the_lasso_leaves_it_to_the_start():
    strengths = np.array([10.0])
    ridge = two.minima(WhyZeros(Disc(), column_twice=True), strengths)[0]
    np.testing.assert_allclose(ridge, two.bowl(True).c / (2 + 10.0), rtol=1e-12)
    question = WhyZeros(Diamond(), column_twice=True)
    ends = [two.follow(question, strengths, w, 2000).proximal[-1, 0] for w in ((-40, 20), (9, 8))]
    np.testing.assert_allclose(*[w.sum() for w in ends], rtol=1e-9)
    assert abs(ends[0][0] - ends[1][0]) > 10


def test_a_start_is_that_of_the_menu():
    assert RegularizationExperiment(start=FarSide()).first == (-40.0, 20.0)
    assert RegularizationExperiment(start=Chosen(1.0, 2.0)).first == (1.0, 2.0)
    drawn = [RegularizationExperiment(start=Drawn(), seed=seed).first for seed in (3, 3, 4)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert np.abs(drawn).max() < 50


# ------------------------------------------------------------------ ten coefficients


@pytest.mark.parametrize("penalty", [Lasso(), ElasticNet(0.3), Ridge()], ids=str)
def test_the_path_is_what_is_solved_for_each_strength_alone(penalty):
    found = ten.coefficients(penalty, np.array(PATH))
    np.testing.assert_allclose(found.path, found.solved, atol=1e-9)
    np.testing.assert_array_equal(found.path == 0, found.solved == 0)
    hold = np.broadcast_to(found.hold[:, None], found.pull.shape)
    assert (found.pull <= hold + 1e-10).all()
    active = found.solved != 0
    np.testing.assert_allclose(found.pull[active], hold[active], atol=1e-10)
    np.testing.assert_allclose(found.trace, found.filters.sum(axis=1), rtol=1e-10)


def test_the_knots_name_who_comes_and_goes():
    knots = ten.events()
    entered = [each.name for each in knots if each.enters]
    assert entered == ["bmi", "s5", "bp", "s3", "sex", "s6", "s1", "s4", "s2", "age", "s3"]
    (left,) = [each for each in knots if not each.enters]
    assert (left.name, round(left.strength, 4)) == ("s3", 0.1038)
    found = ten.coefficients(Lasso(), np.array(PATH))
    counts = [ten.count_by_knots(each, knots) for each in PATH]
    np.testing.assert_array_equal(found.count, counts)


# ------------------------------------------------------------------ how much


@pytest.mark.long
def test_folds_choose_the_strengths_that_the_facts_name():
    lasso = choose(HowMuch(), np.array(LASSO), 0)
    folded = lasso.folded
    assert (LASSO[folded.best], LASSO[folded.simplest]) == (0.79, 7.9)
    assert (lasso.free[folded.best], lasso.free[folded.simplest]) == (8, 4)
    assert folded.mean[folded.best] == pytest.approx(2978.82, abs=0.05)
    assert folded.standard_error[folded.best] == pytest.approx(211.38, abs=0.05)
    assert lasso.leaky.best == folded.best - 1 or LASSO[lasso.leaky.best] == 0.847
    assert lasso.leaky.simplest == folded.simplest
    ridge = choose(HowMuch(FoldedRidge()), np.array(RIDGE), 0)
    assert (RIDGE[ridge.folded.best], RIDGE[ridge.folded.simplest]) == (0.0398, 0.631)
    assert RIDGE[ridge.leaky.best] == 0.0501
    np.testing.assert_allclose(ridge.left_out, ridge.refitted, rtol=1e-10)
    assert ridge.left_out.min() == pytest.approx(2999.77, abs=0.01)


def test_dealt_folds_depend_on_the_seed_and_turns_do_not():
    few = np.array([0.5, 5.0])
    turns = [choose(HowMuch(), few, seed).folded.errors for seed in (1, 2)]
    np.testing.assert_array_equal(*turns)
    dealt = [choose(HowMuch(random_folds=True), few, seed).folded.errors for seed in (1, 2)]
    assert not np.allclose(*dealt)
