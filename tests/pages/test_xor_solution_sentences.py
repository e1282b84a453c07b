"""What is said of XOR's solutions, of walks among them and of ways between them is true."""

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from core.experiments.xor import problem as xor
from core.experiments.xor.solutions import SOLUTIONS, catalog, null_basis, walk
from core.landscape.mode_connectivity import relaxed, straight
from core.landscape.zero_set import Walk
from core.rounding import moved
from pages.ui.xor.notation import names
from pages.ui.xor.solutions.minimum import (
    say_argument,
    say_catalog,
    say_dimension,
    say_loss,
    transformed,
)
from pages.ui.xor.solutions.walk_scene import tell
from pages.ui.xor.solutions.ways import ends, say_ways, with_idle_units
from tests.pages.judging import hyphens, typed

JUDGES = (say_argument, say_loss, say_dimension, say_catalog, tell, say_ways)
RISK = xor.risk(xor.network())
POINTS = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))
FACTORS = ([1.0, 1.0], [2.0, 1.0], [0.1, 3.0])
LEVELS = {"¼": 1 / 4, "1/6": 1 / 6, "1/8": 1 / 8}


def cost(p, units=2, number=float):
    """The mean squared error of p, unit by unit, in floats or in exact fractions."""
    p = [number(float(value)) for value in p]
    H, total = units, number(0)
    for x1, x2, y in POINTS:
        f = p[4 * H]
        for j in range(H):
            z = p[2 * j] * x1 + p[2 * j + 1] * x2 + p[2 * H + j]
            f += p[3 * H + j] * max(z, number(0))
        total += (f - y) ** 2
    return total / 4


def jacobian(p, right):
    """∂f/∂p (4, 9) at the four points, with the ReLU's slope at 0 taken from one side."""
    rows = []
    for x1, x2, _ in POINTS:
        z = [p[2 * j] * x1 + p[2 * j + 1] * x2 + p[4 + j] for j in (0, 1)]
        on = [float(value > 0 or (right and value == 0)) for value in z]
        W = [p[6 + j] * on[j] * x for j in (0, 1) for x in (x1, x2)]
        rows.append([*W, *(p[6 + j] * on[j] for j in (0, 1)), *(max(v, 0.0) for v in z), 1.0])
    return np.array(rows)


def copies():
    """Each solution as it is, and rescaled and swapped by turns."""
    for number, one in enumerate(SOLUTIONS):
        for factors in (FACTORS[0], FACTORS[1 + number % 2]):
            p = transformed(RISK, one.p, swapped=bool(number % 2), factors=factors)
            yield one.p, p, factors


@pytest.mark.long
def test_every_sentence_about_a_solution_and_the_walks_from_it_is_true():
    judged = 0
    for number, (before, p, factors) in enumerate(copies()):
        judge_loss(say_loss(RISK, p, before), before, p, factors)
        judge_dimension(say_dimension(RISK, p), p)
        basis = null_basis(RISK, p)
        way = walk(RISK, p, basis[number % len(basis)], 2.0)
        judge_walk(tell(way), way)
        judged += 4 + len(way.t)
    print(judged, "sentences")
    assert judged >= 2000


def judge_loss(said, before, p, factors):
    assert not hyphens(said)
    told = re.search(r"The cost is \*\*(\S+)\*\* in double precision", typed(said))[1]
    assert float(told) == float(RISK.value(p))
    exact = cost(p, number=Fraction)
    assert exact < 1e-30
    if exact == 0:
        assert told == "0"
    powers = all(np.log2(a).is_integer() for a in factors)
    if "no power of 2" in said:
        assert float(told) > 0
        assert not powers
    moved = np.linalg.norm(p - before)
    if "this is the solution as chosen" in said:
        assert moved == 0
    else:
        away = re.search(r", (\S+) away from the solution that was chosen", typed(said))[1]
        assert float(away) == pytest.approx(moved, rel=6e-3)


def judge_dimension(said, p):
    dimensions = [
        9 - np.linalg.matrix_rank(jacobian(p, right), tol=1e-9) for right in (False, True)
    ]
    rank, d = re.search(r"Jacobian here is (\d): .* of dimension \*\*(\d) of 9\*\*", said).groups()
    assert (int(rank), int(d)) == (9 - dimensions[0], dimensions[0])
    other = re.search(r"from the other side, (\d)\)", said)
    assert (int(other[1]) if other else dimensions[0]) == dimensions[1]
    assert f"Two of the {d} directions" in said
    # The rescalings: what enters a unit grows as it is, what leaves it shrinks.
    tangents = np.array(
        [[*p[:2], 0, 0, p[4], 0, -p[6], 0, 0], [0, 0, *p[2:4], 0, p[5], 0, -p[7], 0]]
    )
    assert np.linalg.matrix_rank(tangents) == 2
    np.testing.assert_allclose(jacobian(p, right=False) @ tangents.T, 0, atol=1e-12)


