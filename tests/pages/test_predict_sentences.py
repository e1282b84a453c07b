"""What the answers to “Predict first” say, held against the engine; right answers, recomputed."""

import re
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest

from core.experiments.higham.experiment import Drawn as DrawnStart
from core.experiments.higham.experiment import FourLayers, HighamExperiment, OneLayer, TwoLayers
from core.experiments.higham.experiment import risk as network_risk
from core.experiments.higham.experiment import start as network_start
from core.experiments.logistic.experiment import LogisticExperiment, problem
from core.experiments.race.experiment import RaceExperiment, recipe
from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.solutions import catalog
from core.objectives.risk import logistic
from core.optimizers import GradientDescent
from core.training.descent import descend
from pages.ui.higham.asked import questions as higham
from pages.ui.logistic.asked import questions as two_losses
from pages.ui.optimizers.asked import questions as race
from pages.ui.predict import kinds
from pages.ui.predict.question import Mark
from pages.ui.xor.asked import questions as four_points
from tests.pages.judging import hyphens, typed

JUDGES = (
    two_losses.reveal_arrivals,
    two_losses.reveal_start,
    two_losses.reveal_minimum,
    two_losses.reveal_curve,
    two_losses.reveal_rate,
    higham.reveal_spread,
    higham.reveal_parameters,
    higham.reveal_cost,
    higham.reveal_mean,
    higham.reveal_fall,
    four_points.reveal_most_right,
    four_points.reveal_separated,
    four_points.reveal_step,
    four_points.reveal_end,
    four_points.reveal_solutions,
    race.reveal_first,
    race.reveal_newton,
    race.reveal_price,
    race.reveal_same_price,
    kinds.Drawn.said,
    kinds.Pointed.said,
)


def named(room, name):
    return next(one for one in room.QUESTIONS if one.name == name)


