from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.networks.activations import ACTIVATIONS, ELU, Identity, ReLU, Sigmoid, SiLU, Tanh
from core.networks.network import Network
from core.objectives.functions import Quadratic
from core.objectives.losses import LOSSES, BinaryCrossEntropy, HalfSquaredError, SquaredError
from core.objectives.penalties import Ridge
from core.objectives.risk import Risk, logistic
from core.optimizers.adam import Adam
from core.optimizers.first_order import OPTIMIZERS, GradientDescent, Momentum
from core.training.descent import Status, descend
from core.training.kernels import one_model
from core.training.kernels.kernel import ESCAPED
from core.training.samplers import ShuffledEpochs, WithReplacement

RNG = np.random.default_rng
N = 12
NET = Network((2, 4, 3, 1), Tanh(), Identity())


def risk_of(network=NET, loss=None, samples=N):
    rng = RNG(1)
    x = rng.uniform(-1, 1, size=(samples, network.widths[0]))
    y = rng.integers(0, 2, size=(samples, network.widths[-1]))
    return Risk(network, loss or SquaredError(), x, y)


RISK = risk_of()


def start(risk, seed=2):
    return 0.6 * RNG(seed).normal(size=risk.size)


def drawn(m, steps, sampler=WithReplacement):
    return sampler(m).batches(N, steps, RNG(3))


def both(risk, optimizer, p, steps, batches, **keywords):
    """The run at full speed, and by array operations: a batch of one model is left to them."""
    assert one_model.kernel(risk, optimizer, p, batches) is not None
    assert one_model.kernel(risk, optimizer, p[None], batches) is None
    run = descend(risk, optimizer, p, steps, batches, **keywords)
    return run, descend(risk, optimizer, p[None], steps, batches, **keywords)


def assert_same(run, arrays, rtol=1e-11, atol=1e-12):
    np.testing.assert_array_equal(run.k, arrays.k)
    np.testing.assert_allclose(run.p, arrays.p[:, 0], rtol=rtol, atol=atol)
    np.testing.assert_allclose(run.value, arrays.value[:, 0], rtol=rtol, atol=atol)
    assert (run.status, run.diverged_at) == (arrays.status, arrays.diverged_at[0])
    assert run.diverged_at.shape == ()


BATCHES = [None, drawn(3, 60), drawn(5, 60, ShuffledEpochs)]
every_batch = pytest.mark.parametrize("batches", BATCHES, ids=["full", "drawn", "shuffled"])


