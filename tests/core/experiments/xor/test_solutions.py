import numpy as np
import pytest

from core.experiments.xor import problem as xor
from core.experiments.xor.solutions import SOLUTIONS, Solution, catalog, formula, same_pattern
from core.networks.symmetry import permute, rescale

NETWORK = xor.network()
RISK = xor.risk(NETWORK)
THOSE = {"named": lambda: SOLUTIONS, "found": catalog}
EVERY_FACTOR = np.exp(np.random.default_rng(3).normal(0, 2, 400))


def test_there_are_a_dozen_named_solutions_the_one_by_hand_first():
    assert len(SOLUTIONS) == len({solution.name for solution in SOLUTIONS}) == 12
    np.testing.assert_array_equal(SOLUTIONS[0].p, xor.hand_solution())


@pytest.mark.parametrize("those", THOSE.values(), ids=THOSE)
def test_each_solution_is_exact_and_has_a_pattern_of_its_own(those):
    solutions = those()
    for i, solution in enumerate(solutions):
        assert RISK.value(solution.p) == 0.0
        for other in solutions[:i]:
            assert not same_pattern(solution.p, other.p)


def test_46_patterns_have_a_solution_and_more_whole_numbers_find_no_more():
    # Each scale of a unit is a copy, so w = ±1 and any W, c; here drawn instead of listed.
    assert len(catalog()) == 46
    rng = np.random.default_rng(4)
    x, y = xor.points()
    X = np.column_stack([x, np.ones(4)])
    units = rng.integers(-9, 10, (60_000, 2, 3)).astype(float)
    h = np.maximum(X @ units.swapaxes(-1, -2), 0)
    for v in ((1, 1), (1, -1), (-1, -1)):
        b = y[:, 0] - h @ np.array(v, dtype=float)
        for first, second, shift in (
            (*units[k], b[k, 0]) for k in np.flatnonzero((b == b[:, :1]).all(axis=1))
        ):
            p = np.array([*first[:2], *second[:2], first[2], second[2], *v, shift])
            assert RISK.value(p) == 0
            assert any(same_pattern(p, solution.p) for solution in catalog())


def test_the_named_patterns_are_in_the_catalog():
    for solution in SOLUTIONS:
        assert sum(same_pattern(solution.p, one.p) for one in catalog()) == 1


@pytest.mark.parametrize("unit", [0, 1])
def test_order_and_scale_change_the_function_by_less_than_1e_12_and_the_pattern_not_at_all(unit):
    inputs = np.random.default_rng(5).normal(size=(50, 2))
    for solution in (*SOLUTIONS, *catalog()):
        f = NETWORK(solution.p, inputs)
        for q in (
            permute(NETWORK, solution.p, 2, (1, 0)),
            rescale(NETWORK, solution.p, 2, unit, 7.3),
            rescale(NETWORK, solution.p, 2, unit, 0.011),
        ):
            np.testing.assert_allclose(NETWORK(q, inputs), f, rtol=0, atol=1e-12)
            assert same_pattern(q, solution.p)


def test_the_cost_stays_zero_to_the_last_bit_for_orders_and_for_scales_that_are_powers_of_two():
    for solution in (*SOLUTIONS, *catalog()):
        assert RISK.value(permute(NETWORK, solution.p, 2, (1, 0))) == 0.0
        for factor in 2.0 ** np.arange(-20, 21):
            q = rescale(NETWORK, rescale(NETWORK, solution.p, 2, 0, factor), 2, 1, 1 / factor)
            assert RISK.value(q) == 0.0


def test_any_other_scale_costs_at_most_the_square_of_a_rounding_error():
    costs = np.array(
        [
            [RISK.value(rescale(NETWORK, solution.p, 2, 1, factor)) for factor in EVERY_FACTOR]
            for solution in SOLUTIONS
        ]
    )
    # 1/factor is rounded, so some factors are exact and some are not.
    assert 0 < (costs == 0).mean() < 1
    assert costs.max() < 1e-30


def test_the_formula_computes_what_the_network_computes():
    rng = np.random.default_rng(6)
    for solution in [
        *SOLUTIONS,
        *catalog(),
        *(Solution("", formula(p), p) for p in rng.integers(-3, 4, (9, 9))),
    ]:
        written = solution.formula.split(" = ")[-1].replace("\\,", "*")
        code = written.replace("\\max", "max").replace("x_", "x")
        for x1, x2 in rng.normal(size=(5, 2)):
            value = eval(code, {"x1": x1, "x2": x2, "max": max})
            f = NETWORK(solution.p.astype(float), [[x1, x2]]).item()
            assert value == pytest.approx(f, abs=1e-12)


def test_absolute_values_are_written_as_such():
    by_name = {solution.name: solution for solution in SOLUTIONS}
    assert by_name["by hand"].formula == r"\max(0, x_1 + x_2) - 2\,\max(0, x_1 + x_2 - 1)"
    inputs = np.random.default_rng(7).normal(size=(30, 2))
    x1, x2 = inputs.T
    for name, shape, values in (
        ("distance from the diagonal", "|x_1 - x_2|", np.abs(x1 - x2)),
        ("a roof", "1 - |x_1 + x_2 - 1|", 1 - np.abs(x1 + x2 - 1)),
    ):
        assert by_name[name].formula.startswith(f"{shape} = ")
        np.testing.assert_allclose(NETWORK(by_name[name].p, inputs)[:, 0], values, atol=1e-14)


def test_a_formula_may_be_a_constant():
    assert formula(np.array([1.0, 1, 1, 1, 0, 0, 0, 0, -0.5])) == "-0.5"
    assert formula(np.zeros(9)) == "0"


def test_named_solutions_cannot_be_changed_by_who_looks_at_them():
    with pytest.raises(ValueError, match="read-only"):
        SOLUTIONS[0].p[0] = 2.0