def numbers(text):
    """The numbers in a sentence, in their order."""
    assert not hyphens(text), text
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", typed(text))
    return [float(one) for one in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", plain)]


def about(value):
    return pytest.approx(value, rel=6e-3, abs=1e-12)


# ------------------------------------------------------------------ two losses


def trained(spec):
    """Every step of both runs, and their risks, without the page."""
    found = problem(spec)
    rule = GradientDescent(spec.optimizer.eta)
    return [(risk, descend(risk, rule, found.start, spec.steps)) for risk in found.risks]


def wrong_ends(risk, p):
    """How many points are within 0.05 of the wrong end."""
    a = risk.network(p, risk.x)[:, 0]
    return int((np.abs(a - risk.y[:, 0]) > 0.95).sum())


def test_who_arrives_is_told_with_what_is_left():
    question = named(two_losses, "arrives")
    spec = question.spec(LogisticExperiment)
    (squared, run), (entropy, other) = trained(spec)
    # Both minima are at 0 here: the data are the mirror of themselves.
    lowest = [risk.value(np.zeros(2)) for risk in (squared, entropy)]
    left = [
        (one.value[-1] - low) / (one.value[0] - low)
        for one, low in zip((run, other), lowest, strict=True)
    ]
    assert left[0] > 0.05 > left[1]
    assert [question.mark(spec, str(k)) for k in range(1, 5)] == [
        Mark.WRONG,
        Mark.RIGHT,
        Mark.WRONG,
        Mark.WRONG,
    ]
    said = two_losses.reveal_arrivals(spec)
    steps, share, wrong, N, norm, other_norm = numbers(said)
    assert (steps, wrong, N) == (500, wrong_ends(squared, run.p[0]), 6)
    assert share == pytest.approx(100 * left[0], abs=0.5)
    assert "cross-entropy has nothing" in said
    assert left[1] < 1e-12
    assert norm == about(np.linalg.norm(squared.gradient(run.p[0])))
    assert other_norm == about(np.linalg.norm(entropy.gradient(run.p[0])))


def test_a_start_is_a_bad_one_if_the_squared_loss_does_not_arrive_from_there():
    question = named(two_losses, "bad-start")
    spec = question.spec(LogisticExperiment)
    low = problem(spec).risks[0].value(np.zeros(2))
    # Every start of the grid on its own.
    grid = product(np.linspace(-5, 5, 21), np.linspace(-10, 10, 21))
    away = 0
    for start in grid:
        run = descend(problem(spec).risks[0], GradientDescent(1.0), np.array(start), 500)
        away += bool(run.value[-1] - low > 0.05 * (run.value[0] - low))
    assert 100 < away < 441
    marks = set()
    for place in product((-4.0, -1.5, 0.1, 1.5, 4.0), (-8.0, -2.0, 0.5, 7.0)):
        moved = replace(spec, start=two_losses.Chosen(w1=place[0], b=place[1]))
        assert question.fits(moved)
        ((risk, run),) = trained(moved)
        there = run.value[-1] - low <= 0.05 * (run.value[0] - low)
        mark = question.mark(moved, question.as_answer(place))
        assert (mark == Mark.RIGHT) == (not there)
        marks.add(mark)
        said = two_losses.reveal_start(moved)
        assert (") it arrives: it goes" in said) == there
        assert (") it does not arrive: it goes" in said) == (not there)
        told, count, w, b, first, last, steps, lowest, wrong, N, norm = numbers(said)
        assert (told, count) == (away, 441)
        assert (w, b, steps, N) == (*place, 500, 6)
        assert [first, last, lowest] == about([run.value[0], run.value[-1], low])
        assert wrong == wrong_ends(risk, run.p[0])
        assert norm == about(np.linalg.norm(risk.gradient(run.p[0])))
    assert marks == {Mark.RIGHT, Mark.WRONG}


def test_the_minimum_is_the_one_where_the_run_rests():
    question = named(two_losses, "which-minimum")
    spec = question.spec(LogisticExperiment)
    (risk, run), _ = trained(spec)
    assert (np.diff(run.value) <= 1e-15).all(), "every step goes downhill"
    end = run.p[-1]
    assert np.linalg.norm(risk.gradient(end)) < 1e-9
    w, b, cost, count, other_w, other_b, other_cost = numbers(two_losses.reveal_minimum(spec))
    assert [w, b, cost] == about([*end, run.value[-1]])
    other = descend(risk, GradientDescent(0.1), np.array([other_w, other_b]), 3000).p[-1]
    assert count == 2
    assert [other_w, other_b, other_cost] == about([*other, risk.value(other)])
    assert (other_cost < cost) == ("not the lowest" in two_losses.reveal_minimum(spec))
    assert question.mark(spec, question.as_answer(end)) is Mark.RIGHT
    assert question.mark(spec, question.as_answer(other)) is Mark.WRONG
    assert numbers(question.said(spec, "0.5,-1")) == [0.5, -1]
    assert not question.fits(replace(spec, as_printed=True)), "turned, a place is another one"


def test_a_drawn_curve_is_held_against_the_run():
    question = named(two_losses, "plateau")
    spec = question.spec(LogisticExperiment)
    ((risk, run),) = trained(spec)
    at = np.rint(np.linspace(0, 500, kinds.SKETCHED)).astype(int)
    curve = run.value[at]
    right = question.as_answer(spec, curve)
    falls = question.as_answer(spec, np.linspace(curve[0], 0, kinds.SKETCHED))
    near = question.as_answer(spec, curve - 0.12 * question.top(spec))
    marks = [question.mark(spec, one) for one in (right, near, falls)]
    assert marks == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG]
    (off,) = numbers(question.said(spec, near))
    assert off == pytest.approx(12, abs=0.5)
    half, end, wrong, N, norm = numbers(two_losses.reveal_curve(spec))
    assert half == pytest.approx(100 * (1 - run.value[250] / run.value[0]), abs=0.6)
    assert end == pytest.approx(100 * (1 - run.value[-1] / run.value[0]), abs=0.6)
    assert (wrong, N) == (wrong_ends(risk, run.p[0]), 6)
    assert wrong > 0
    assert norm == about(np.linalg.norm(risk.gradient(run.p[0])))


def test_the_largest_rate_that_settles_is_that_of_theory():
    question = named(two_losses, "largest-rate")
    spec = question.spec(LogisticExperiment)
    risk, start = problem(spec).risks[1], problem(spec).start
    limit = 2 / np.linalg.eigvalsh(risk.hessian(np.zeros(2)))[-1]
    predicted, rates, measured, steps = numbers(two_losses.reveal_rate(spec).replace("2/λ", "λ"))[
        :4
    ]
    assert (rates, steps) == (200, 500)
    assert predicted == about(limit)
    assert measured == pytest.approx(limit, rel=0.03)
    for eta, settles in ((0.97 * limit, True), (1.03 * limit, False)):
        end = descend(risk, GradientDescent(eta), start, 500).value[-1]
        assert (end - risk.value(np.zeros(2)) < 1e-6) == settles
    marks = [question.mark(spec, str(share * limit)) for share in (1, 1.5, 5, 0.1)]
    assert marks == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG, Mark.WRONG]


