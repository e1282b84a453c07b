import numpy as np
import pytest

from core.experiments.higham.paper import NETWORK, problem
from core.networks.activations import ELU, Identity, LeakyReLU, ReLU, Sigmoid, SiLU, Tanh
from core.networks.initialization import random_start
from core.networks.network import Network
from core.objectives.functions import Quadratic
from core.objectives.losses import (
    BinaryCrossEntropy,
    HalfSquaredError,
    Huber,
    SoftmaxCrossEntropy,
    SquaredError,
)
from core.objectives.penalties import Ridge
from core.objectives.risk import Risk
from core.optimizers.adam import Adam
from core.optimizers.first_order import OPTIMIZERS, GradientDescent, Momentum, Nesterov
from core.training.descent import Status, descend
from core.training.kernels import replicas
from core.training.kernels.kernel import ESCAPED
from core.training.samplers import WithReplacement

TEN = problem()
R = 40
RNG = np.random.default_rng


def own_picks(N, steps, m, models=R, seed=0):
    return (
        WithReplacement(m)
        .batches(N, steps * models, np.random.default_rng(seed))
        .reshape(steps, models, m)
    )


@pytest.fixture
def by_arrays(monkeypatch):
    """`descend` without this kernel: the array operations that it must agree with."""

    def run(*arguments, **keywords):
        with monkeypatch.context() as patch:
            patch.setattr(replicas, "kernel", lambda *_: None)
            return descend(*arguments, **keywords)

    return run


def agree(run, reference, tolerance=1e-12):
    np.testing.assert_array_equal(run.k, reference.k)
    np.testing.assert_allclose(run.p, reference.p, rtol=0, atol=tolerance)
    np.testing.assert_allclose(run.value, reference.value, rtol=0, atol=tolerance)
    np.testing.assert_array_equal(run.diverged_at, reference.diverged_at)
    assert run.status is reference.status


def assert_fits(objective, optimizer, p, steps, batches):
    assert replicas.kernel(objective, optimizer, p, batches) is not None


@pytest.mark.wide(2)
@pytest.mark.parametrize("m", [1, 3])
@pytest.mark.parametrize(
    ("network", "loss"),
    [
        (NETWORK, HalfSquaredError()),
        (NETWORK, SquaredError()),
        (Network((2, 4, 2), Tanh(), Identity()), SoftmaxCrossEntropy()),
        (Network((2, 3, 3, 2), (ReLU(), ELU()), Sigmoid()), BinaryCrossEntropy()),
        (Network((2, 9, 2), LeakyReLU(0.1), Tanh()), Huber(0.5)),
        (Network((2, 2), output=Sigmoid()), HalfSquaredError()),
    ],
)
def test_hundreds_of_steps_are_those_of_the_array_operations(network, loss, m, by_arrays):
    risk = Risk(network, loss, TEN.x, TEN.y)
    starts = random_start(np.random.default_rng(1), network, R)
    arguments = (risk, GradientDescent(0.05), starts, 150, own_picks(10, 150, m))
    assert_fits(*arguments)
    run = descend(*arguments, record_every=100)
    agree(run, by_arrays(*arguments, record_every=100))
    assert np.abs(run.p[-1] - starts).max() > 0.1


NETWORKS = [
    (Network((2, 2, 1), ReLU(), Identity()), SquaredError()),
    (Network((2, 3, 1), Tanh(), Sigmoid()), BinaryCrossEntropy()),
    (Network((2, 4, 3, 1), (Sigmoid(), SiLU()), Identity()), BinaryCrossEntropy()),
    (Network((2, 1), output=Sigmoid()), SquaredError()),
    (Network((2, 3, 1), Identity(), Tanh()), HalfSquaredError()),
    (Network((2, 3, 1), ReLU(), Identity()), Huber(0.3)),
]


@pytest.mark.wide(2)
@pytest.mark.parametrize(
    "batches", [None, own_picks(10, 100, 1)[:, 0], own_picks(10, 100, 4)[:, 0]]
)
@pytest.mark.parametrize(("network", "loss"), NETWORKS)
def test_models_may_share_their_samples(network, loss, batches, by_arrays):
    risk = Risk(network, loss, TEN.x, TEN.y[:, :1])
    arguments = (risk, GradientDescent(0.1), random_start(RNG(7), network, R), 100, batches)
    assert_fits(*arguments)
    run = descend(*arguments, record_every=50)
    agree(run, by_arrays(*arguments, record_every=50))
    assert np.abs(run.p[-1] - run.p[0]).max() > 0.01