def judge_walk(sentences, way):
    gone = 0.0
    for k, said in enumerate(sentences):
        assert not hyphens(said)
        gone += np.linalg.norm(way.p[k] - way.p[k - 1]) if k else 0.0
        t, value = re.match(
            r"(\S+) along the zero set: the cost is (\S+?)\.(?: |$)", typed(said)
        ).groups()
        assert float(t) == pytest.approx(gone, rel=6e-3, abs=1e-12)
        assert float(value) == pytest.approx(cost(way.p[k]), abs=1e-30)
        assert float(value) < 1e-26
    assert ("any farther" in sentences[-1]) == (len(way.t) < 101)


def test_a_walk_that_ends_early_says_so():
    way = walk(RISK, SOLUTIONS[0].p, null_basis(RISK, SOLUTIONS[0].p)[0], 0.1, 3)
    short = Walk(way.t, way.p, way.value, complete=False)
    assert tell(short)[-1].endswith("No solution was found any farther in this direction.")


def test_the_catalog_has_as_many_patterns_as_it_says_and_all_cost_nothing():
    found = catalog()
    said = say_catalog(RISK, found)
    patterns = {
        tuple(sorted(tuple(z > 0 for z in unit) for unit in hidden(one.p))) for one in found
    }
    assert f"with {len(patterns)} different patterns" in said
    assert said.endswith("the largest cost among them is 0.")
    assert all(cost(one.p, number=Fraction) == 0 for one in found)


def hidden(p):
    return [[p[2 * j] * x1 + p[2 * j + 1] * x2 + p[4 + j] for x1, x2, _ in POINTS] for j in (0, 1)]


@pytest.mark.parametrize("one", SOLUTIONS, ids=lambda one: one.name)
def test_the_argument_is_true_of_each_solution(one):
    said = typed(say_argument(RISK, one.p))
    assert "solution it is 0. That is all" in said
    kinks = sum(z == 0 for unit in hidden(one.p) for z in unit)
    told = re.search(
        r"(\d+) of the 8 pre-activations are exactly 0.*along (\S+) the second derivative of C is "
        r"(\S+) from above and (\S+) from below",
        said,
    )
    if not told:
        assert "does not exist" not in said
        return
    assert int(told[1]) == kinks
    step = 2.0**-10 * np.eye(9)[names(2).index(told[2])]
    sides = [2 * cost(one.p + side * step) / 2.0**-20 for side in (1, -1)]
    assert [float(told[3]), float(told[4])] == pytest.approx(sides, rel=1e-3)
    assert told[3] != told[4]


@pytest.mark.long
@pytest.mark.parametrize(("i", "j", "idle"), [(0, 1, 1), (2, 5, 0)])
def test_every_sentence_about_ways_is_true(i, j, idle):
    risk, known = xor.risk(xor.network(2 + idle)), list(ends())
    p, q = (with_idle_units(ends()[known[n]], idle) for n in (i, j))
    line, low = straight(risk, p, q), relaxed(risk, p, q)
    again = relaxed(risk, moved(p), moved(q))
    turned = say_ways(line, low, replace(low, barrier=low.barrier + 0.05), idle)
    assert re.search(r"path to \*\*(\S+) to (\S+), as rounding falls\*\*", typed(turned))
    if f"{low.barrier:.3g}" != f"{again.barrier:.3g}":
        assert "as rounding falls" in say_ways(line, low, again, idle)
    said = typed(say_ways(line, low, low, idle))
    heights = []
    for path in (line, low):
        dense = np.concatenate(
            [np.linspace(a, b, 11) for a, b in zip(path.p, path.p[1:], strict=False)]
        )
        heights.append(max(cost(point, 2 + idle) for point in dense))
        np.testing.assert_array_equal(path.p[[0, -1]], [p, q])
    climbs = re.search(r"climbs to \*\*(\S+)\*\*, the relaxed path to \*\*(\S+)\*\*", said).groups()
    assert [float(text) for text in climbs] == [
        pytest.approx(h, rel=0.01, abs=1e-12) for h in heights
    ]
    if level := re.search(r"that is the level (\S+) at which", said):
        assert abs(LEVELS[level[1]] - heights[1]) <= 1.1e-3
    if "all but flat" in said:
        assert heights[1] < 1e-4
    else:
        assert "which is not to say that there is none" in said
        assert ("a unit more" in said) == (idle == 0)
    times = float(re.search(r"is (\S+) times as long\.$", said)[1])
    lengths = [np.linalg.norm(np.diff(path.p, axis=0), axis=1).sum() for path in (line, low)]
    assert times == pytest.approx(lengths[1] / lengths[0], rel=0.06)
    assert times >= 1