@pytest.mark.wide(2)
@every_batch
@pytest.mark.parametrize("cls", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_every_activation_gives_the_numbers_of_the_arrays(cls, batches):
    risk = risk_of(Network((2, 4, 3, 2), cls(), cls()))
    run, arrays = both(risk, GradientDescent(0.1), start(risk), 60, batches)
    assert_same(run, arrays)
    assert np.abs(run.p[-1] - run.p[0]).max() > 0.01


@pytest.mark.wide(3)
@pytest.mark.parametrize("output", [Identity(), Sigmoid(), Tanh()])
@pytest.mark.parametrize("cls", LOSSES.values(), ids=LOSSES)
def test_every_loss_and_output_give_them_or_are_refused_alike(cls, output):
    risk = risk_of(Network((2, 3, 2), ReLU(), output), cls())
    for batches in BATCHES:
        try:
            descend(risk, GradientDescent(0.1), start(risk)[None], 1, batches)
        except ValueError as refusal:
            with pytest.raises(ValueError, match=str(refusal)):
                descend(risk, GradientDescent(0.1), start(risk), 1, batches)
        else:
            assert_same(*both(risk, GradientDescent(0.1), start(risk), 60, batches))


@pytest.mark.wide(2)
@every_batch
@pytest.mark.parametrize("cls", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_every_optimizer_gives_them(cls, batches):
    # Rules that step by the sign of the gradient let rounding grow in the long run.
    run, arrays = both(RISK, cls(eta=0.01), start(RISK), 40, batches)
    assert_same(run, arrays, rtol=1e-9, atol=1e-10)


@every_batch
@pytest.mark.parametrize("optimizer", [GradientDescent(0.1), Adam(0.1)])
def test_a_penalty_is_part_of_the_gradient(optimizer, batches):
    risk = Risk(NET, RISK.loss, RISK.x, RISK.y, Ridge(0.1))
    run, arrays = both(risk, optimizer, start(risk), 60, batches)
    assert_same(run, arrays)
    assert np.abs(run.p[-1] - descend(RISK, optimizer, start(RISK), 60, batches).p[-1]).max() > 0.01


@pytest.mark.parametrize(
    ("widths", "hidden"),
    [
        ((1, 1), ()),
        ((3, 2), ()),
        ((2, 1, 1), (ReLU(),)),
        ((1, 5, 1, 4, 2), (ELU(), SiLU(), Sigmoid())),
        ((90, 7, 2), (Tanh(),)),
    ],
)
@pytest.mark.parametrize("m", [1, 4, 30])
def test_every_shape_gives_them(widths, hidden, m):
    risk = risk_of(Network(widths, hidden, Identity()), HalfSquaredError())
    for optimizer in (GradientDescent(0.01), Momentum(0.01)):
        if m > 1 or isinstance(optimizer, Momentum):
            assert_same(*both(risk, optimizer, 0.3 * start(risk), 50, drawn(m, 50)))


@settings(max_examples=15)
@given(
    st.integers(0, 40),
    st.integers(1, 9),
    st.sampled_from([GradientDescent(0.1), Adam(0.01)]),
    st.integers(1, 1000),
)
def test_gathering_for_many_steps_and_recording_are_no_part_of_the_run(
    steps, stride, optimizer, gathered
):
    p, batches = start(RISK), drawn(3, 41)
    full = descend(RISK, optimizer, p, 41, batches)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(one_model, "_GATHERED", gathered)
        run = descend(RISK, optimizer, p, steps, batches, stride)
    np.testing.assert_array_equal(run.k, sorted({*range(0, steps, stride), steps}))
    np.testing.assert_array_equal(run.p, full.p[run.k])


def test_a_run_in_two_parts_is_the_same_run():
    batches = drawn(4, 90)
    full = descend(RISK, GradientDescent(0.1), start(RISK), 90, batches, 90)
    first = descend(RISK, GradientDescent(0.1), start(RISK), 33, batches, 33)
    second = descend(RISK, GradientDescent(0.1), first.p[-1], 57, batches[33:], 57)
    np.testing.assert_array_equal(second.p[-1], full.p[-1])


@every_batch
@pytest.mark.parametrize("cls", [GradientDescent, Momentum])
@pytest.mark.parametrize("eta", [2.0, 30.0, 1e200, np.nan])
def test_a_divergence_is_the_result_that_arrays_give(eta, cls, batches):
    risk = risk_of(Network((2, 3, 1), ReLU(), Identity()))
    run, arrays = both(risk, cls(eta=eta), start(risk), 60, batches)
    assert run.status is Status.DIVERGED
    assert_same(run, arrays, rtol=1e-6)
    last = run.p[run.diverged_at - 1]
    np.testing.assert_array_equal(run.p[run.diverged_at :], [last] * (61 - run.diverged_at))
    assert np.isfinite(run.value).all()


@pytest.mark.parametrize("optimizer", [GradientDescent(0.01), Adam(0.01)])
def test_a_norm_beyond_the_bound_is_no_divergence_while_each_coordinate_is_within(optimizer):
    risk = risk_of(Network((2, 3, 2), Sigmoid(), Sigmoid()))
    far = np.full(risk.size, 0.9 * ESCAPED)
    run, arrays = both(risk, optimizer, far, 40, drawn(2, 40))
    assert run.status is Status.COMPLETED
    assert_same(run, arrays)


@pytest.mark.parametrize("optimizer", [GradientDescent(-0.001), Momentum(-0.001, 0.0)])
def test_a_run_that_starts_far_out_is_watched_to_the_bound(optimizer):
    risk = Risk(Network((1, 1)), SquaredError(), [[1.0], [0.5], [1.0]], [[0.0], [1.0], [0.0]])
    run, arrays = both(risk, optimizer, np.full(2, 0.98 * ESCAPED), 40, None)
    assert 1 < run.diverged_at < 20
    assert_same(run, arrays)


@pytest.mark.parametrize("size", [1e3, 1e6])
@pytest.mark.parametrize("cls", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_units_far_in_saturation_raise_nothing(cls, size):
    risk = risk_of(Network((2, 3, 1), cls(), Sigmoid()), BinaryCrossEntropy())
    p = size * np.sign(start(risk))
    # a(1-a), as on paper, is 0 where σ' is 1e-16 and less: with large weights that shows.
    assert_same(*both(risk, GradientDescent(1e-9), p, 20, drawn(3, 20)), atol=1e-9)


@pytest.mark.parametrize("optimizer", [GradientDescent(0.1), Adam(0.1)])
def test_a_watch_sees_the_steps_and_can_end_the_run(optimizer):
    seen = []

    def watch(step):
        seen.append(step)
        if step >= 96:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        descend(RISK, optimizer, start(RISK), 500, drawn(3, 500), watch=watch)
    assert seen == [0, 32, 64, 96]


@every_batch
@pytest.mark.parametrize("optimizer", [GradientDescent(0.1), Adam(0.1)])
def test_nothing_that_is_handed_over_is_moved(optimizer, batches):
    p = start(RISK)
    before = p.copy(), None if batches is None else batches.copy()
    run = descend(RISK, optimizer, p, 5, batches)
    np.testing.assert_array_equal(p, before[0])
    np.testing.assert_array_equal(run.p[0], p)
    if batches is not None:
        np.testing.assert_array_equal(batches, before[1])


def test_a_rule_may_keep_every_gradient():
    class Lookback(Momentum):
        """Steps along the gradient of two steps ago."""

        def init(self, p):
            return (np.zeros_like(p), np.zeros_like(p))

        def step(self, k, p, g, state):
            return p - self.eta * state[0], (state[1], g)

    assert_same(*both(RISK, Lookback(0.1), start(RISK), 40, drawn(3, 40)))


def test_a_rate_for_each_coordinate_meets_its_own():
    eta = np.geomspace(0.001, 0.1, RISK.size)
    assert_same(*both(RISK, GradientDescent(eta), start(RISK), 40, drawn(3, 40)))


def test_the_matrices_carry_their_bias_as_the_last_column():
    network = Network((2, 3, 1))
    order = one_model.augmented(network)
    for (W, b), Wb in zip(
        network.unflatten(np.arange(network.size)),
        np.split(order, [9]),
        strict=True,
    ):
        np.testing.assert_array_equal(Wb.reshape(len(b), -1), np.column_stack([W, b]))


@pytest.mark.parametrize(
    ("objective", "batches"),
    [
        (Quadratic(np.eye(RISK.size)), None),
        (RISK, drawn(3, 5) - N),
        (RISK, drawn(3, 5) + N),
        (RISK, drawn(3, 5)[:, :0]),
    ],
    ids=["no network", "negative rows", "no such rows", "no rows"],
)
def test_what_does_not_fit_is_left_to_the_arrays(objective, batches):
    assert one_model.kernel(objective, Adam(), np.zeros(RISK.size), batches) is None


def test_logistic_regression_is_a_network_too():
    risk = logistic(RISK.x, RISK.y, BinaryCrossEntropy())
    for optimizer in (GradientDescent(0.5), replace(Adam(), eta=0.1)):
        for batches in BATCHES:
            assert_same(*both(risk, optimizer, start(risk), 60, batches))