# ------------------------------------------------------------------ Higham & Higham's network


NETWORKS = [
    HighamExperiment(),
    *(
        HighamExperiment(start=DrawnStart(), seed=seed, hidden=hidden)
        for seed, hidden in product((0, 7), (OneLayer(3), TwoLayers(5, 4), FourLayers(3, 2, 2, 6)))
    ),
]


@pytest.mark.parametrize("spec", NETWORKS, ids=lambda spec: f"{spec.hidden.units}")
def test_what_is_asked_of_a_network_holds_for_every_network(spec):
    for name in ("untrained", "parameters", "one-point", "all-derivatives"):
        assert named(higham, name).fits(spec)
    risk, p = network_risk(spec), network_start(spec)
    s = len(p)
    count = numbers(higham.reveal_parameters(spec).rpartition("=")[2])
    assert count[0] == s
    product_of = re.findall(r"(\d+)·(\d+) \+ (\d+)", higham.reveal_parameters(spec))
    assert sum(int(n) * int(m) + int(b) for n, m, b in product_of) == s
    question = named(higham, "parameters")
    marks = [question.mark(spec, str(guess)) for guess in (s, s + 3, s - 4, 0)]
    assert marks == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG, Mark.WRONG]

    F = risk.network(p, risk.x)
    spread = np.ptp(F[:, 0] - F[:, 1])
    assert numbers(higham.reveal_spread(spec))[:2] == [10, about(spread)]
    right = 1 + sum(spread >= edge for edge in (0.1, 1))
    marks = [named(higham, "untrained").mark(spec, str(k)) for k in (1, 2, 3)]
    assert [mark is Mark.RIGHT for mark in marks] == [k == right for k in (1, 2, 3)]

    single = np.array([risk.gradient(p, np.array([i])) for i in range(10)])
    full = risk.gradient(p)
    said = numbers(higham.reveal_mean(spec))
    off = np.sqrt(np.square(np.linalg.norm(single - full, axis=1)).mean())
    assert said[0] == 10
    assert said[1] < 1e-15
    assert said[2:] == about([off, off / np.linalg.norm(full)])
    marks = [named(higham, "one-point").mark(spec, k) for k in "12"]
    assert marks == [Mark.RIGHT, Mark.WRONG]


def counted(spec):
    """Multiplications by weights, counted one by one as (5.1)-(5.8) do them."""
    widths = spec.network.widths
    W = [np.ones((n, m)) for m, n in pairwise(widths)]
    forward = sum(matrix.size for matrix in W)
    through = sum(matrix.T.size for matrix in W[1:])
    outer = sum(np.outer(np.ones(n), np.ones(m)).size for m, n in pairwise(widths))
    return forward, through + outer


@pytest.mark.parametrize("spec", NETWORKS, ids=lambda spec: f"{spec.hidden.units}")
def test_all_derivatives_cost_less_than_three_passes(spec):
    question = named(higham, "all-derivatives")
    forward, backward = counted(spec)
    s = spec.network.size
    told = numbers(higham.reveal_cost(spec))
    assert told == [forward, backward, s, about((forward + backward) / forward), s + 1]
    assert 2 <= (forward + backward) / forward < 3
    assert question.options(spec) == ("About 3", f"About {s + 1}", f"About {s * s}")
    assert [question.mark(spec, k) for k in "123"] == [Mark.RIGHT, Mark.WRONG, Mark.WRONG]


def test_the_first_steps_of_the_published_run_hardly_lower_the_cost():
    question = named(higham, "first-steps")
    spec = question.spec(HighamExperiment)
    run = spec.recipes()["network"].run()
    gone = 1 - run.value[-1] / run.value[0]
    assert 0 < gone < 0.2, "far from the next answer"
    assert numbers(higham.reveal_fall(spec)) == [10_000, pytest.approx(100 * gone, abs=0.5)]
    assert [question.mark(spec, k) for k in "123"] == [Mark.RIGHT, Mark.WRONG, Mark.WRONG]


