import numpy as np
import pytest

from core.experiments.higham.paper import ETA, PublishedPicks, problem, published_start
from core.networks.activations import ACTIVATIONS, Identity, ReLU, Sigmoid, Softplus, Tanh
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy, HalfSquaredError, Huber, SquaredError
from core.objectives.penalties import Ridge
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent, Momentum
from core.training.descent import Status, descend
from core.training.kernels.kernel import ESCAPED
from core.training.kernels.straight_line import LARGEST, kernel, reach
from core.training.samplers import WithReplacement

PAPER, START = problem(), published_start()
PICKS = PublishedPicks().batches(10, 5000, np.random.default_rng(0))
LOSSES = [SquaredError(), HalfSquaredError(), BinaryCrossEntropy()]

every_activation = pytest.mark.parametrize("cls", ACTIVATIONS.values(), ids=ACTIVATIONS)
every_loss = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.title)


def risk_of(network, loss, N=7):
    rng = np.random.default_rng(3)
    x = rng.uniform(-1, 1, size=(N, network.widths[0]))
    return Risk(network, loss, x, rng.integers(0, 2, size=(N, network.widths[-1])))


def normal(size):
    return np.random.default_rng(4).normal(size=size)


def both(risk, eta, p, steps, picks=None):
    """The run by straight-line Python, and by arrays: as a batch of one model."""
    if picks is None:
        picks = WithReplacement(1).batches(risk.sample_count, steps, np.random.default_rng(5))
    assert kernel(risk, GradientDescent(eta), p, picks) is not None
    assert kernel(risk, GradientDescent(eta), p[None], picks) is None
    line = descend(risk, GradientDescent(eta), p, steps, picks)
    return line, descend(risk, GradientDescent(eta), p[None], steps, picks)


def assert_same(line, arrays, atol=1e-12):
    np.testing.assert_allclose(line.p, arrays.p[:, 0], rtol=1e-12, atol=atol)
    np.testing.assert_allclose(line.value, arrays.value[:, 0], rtol=1e-10, atol=1e-12)
    np.testing.assert_array_equal(line.k, arrays.k)
    assert (line.status, line.diverged_at) == (arrays.status, arrays.diverged_at[0])


def test_the_papers_run_is_the_same_by_arrays():
    assert_same(*both(PAPER, ETA, START, 1000, PICKS))


@pytest.mark.wide(13)
@every_loss
@every_activation
def test_every_activation_and_loss_gives_the_numbers_of_the_arrays(cls, loss):
    risk = risk_of(Network((2, 3, 2, 2), cls(), Sigmoid()), loss)
    assert_same(*both(risk, ETA, normal(risk.size), 1000))


@pytest.mark.wide(3)
@pytest.mark.parametrize(
    ("network", "loss"),
    [
        (Network((2, 1), output=Sigmoid()), BinaryCrossEntropy()),
        (Network((2, 4, 1), Tanh(), Identity()), BinaryCrossEntropy()),
        (Network((1, 6, 1), ReLU(), Identity()), SquaredError()),
        (Network((3, 4, 3, 2), (Tanh(), Softplus()), Tanh()), HalfSquaredError()),
        (Network((2, 16, 16, 16, 1), Tanh(), Sigmoid()), HalfSquaredError()),
        (Network((40, 2), output=Identity()), HalfSquaredError()),
    ],
)
def test_other_shapes_too(network, loss):
    risk = risk_of(network, loss)
    assert_same(*both(risk, 0.01, 0.5 * normal(risk.size), 1000))


@pytest.mark.wide(2)
@every_loss
@every_activation
@pytest.mark.parametrize("size", [-1e3, 1e3, 1e6])
def test_units_far_in_saturation_raise_nothing(cls, loss, size):
    risk = risk_of(Network((2, 3, 1), cls(), Sigmoid()), loss)
    p = size * np.sign(normal(risk.size))
    line, arrays = both(risk, 1e-9, p, 20)
    # a(1-a), as on paper, is 0 where σ' is 1e-16 and less: with large weights that shows.
    assert_same(line, arrays, atol=1e-9)
    assert np.isfinite(line.p).all()


@pytest.mark.parametrize("record_every", [1, 7, 1024, [3, 1500, 1501, 4000]])
def test_recording_is_no_part_of_the_run(record_every):
    full = descend(PAPER, GradientDescent(ETA), START, 5000, PICKS)
    run = descend(PAPER, GradientDescent(ETA), START, 5000, PICKS, record_every)
    np.testing.assert_array_equal(run.p, full.p[run.k])


def test_a_run_in_two_parts_is_the_same_run():
    full = descend(PAPER, GradientDescent(ETA), START, 5000, PICKS, 5000)
    first = descend(PAPER, GradientDescent(ETA), START, 1777, PICKS, 1777)
    second = descend(PAPER, GradientDescent(ETA), first.p[-1], 3223, PICKS[1777:], 3223)
    np.testing.assert_array_equal(second.p[-1], full.p[-1])


def test_no_steps_and_the_callers_parameters():
    p = START.copy()
    run = descend(PAPER, GradientDescent(ETA), p, 0, PICKS)
    np.testing.assert_array_equal(run.p, [START])
    descend(PAPER, GradientDescent(ETA), p, 50, PICKS)
    np.testing.assert_array_equal(p, START)