@pytest.mark.wide(3)
@pytest.mark.parametrize("batches", [None, own_picks(10, 100, 3)[:, 0], own_picks(10, 100, 2)])
@pytest.mark.parametrize("cls", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_every_optimizer_may_move_them(cls, batches, by_arrays):
    starts = random_start(RNG(8), NETWORK, R)
    # Rules that step by the sign of the gradient let rounding grow in the long run.
    rates = np.geomspace(0.0001, 0.01, R)[:, None]
    arguments = (TEN, cls(eta=rates), starts, 30, batches)
    assert_fits(*arguments)
    agree(descend(*arguments), by_arrays(*arguments), tolerance=1e-10)


@pytest.mark.parametrize("batches", [None, own_picks(10, 100, 2)])
@pytest.mark.parametrize("optimizer", [GradientDescent(0.1), Adam(0.1)])
def test_a_penalty_is_part_of_the_gradient(optimizer, batches, by_arrays):
    risk = Risk(NETWORK, TEN.loss, TEN.x, TEN.y, Ridge(0.1))
    arguments = (risk, optimizer, random_start(RNG(9), NETWORK, R), 100, batches)
    assert_fits(*arguments)
    agree(descend(*arguments), by_arrays(*arguments))


def test_each_model_may_have_a_learning_rate_of_its_own(by_arrays):
    eta = np.geomspace(0.01, 1, R)[:, None]
    starts = random_start(np.random.default_rng(2), NETWORK, R)
    arguments = (TEN, GradientDescent(eta), starts, 200, own_picks(10, 200, 1))
    agree(descend(*arguments), by_arrays(*arguments))


def test_more_models_than_fit_side_by_side_are_the_same(monkeypatch):
    starts = random_start(np.random.default_rng(3), NETWORK, R)
    arguments = (TEN, GradientDescent(0.5), starts, 20, own_picks(10, 20, 2))
    together = descend(*arguments)
    monkeypatch.setattr(replicas, "_SIDE_BY_SIDE", 1000)
    agree(descend(*arguments), together, tolerance=1e-15)
    for batches in (None, arguments[-1]):
        arguments = (TEN, Momentum(0.5), starts, 20, batches)
        alike = descend(*arguments)
        with monkeypatch.context() as patch:
            patch.undo()
            agree(descend(*arguments), alike, tolerance=1e-15)


LINEAR = Risk(
    Network((1, 1, 1), Identity(), Identity()), SquaredError(), [[1.0], [2.0]], [[1.0], [0.0]]
)


@pytest.mark.wide(2)
@pytest.mark.parametrize("batches", [None, own_picks(2, 300, 1)])
@pytest.mark.parametrize("cls", [GradientDescent, Nesterov])
@pytest.mark.parametrize("side_by_side", [1 << 17, 200])
def test_lost_models_stay_where_they_were_and_the_others_go_on(
    side_by_side, cls, batches, by_arrays, monkeypatch
):
    monkeypatch.setattr(replicas, "_SIDE_BY_SIDE", side_by_side)
    eta = np.geomspace(0.001, 50, R)[:, None]
    starts = np.random.default_rng(4).normal(size=(R, LINEAR.size))
    arguments = (LINEAR, cls(eta), starts, 300, batches)
    assert_fits(*arguments)
    run, reference = descend(*arguments), by_arrays(*arguments)
    np.testing.assert_array_equal(run.diverged_at, reference.diverged_at)
    assert run.status is Status.DIVERGED
    lost = run.diverged_at > 0
    assert 5 < lost.sum() < R - 5
    assert len(np.unique(run.diverged_at[lost])) > 2
    # At the edge of stability rounding grows for a while.
    np.testing.assert_allclose(run.p, reference.p, rtol=1e-6, atol=1e-9)
    assert np.isfinite(run.value).all()
    for r in np.flatnonzero(lost):
        stay = run.p[run.diverged_at[r] - 1 :, r]
        assert (stay == stay[0]).all()


@pytest.mark.parametrize("cls", [GradientDescent, Momentum])
def test_all_models_may_be_lost_even_to_nan(cls, by_arrays):
    arguments = (LINEAR, cls(1e250), np.ones((R, 4)), 5, own_picks(2, 5, 1))
    run = descend(*arguments)
    agree(run, by_arrays(*arguments))
    assert (run.diverged_at == 1).all()
    np.testing.assert_array_equal(run.p, np.ones((6, R, 4)))


def test_models_that_are_far_out_but_not_lost_are_kept(by_arrays):
    # Together they are farther out than any one of them may be.
    starts = np.zeros((R, 4))
    starts[:, 3] = 0.9 * ESCAPED
    arguments = (LINEAR, GradientDescent(0.1), starts, 50, own_picks(2, 50, 1))
    run, reference = descend(*arguments), by_arrays(*arguments)
    np.testing.assert_array_equal(run.diverged_at, reference.diverged_at)
    np.testing.assert_allclose(run.p, reference.p, rtol=1e-9)


def test_models_that_start_far_out_are_watched_to_the_bound(by_arrays):
    starts = ESCAPED * np.linspace(0.9, 0.99, R)[:, None] * [1.0, 1.0]
    risk = Risk(Network((1, 1)), SquaredError(), LINEAR.x, LINEAR.y)
    arguments = (risk, GradientDescent(-0.001), starts, 20, None)
    run, reference = descend(*arguments), by_arrays(*arguments)
    agree(run, reference, tolerance=1e-12 * ESCAPED**2)
    assert (run.diverged_at > 1).all()


def test_a_watch_sees_the_steps_and_can_end_the_run():
    seen = []

    def watch(step):
        seen.append(step)
        if step >= 96:
            raise InterruptedError

    starts = random_start(np.random.default_rng(5), NETWORK, R)
    with pytest.raises(InterruptedError):
        descend(TEN, GradientDescent(0.1), starts, 500, own_picks(10, 500, 1), watch=watch)
    assert seen == [0, 32, 64, 96]


@pytest.mark.parametrize("optimizer", [GradientDescent(0.1), Adam(0.1)])
@pytest.mark.parametrize("batches", [None, own_picks(10, 5, 1), own_picks(10, 5, 3)[:, 0]])
def test_no_steps_are_no_trouble(optimizer, batches):
    starts = random_start(RNG(6), NETWORK, R)
    run = descend(TEN, optimizer, starts, 0, batches)
    np.testing.assert_array_equal(run.p, [starts])


def test_the_starts_are_not_moved():
    starts = random_start(np.random.default_rng(6), NETWORK, R)
    before = starts.copy()
    run = descend(TEN, GradientDescent(0.1), starts, 3, own_picks(10, 3, 1))
    np.testing.assert_array_equal(starts, before)
    np.testing.assert_array_equal(run.p[0], before)


MANY = (np.ones((200, 2)), np.ones((200, 2)))


@pytest.mark.parametrize(
    "changed",
    [
        {"objective": Risk(Network((2, 400, 2)), SquaredError(), TEN.x, TEN.y)},
        {"p": np.zeros(23)},
        {"p": np.zeros((2, R, 23))},
        {"p": np.zeros((1, 23)), "batches": own_picks(10, 5, 1, models=1)},
        {"objective": Quadratic(np.eye(23)), "batches": None},
        {"objective": Risk(TEN.network, TEN.loss, *MANY), "batches": None},
        {"batches": own_picks(10, 5, 200)},
        {"batches": own_picks(10, 5, 200)[:, 0]},
        {"batches": own_picks(10, 5, 1) - 1},
        {"batches": own_picks(11, 50, 1)},
    ],
)
def test_what_does_not_fit_is_left_to_the_array_operations(changed):
    fitting = {
        "objective": TEN,
        "optimizer": GradientDescent(0.1),
        "p": np.zeros((R, 23)),
        "batches": own_picks(10, 5, 1),
    }
    assert replicas.kernel(**fitting) is not None
    assert replicas.kernel(**(fitting | changed)) is None