# ------------------------------------------------------------------ XOR


def test_no_line_has_four_of_four_right_and_many_have_three():
    x, y = xor.points()
    lines = np.random.default_rng(0).standard_normal((3, 20_000))
    sides = x @ lines[:2] + 0.7 * lines[2]
    right = ((sides > 0) == (y > 0.5)).sum(axis=0)
    question = named(four_points, "best-line")
    for spec in (XorExperiment(), XorExperiment(seed=5, width=9)):
        assert question.fits(spec)
        assert right.max() == question.answer(spec) == 3
        marks = [question.mark(spec, k) for k in "320"]
        assert marks == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG]
        told = numbers(four_points.reveal_most_right(spec))
    divided = {tuple(row) for row in (sides > 0).T.tolist()}
    assert told[:3] == [3, 4, len(divided)]
    question = named(four_points, "separable")
    spec = question.spec(XorExperiment)
    assert question.answer(spec) == len(divided)
    assert [question.mark(spec, k) for k in ("14", "16", "8")] == [
        Mark.RIGHT,
        Mark.CLOSE,
        Mark.WRONG,
    ]
    left_out = {"".join(map(str, row)) for row in product((0, 1), repeat=4)} - {
        "".join(str(int(one)) for one in row) for row in divided
    }
    said = four_points.reveal_separated(spec)
    assert numbers(said)[:2] == [len(divided), 16]
    assert all(one in said for one in left_out)
    assert len(left_out) == 2


def test_the_relu_is_the_first_step_after_which_a_line_separates():
    question = named(four_points, "by-hand")
    spec = question.spec(XorExperiment)
    x, y = xor.points()
    h = np.maximum(x @ np.ones((2, 2)) + [0, -1], 0)
    said = four_points.reveal_step(spec)
    assert said.startswith("“The ReLU of that”")
    pairs = re.findall(r"\((\d), (\d)\)", said)
    assert [[float(a), float(b)] for a, b in pairs] == h.tolist()
    # h₁ - 2 h₂ = ½ does it there; before, XW + c is affine in x, where no line does.
    assert ((h @ [1, -2] > 0.5) == (y[:, 0] > 0.5)).all()
    assert [question.mark(spec, k) for k in "1234"] == [*[Mark.WRONG] * 3, Mark.RIGHT]


@pytest.mark.long
def test_where_a_run_ends_is_asked_of_every_seed_that_ends_at_a_level():
    question = named(four_points, "its-end")
    levels = {"solved": 0, "1/8": 1, "1/6": 2, "1/4": 3}
    seen = set()
    for seed in (0, 1, 2, 10, 21, 603):
        spec = XorExperiment(seed=seed)
        run = spec.recipes()["network"].run()
        fate = xor.fate(run.value[-1])
        assert question.fits(spec) == (fate in levels)
        marks = [question.mark(spec, k) for k in "1234"]
        assert [mark is Mark.RIGHT for mark in marks] == [k == levels[fate] for k in range(4)]
        seen.add(fate)
        risk = xor.risk(spec.network)
        said = four_points.reveal_end(spec)
        cost, *outputs = numbers(said.replace("00, 01, 10 and 11", ""))
        assert cost == about(run.value[-1])
        assert outputs[:4] == pytest.approx(risk.network(run.p[-1], risk.x)[:, 0], abs=2e-3)
        z = risk.network.forward(run.p[-1], risk.x)[0][0]
        dead = int((z <= 1e-12).all(axis=0).sum())
        words = ("no unit is dead", "one unit is dead", "2 units are dead")
        assert words[dead] in said
    assert seen == set(levels)


def test_the_patterns_that_solve_xor_are_those_of_the_catalog():
    question = named(four_points, "patterns")
    spec = question.spec(XorExperiment)
    network = xor.network()
    found = {tuple(sorted(map(tuple, xor.pattern(network, one.p).T.tolist()))) for one in catalog()}
    assert all(xor.risk(network).value(one.p) == 0 for one in catalog())
    assert numbers(four_points.reveal_solutions(spec))[0] == len(found) == question.answer(spec)
    marks = [question.mark(spec, k) for k in ("46", "40", "200", "0")]
    assert marks == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG, Mark.WRONG]


# ------------------------------------------------------------------ the race


