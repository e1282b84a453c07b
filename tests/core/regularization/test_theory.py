"""Numbers predicted without training: bias and variance, filters, noise, boxes, implicit bias."""

import numpy as np
import pytest

from core import AdamW, Diabetes, descend
from core.objectives import LeastSquares
from core.regularization import (
    bias_variance,
    box_minimum,
    diagonal_network_limit,
    dropout_minimum,
    dropout_penalty,
    dropout_quadratic,
    expected_cross_entropy,
    flow_filter,
    hat_matrix,
    in_sample_risk,
    largest_gap,
    minimum_l1,
    minimum_l2,
    polynomials,
    ridge_filter,
    ridge_hat_matrices,
    second_order,
    smoothed_floor,
    smoothed_gap,
    smoothed_optimum,
    stopping_filter,
    tikhonov,
    with_input_noise,
)
from tests.core.regularization.known import reference

SINE = reference("bias_variance_sin2pi_n20")
BOX = reference("adamw_box_diabetes")
DIAGONAL = reference("diagonal_network_a")


def of_degree(d):
    H = hat_matrix(polynomials(SINE["x"], d), polynomials(SINE["x_test"], d))
    return bias_variance(H, SINE["f"], SINE["f_test"], float(SINE["sigma"]))


def test_bias_and_variance_of_polynomials_are_the_references():
    found = [of_degree(int(d)) for d in SINE["degree"]]
    np.testing.assert_allclose([r.bias2 for r in found], SINE["bias2"], rtol=1e-6, atol=1e-15)
    np.testing.assert_allclose([r.variance for r in found], SINE["variance"], rtol=1e-8)
    risks = np.array([r.risk for r in found])
    assert risks.argmin() == 3
    for d, risk in ((3, 0.023157), (9, 0.074181), (12, 0.6165), (15, 62.28)):
        assert risks[d] == pytest.approx(risk, rel=1e-4)


def test_at_the_design_points_the_variance_is_sigma_squared_times_parameters_over_n():
    for d in (0, 3, 7):
        A = polynomials(SINE["x"], d)
        found = bias_variance(hat_matrix(A, A), SINE["f"], SINE["f"], 0.3)
        assert found.variance == pytest.approx(0.09 * (d + 1) / 20, rel=1e-10)


def test_a_ridge_that_does_not_match_loses_to_choosing_the_degree():
    A, B = (polynomials(SINE[name], int(SINE["ridge_degree"])) for name in ("x", "x_test"))
    H = ridge_hat_matrices(A, B, SINE["ridge_lambda"])
    found = bias_variance(H, SINE["f"], SINE["f_test"], float(SINE["sigma"]))
    np.testing.assert_allclose(found.bias2, SINE["ridge_bias2"], rtol=1e-6)
    np.testing.assert_allclose(found.variance, SINE["ridge_variance"], rtol=1e-8)
    best = found.risk.argmin()
    assert found.risk[best] == pytest.approx(0.04223, abs=5e-6)
    assert SINE["ridge_lambda"][best] == pytest.approx(0.0316, abs=1e-4)
    assert found.risk[best] > of_degree(3).risk


def test_draws_scatter_around_bias_and_variance_as_predicted():
    H = hat_matrix(polynomials(SINE["x"], 5), polynomials(SINE["x_test"], 5))
    noise = 0.3 * np.random.default_rng(0).standard_normal((4000, 20))
    errors = np.square((SINE["f"] + noise) @ H.T - SINE["f_test"]).mean(axis=1)
    off = errors.mean() - of_degree(5).risk
    assert abs(off) < 4 * errors.std() / np.sqrt(4000)


def test_early_stopping_and_ridge_differ_most_where_said():
    u, gap = largest_gap()
    assert u == pytest.approx(2.512862, abs=1e-6)
    assert gap == pytest.approx(0.203632, abs=1e-6)
    h = np.geomspace(1e-4, 1e4, 200_001)
    assert np.abs(flow_filter(h, 1) - ridge_filter(h, 1)).max() == pytest.approx(gap, abs=1e-8)


@pytest.mark.parametrize(("share", "expected"), [(1.0, 0.5), (0.1, 0.2144), (0.01, 0.2046)])
def test_a_large_step_widens_the_gap_on_the_diabetes_spectrum(share, expected):
    h = np.linalg.eigvalsh(np.cov(Diabetes()().x.T, bias=True))
    assert (h.max(), h.min()) == pytest.approx((4.024211, 0.008561), abs=1e-6)
    eta, t = share / h.max(), np.arange(1, 20_000)[:, None]
    gap = np.abs(stopping_filter(h, eta, t) - ridge_filter(h, 1 / (eta * t)))
    assert gap.max() == pytest.approx(expected, abs=6e-5)