@pytest.mark.parametrize("eta", [3.0, 30.0, 100.0])
def test_a_divergence_is_the_result_that_arrays_give(eta):
    risk = risk_of(Network((2, 3, 1), ReLU(), Identity()), SquaredError())
    line, arrays = both(risk, eta, normal(risk.size), 3000)
    assert line.status is Status.DIVERGED
    assert line.diverged_at == arrays.diverged_at[0] > 0
    last = line.p[line.diverged_at - 1]
    np.testing.assert_array_equal(line.p[line.diverged_at :], [last] * (3001 - line.diverged_at))
    np.testing.assert_allclose(line.p, arrays.p[:, 0], rtol=1e-6)
    assert np.isfinite(line.value).all()


def test_who_leaves_and_comes_back_has_left():
    # w + b jumps to the target: beyond the bound with the first sample, back with the second.
    risk = Risk(Network((1, 1)), HalfSquaredError(), [[1.0], [1.0]], [[3 * ESCAPED], [0.0]])
    picks = np.array([[1], [1], [0], [1], [1]])
    p = np.array([0.5, -0.5])
    line, arrays = both(risk, 0.5, p, 5, picks)
    assert_same(line, arrays)
    at_the_end = descend(risk, GradientDescent(0.5), p, 5, picks, 5)
    assert line.diverged_at == at_the_end.diverged_at == 3


@pytest.mark.wide(13)
@pytest.mark.parametrize("eta", [1e-3, 1.0, 100.0])
@pytest.mark.parametrize("size", [0.01, 1.0, 30.0])
@pytest.mark.parametrize("hidden", [Sigmoid(), Tanh()])
@every_loss
def test_no_run_gets_beyond_its_reach(loss, hidden, size, eta):
    risk = risk_of(Network((2, 3, 2, 2), hidden, Sigmoid()), loss)
    p, steps = size * normal(risk.size), 500
    picks = WithReplacement(1).batches(risk.sample_count, steps, np.random.default_rng(5))
    run = descend(risk, GradientDescent(np.full((1, 1), eta)), p[None], steps, picks)
    distances = np.abs(run.p[:, 0]).max(axis=1)
    for done in (0, 1, 10, steps):
        assert distances[: done + 1].max() <= reach(risk, eta, p, done)


def test_the_papers_run_cannot_escape_and_what_is_unbounded_may():
    assert reach(PAPER, ETA, START, 1024) < 1e8
    assert reach(risk_of(Network((1, 1)), SquaredError()), ETA, np.zeros(2), 1) == np.inf
    relu = risk_of(Network((1, 2, 1), ReLU(), Sigmoid()), BinaryCrossEntropy())
    assert reach(relu, ETA, np.zeros(7), 1) == np.inf


def test_the_reach_multiplies_what_each_layer_can_add():
    unit = risk_of(Network((1, 1), output=Sigmoid()), BinaryCrossEntropy())
    assert reach(unit, 0.5, np.array([3.0, -4.0]), 10) == 4 + 10 * 0.5 * 2
    layers = risk_of(Network((1, 3, 2), Tanh(), Sigmoid()), SquaredError())
    delta3 = 2 * 2 * 0.25
    W3 = 1 + delta3
    assert reach(layers, 1.0, np.ones(layers.size), 1) == 1 + 2 * W3 * delta3


@pytest.mark.long
def test_a_norm_beyond_the_bound_is_no_divergence_while_each_coordinate_is_within():
    far = np.full(23, 0.9 * ESCAPED)
    line, arrays = both(PAPER, ETA, far, 1500, PICKS)
    assert line.status is Status.COMPLETED
    assert_same(line, arrays)


def test_a_learning_rate_that_is_no_number_diverges_at_once():
    line, arrays = both(PAPER, np.nan, START, 3, PICKS)
    assert_same(line, arrays)
    assert line.diverged_at == 1


def test_a_watch_is_told_the_steps_done_and_can_end_the_run():
    done = []
    descend(PAPER, GradientDescent(ETA), START, 3000, PICKS, 100, done.append)
    assert done == [0, 1024, 2048]

    def stop(steps):
        raise InterruptedError(steps)

    with pytest.raises(InterruptedError):
        descend(PAPER, GradientDescent(ETA), START, 3000, PICKS, watch=stop)


@pytest.mark.parametrize(
    ("risk", "optimizer", "p", "batches"),
    [
        (PAPER, Momentum(ETA), START, PICKS),
        (PAPER, GradientDescent(np.full((1, 1), ETA)), START, PICKS),
        (PAPER, GradientDescent(ETA), START[None], PICKS),
        (PAPER, GradientDescent(ETA), START, PICKS.reshape(-1, 2)),
        (PAPER, GradientDescent(ETA), START, None),
        (problem(), GradientDescent(ETA), START, PICKS[:, :, None]),
        (risk_of(PAPER.network, Huber()), GradientDescent(ETA), START, PICKS),
        (
            Risk(PAPER.network, PAPER.loss, PAPER.x, PAPER.y, Ridge(0.1)),
            GradientDescent(ETA),
            START,
            PICKS,
        ),
        (
            risk_of(Network((2, LARGEST, 2), Tanh()), SquaredError()),
            GradientDescent(ETA),
            np.zeros(5 * LARGEST + 2),
            PICKS,
        ),
    ],
    ids=["rule", "rates", "models", "batch", "full", "own", "loss", "penalty", "size"],
)
def test_what_does_not_fit_is_left_to_arrays(risk, optimizer, p, batches):
    assert kernel(risk, optimizer, p, batches) is None