def raced(spec):
    """Every entrant's run, without the page."""
    return [recipe(spec, entrant).run() for entrant in spec.entrants.values()]


NAMES = ("Gradient descent", "Momentum", "Nesterov", "RMSProp", "Adam")


@pytest.mark.parametrize("name", ["ravine", "valley"])
def test_who_is_first_is_who_stays_near_the_minimum_soonest(name):
    question = named(race, name)
    spec = question.spec(RaceExperiment)
    assert question.fits(spec)
    runs, low = raced(spec), 0.0
    near = 1e-6 * (runs[0].value[0] - low)
    said = race.reveal_first(spec)
    order = []
    for label, run in zip(NAMES, runs[:5], strict=True):
        outside = np.flatnonzero(run.value - low > near)
        there = len(outside) == 0 or outside[-1] < len(run.k) - 1
        if there:
            at = int(run.k[outside[-1] + 1])
            assert f"{label} arrives for good at step {at:,}" in said
            order.append((at, 0.0, label))
        else:
            beyond = said.partition("above the lowest cost")[2]
            (above,) = re.findall(rf"{label} by (\d[\d.e−]*\d)[,.]", beyond)
            assert float(above.replace("−", "-")) == about(run.value[-1] - low)
            order.append((np.inf, run.value[-1], label))
    # Newton's run is asked about nowhere, but where it alone has arrived that is said.
    newton = runs[5].value[-1] - low <= near
    alone = all(np.isinf(at) for at, _, _ in order)
    assert ("Nobody" in said) == alone
    assert ("Nobody but Newton has arrived after 300 steps" in said) == (alone and newton)
    assert ("after" in said) == (not all(np.isfinite(at) for at, _, _ in order))
    first = min(order)[2]
    options = question.options(spec)
    assert len(options) == 5
    for k, words in enumerate(options, 1):
        mark = question.mark(spec, str(k))
        assert (mark is Mark.RIGHT) == words.endswith(first)


def test_newton_ends_at_the_saddle():
    question = named(race, "newton")
    spec = question.spec(RaceExperiment)
    assert question.fits(spec)
    end = raced(spec)[1].p[-1]
    objective = spec.ground.objective
    u, v, slope, low, high = numbers(race.reveal_newton(spec))
    assert [u, v] == pytest.approx(end, abs=1e-3)
    assert slope == about(np.linalg.norm(objective.gradient(end)))
    assert [low, high] == about(np.linalg.eigvalsh(objective.hessian(end)))
    assert low < 0 < high
    assert "a saddle" in race.reveal_newton(spec)
    marks = [question.mark(spec, place) for place in ("0.02,-0.03", "0.3,0.2", "0,1", "-2,0")]
    assert marks == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG, Mark.WRONG]


def test_six_points_cost_six_times_one():
    question = named(race, "price")
    spec = question.spec(RaceExperiment)
    assert numbers(race.reveal_price(spec)) == [1, 1, 2, 6, 6, 6]
    marks = [question.mark(spec, k) for k in ("6", "5", "2")]
    assert marks == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG]


def test_who_is_lower_for_the_same_price():
    question = named(race, "same-price")
    spec = question.spec(RaceExperiment)
    assert question.fits(spec)
    small, large = raced(spec)
    objective = spec.ground.objective
    best = descend(objective, GradientDescent(4.0), large.p[-1], 2000).value[-1]
    told = numbers(race.reveal_same_price(spec))
    evaluations, steps = 10 * 569, (10 * 569 // 20)
    assert told[0] == evaluations
    assert told[5] == steps
    assert told[2] == 10
    assert told[3] == about(large.value[np.flatnonzero(large.k == 10)[0]] - best)
    at = np.flatnonzero(small.k <= steps)[-1]
    assert small.k[at] == steps, "the step is one that is recorded"
    assert told[6] == about(small.value[at] - best)
    assert [question.mark(spec, k) for k in "12"] == [Mark.RIGHT, Mark.WRONG]


def test_the_data_of_the_first_chapter_are_their_own_mirror():
    """What the tests above take for granted: both losses have their minimum at 0."""
    found = problem(LogisticExperiment())
    for risk in found.risks:
        risk = logistic(risk.x, risk.y, risk.loss)
        assert np.linalg.norm(risk.gradient(np.zeros(2))) < 1e-15
        assert np.linalg.eigvalsh(risk.hessian(np.zeros(2))).min() > 0