def test_gradient_descent_from_0_is_least_squares_times_its_filter():
    data = Diabetes()()
    cost = LeastSquares(data.x, data.y - data.y.mean())
    h, V = np.linalg.eigh(cost.hessian(np.zeros(10)))
    p = np.zeros(10)
    for _ in range(37):
        p = p - 0.2 * cost.gradient(p)
    full = V.T @ np.linalg.lstsq(data.x, cost.y, rcond=None)[0]
    np.testing.assert_allclose(V.T @ p, stopping_filter(h, 0.2, 37) * full, rtol=1e-9)


def test_risks_on_diabetes_are_nearly_equal():
    data = Diabetes()()
    U, s, _ = np.linalg.svd(data.x, full_matrices=False)
    signal = U.T @ (data.y - data.y.mean()) / np.sqrt(442)
    h, sigma2 = s * s / 442, 2932.68164 / 442
    assert in_sample_risk(np.ones(10), signal, sigma2) == pytest.approx(66.350, abs=1e-3)
    strengths = np.geomspace(1e-4, 1, 4001)
    ridge = in_sample_risk(ridge_filter(h, strengths[:, None]), signal, sigma2)
    assert ridge.min() == pytest.approx(63.928, abs=1e-3)
    assert strengths[ridge.argmin()] == pytest.approx(0.00387, abs=2e-5)
    eta, t = 1 / 4.0242, np.arange(1, 30_000)
    early = in_sample_risk(stopping_filter(h, eta, t[:, None]), signal, sigma2)
    assert early.min() == pytest.approx(64.833, abs=1e-3)
    # The valley is flat: from step 680 to 710 the risk is the same in four digits.
    assert t[early.argmin()] == pytest.approx(699, rel=0.01)
    assert np.ptp(early[680:710]) < 2e-3
    paired = in_sample_risk(ridge_filter(h, 1 / (eta * t[:, None])), signal, sigma2)
    assert 0.35 < (early / paired).min() < (early / paired).max() < 1.0615


@pytest.mark.parametrize("keep", ["0.9", "0.8", "0.5"])
def test_dropout_of_inputs_is_a_ridge_in_units_of_the_column_norms(keep):
    known, q = reference("dropout_linear_diabetes"), float(keep)
    x, y = known["X"], known["y"]
    w = dropout_minimum(x, y, q)
    np.testing.assert_allclose(w, known[f"w_{keep}"], rtol=1e-8)
    expected = np.square(y - x @ w).mean() + dropout_penalty(x, w, q)
    assert expected == pytest.approx(float(known[f"expected_{keep}"]), abs=1e-8)
    masks = np.random.default_rng(0).random((4000, 10)) < q
    drawn = np.square(y[:, None] - x @ (w * masks / q).T).mean(axis=0)
    assert abs(drawn.mean() - expected) < 4 * drawn.std() / np.sqrt(4000)


def test_dropout_before_a_sigmoid_is_counted_over_all_masks():
    known = reference("dropout_logistic_breast_cancer10")
    x, y, w, b = known["X"], known["y"], known["w"], float(known["b"])
    low = []
    for keep, exact, without, quadratic in known["table"]:
        assert expected_cross_entropy(x, y, w, b, keep) == pytest.approx(exact, abs=1e-12)
        assert dropout_quadratic(x, w, b, keep) == pytest.approx(quadratic, abs=1e-12)
        low.append(round(100 * (1 - quadratic / (exact - without))))
    assert low == [6, 7, 8, 13]
    assert expected_cross_entropy(x, y, w, b, 1.0) == pytest.approx(without, abs=1e-12)
    with pytest.raises(ValueError, match=r"^17 inputs have too many masks"):
        expected_cross_entropy(np.ones((1, 17)), np.ones(1), np.ones(17), 0.0, 0.5)


def test_input_noise_is_tikhonov_and_a_term_more():
    known = reference("noise_tikhonov_a")
    a, b, c, d, x, y = (known[name] for name in "abcdxy")

    def f(x):
        return np.tanh(x[..., None] * a + b) @ c + d

    t = np.tanh(x[:, None] * a + b)
    slope, bend = (1 - t * t) @ (a * c), (-2 * t * (1 - t * t)) @ (a * a * c)
    plain, residual = np.square(f(x) - y).mean(), f(x) - y
    errors = []
    for sigma, exact, _, second, only in known["table"]:
        # At σ = 0.4 the reference's own quadrature is right to 2e-8.
        assert with_input_noise(f, x, y, sigma) == pytest.approx(exact, abs=2e-8)
        assert plain + second_order(residual, slope, bend, sigma) == pytest.approx(second, 1e-12)
        assert plain + tikhonov(slope, sigma) == pytest.approx(only, 1e-12)
        errors.append(second - with_input_noise(f, x, y, sigma))
    # An error of fourth order: a sixteenth where σ is halved.
    assert 14.8 < errors[-2] / errors[-1] < 16.2
    linear = with_input_noise(lambda x: 3 * x - 1, x, y, 0.7)
    assert linear == pytest.approx(np.square(3 * x - 1 - y).mean() + tikhonov(3 + 0 * x, 0.7))


