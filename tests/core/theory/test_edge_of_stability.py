import numpy as np
import pytest

from core.networks.initialization import uniform_fan_in
from core.objectives import Product
from core.rounding import moved
from core.theory.edge_of_stability import edge, flat_limits, wave

RISK = wave()


@pytest.fixture(scope="module")
def run():
    return edge(RISK, [0.2, 0.4], uniform_fan_in(RISK.network, np.random.default_rng(0)), 6000, 50)


@pytest.mark.long
def test_descent_holds_the_sharpness_at_the_edge_of_stability(run):
    np.testing.assert_allclose(run.held, 1, atol=0.03)
    late = run.ratio[len(run.ratio) // 2 :]
    assert ((late > 0.95) & (late < 1.05)).all()


@pytest.mark.long
@pytest.mark.parametrize("seed", [3, 4])
def test_so_it_does_from_other_starts_with_other_steps(seed):
    other = edge(
        RISK, [0.3, 0.6], uniform_fan_in(RISK.network, np.random.default_rng(seed)), 6000, 100
    )
    np.testing.assert_allclose(other.held, 1, atol=0.03)


@pytest.mark.long
def test_it_starts_below_the_edge_and_still_learns(run):
    assert (run.ratio[0] < 0.8).all()
    assert (run.trajectory.value[-1] < 0.05 * run.trajectory.value[0]).all()


@pytest.mark.long
def test_the_ratio_is_that_of_the_exact_hessian(run):
    H = RISK.hessian(run.trajectory.p[7, 1])
    assert run.ratio[7, 1] == pytest.approx(0.4 * np.linalg.eigvalsh(H)[-1] / 2)


def test_where_a_run_diverged_it_is_no_longer_alive():
    lost = edge(Product(), [0.1, 3.0], np.array([2.0, 1.5]), 10, 1)
    assert lost.alive[:, 0].all()
    last = int(lost.trajectory.diverged_at[1])
    np.testing.assert_array_equal(lost.alive[:, 1], np.arange(11) < last)
    assert 1 < last < 10


@pytest.mark.long
def test_one_learning_rate_is_a_batch_of_one(run):
    alone = edge(RISK, 0.4, uniform_fan_in(RISK.network, np.random.default_rng(0)), 100, 50)
    np.testing.assert_allclose(alone.ratio[:, 0], run.ratio[:3, 1], rtol=1e-9)


def test_starts_keep_to_their_layers_bounds():
    bounds = [np.full(12, 1.0), np.full(49, 1 / np.sqrt(6))]
    p = np.abs(uniform_fan_in(RISK.network, np.random.default_rng(3))) / np.concatenate(bounds)
    assert p.max() <= 1
    assert p[:12].max() > 0.8
    assert p[12:].max() > 0.95


@pytest.mark.long
@pytest.mark.parametrize("eta", [0.2, 0.5, 0.9])
def test_limits_are_no_sharper_than_the_step_allows(eta):
    starts = np.random.default_rng(0).uniform(-3, 3, (400, 2))
    found = flat_limits(Product(), eta, starts)
    assert found.arrived.sum() > 50
    a, b = found.end[found.arrived].T
    np.testing.assert_allclose(a * b, 1, atol=1e-7)
    assert found.squared_radius.max() <= 2 / eta
    sharpest = np.linalg.eigvalsh(Product().hessian(found.end[found.arrived]))[:, -1]
    np.testing.assert_allclose(found.squared_radius, sharpest, rtol=1e-6)


@pytest.mark.long
def test_a_small_step_allows_what_a_large_one_does_not():
    starts = np.random.default_rng(0).uniform(-3, 3, (400, 2))
    careful, bold = (flat_limits(Product(), eta, starts) for eta in (0.1, 0.8))
    assert careful.squared_radius.max() > 2 / 0.8 >= bold.squared_radius.max()


def test_who_diverges_or_rests_on_the_saddle_has_not_arrived():
    found = flat_limits(Product(), 0.5, np.array([[0.0, 0.0], [50.0, -50.0], [1.0, 0.5]]))
    np.testing.assert_array_equal(found.arrived, [False, False, True])


@pytest.mark.long
@pytest.mark.parametrize("seed", [0, 3])
def test_rounding_moves_the_mean_at_the_edge_by_less_than_what_the_page_says(seed):
    risk = wave()
    start = uniform_fan_in(risk.network, np.random.default_rng(seed))
    one, other = (edge(risk, (0.2, 0.4, 0.6), p, 6000, 50).held for p in (start, moved(start)))
    np.testing.assert_allclose(one, other, rtol=0, atol=0.02)