def test_smoothed_labels_have_a_floor_and_a_finite_gap():
    floors = [smoothed_floor(epsilon) for epsilon in (0.2, 0.1, 0.02)]
    np.testing.assert_allclose(floors, [0.3250830, 0.1985152, 0.0560015], atol=5e-8)
    gaps = [smoothed_gap(epsilon) for epsilon in (0.2, 0.1, 0.02)]
    np.testing.assert_allclose(gaps, [2.197, 2.944, 4.595], atol=5e-4)
    assert smoothed_gap(0.1, 10) == pytest.approx(np.log(91), rel=1e-14)


@pytest.mark.long
def test_smoothed_labels_give_separable_iris_a_finite_optimum_above_the_floor():
    iris = pytest.importorskip("sklearn.datasets").load_iris()
    rows = iris.target < 2
    x, y = iris.data[rows][:, 2:], iris.target[rows].astype(float)
    for epsilon, expected, loss in (
        (0.2, (1.064535, 1.249721, -3.945039), 0.3391971),
        (0.1, (1.399098, 1.897271, -5.312647), 0.2129345),
        (0.02, (2.151894, 3.692782, -8.518187), 0.0643535),
    ):
        p = smoothed_optimum(x, y, epsilon)
        np.testing.assert_allclose(p, expected, atol=1e-6)
        z, soft = x @ p[:2] + p[2], (1 - epsilon) * y + epsilon / 2
        assert (np.logaddexp(0, z) - soft * z).mean() == pytest.approx(loss, abs=5e-8)
        assert loss > smoothed_floor(epsilon)
    with pytest.raises(ValueError, match=r"^The soft label 0 is not possible"):
        smoothed_optimum(x, y, 0.0)


@pytest.mark.parametrize("decay", [1, 4, 10])
def test_the_box_is_the_references_and_fulfils_its_conditions(decay):
    x, y = BOX["X"], BOX["y"]
    w = box_minimum(x, y, 1 / decay)
    np.testing.assert_allclose(w, BOX[f"box_{decay}"], atol=1e-10)
    assert (np.abs(w) == 1 / decay).sum() == {1: 0, 4: 2, 10: 8}[decay]
    slope = (y - x @ w) @ x / len(y)
    free = np.abs(w) < 1 / decay
    assert np.abs(slope[free]).max() < 1e-12
    assert (slope * np.sign(w) > 0)[~free].all()


@pytest.mark.parametrize("seed", range(8))
def test_a_box_around_any_data_ends_in_a_minimum(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((12, 6)) @ rng.standard_normal((6, 6)), rng.standard_normal(12)
    for radius in (1e-3, 0.1, 0.5, 100.0):
        w = box_minimum(x, y, radius)
        slope = (y - x @ w) @ x
        inside = np.abs(w) < radius
        assert np.abs(w).max() <= radius
        assert np.abs(slope[inside]).max(initial=0) < 1e-9
        assert (slope * np.sign(w))[~inside].min(initial=0) > -1e-9
    with pytest.raises(ValueError, match=r"^The radius 0 is not possible"):
        box_minimum(x, y, 0.0)


@pytest.mark.long
def test_full_batch_adamw_ends_in_the_box_and_not_at_the_ridge():
    cost, decay = LeastSquares(BOX["X"], BOX["y"]), BOX["lambdas"][:, None]
    p, steps = np.zeros((3, 10)), BOX["schedule"]
    for eta, count in steps:
        p = descend(cost, AdamW(eta, decay=decay), p, int(count), record_every=int(count)).p[-1]
    for v, strength in enumerate((1, 4, 10)):
        assert np.linalg.norm(p[v] - BOX[f"box_{strength}"]) < 2e-3
        assert np.linalg.norm(BOX[f"ridge_{strength}"] - BOX[f"box_{strength}"]) > 0.1


def test_the_start_of_a_diagonal_network_chooses_between_l1_and_l2():
    x, y = DIAGONAL["X"], DIAGONAL["y"]
    found = [diagonal_network_limit(x, y, alpha) for alpha in DIAGONAL["alpha"]]
    np.testing.assert_allclose(found, DIAGONAL["predicted"], atol=1e-9)
    np.testing.assert_allclose(np.array(found) @ x.T, np.tile(y, (7, 1)), atol=1e-12)
    norms = [4.13002, 4.14900, 4.24398, 4.78576, 6.53167, 8.96725, 9.14342]
    np.testing.assert_allclose(np.abs(found).sum(axis=1), norms, atol=1e-5)
    assert np.abs(minimum_l1(x, y)).sum() == pytest.approx(4.126369, abs=1e-6)
    np.testing.assert_allclose(minimum_l1(x, y), DIAGONAL["truth"], atol=1e-10)
    least = minimum_l2(x, y)
    np.testing.assert_allclose(least, DIAGONAL["min_l2"], atol=1e-12)
    assert np.abs(least).sum() == pytest.approx(9.145835, abs=1e-6)
    assert np.linalg.norm(least) == pytest.approx(2.074192, abs=1e-6)
    with pytest.raises(ValueError, match=r"^The start α = 0 is not possible"):
        diagonal_network_limit(x, y, 0.0)
