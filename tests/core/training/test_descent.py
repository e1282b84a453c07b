from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.objectives.functions import Quadratic, Rosenbrock
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.objective import Objective
from core.objectives.risk import logistic
from core.optimizers.adam import Adam
from core.optimizers.first_order import OPTIMIZERS, GradientDescent, Momentum
from core.optimizers.optimizer import Optimizer
from core.training.descent import Status, descend, log_steps, record_steps
from core.training.kernels.kernel import ESCAPED
from core.training.samplers import ShuffledEpochs, WithReplacement

RNG = np.random.default_rng(7)
X, Y = RNG.normal(size=(12, 2)), RNG.integers(0, 2, size=(12, 1))
RISK = logistic(X, Y, BinaryCrossEntropy())
EIGENVALUES = np.array([1.0, 4.0, 10.0])
BOWL = Quadratic(np.diag(EIGENVALUES))

every_optimizer = pytest.mark.parametrize("cls", OPTIMIZERS.values(), ids=OPTIMIZERS)


def drawn(m, steps, seed=0, sampler=WithReplacement):
    return sampler(m).batches(len(X), steps, np.random.default_rng(seed))


@pytest.mark.parametrize("eta", [0.01, 0.1, 2 / 11, 0.199])
def test_gradient_descent_on_a_quadratic_multiplies_each_coordinate_by_one_minus_eta_lambda(eta):
    run = descend(BOWL, GradientDescent(eta), [1.0, -2.0, 3.0], 80)
    expected = (1 - eta * EIGENVALUES) ** np.arange(81)[:, None] * [1.0, -2.0, 3.0]
    np.testing.assert_allclose(run.p, expected, rtol=1e-11, atol=1e-300)
    norm = np.linalg.norm(run.p, axis=-1)
    assert (norm[1:] <= norm[:-1] * np.abs(1 - eta * EIGENVALUES).max() * (1 + 1e-12)).all()


def test_gradient_descent_diverges_if_and_only_if_eta_exceeds_two_over_lambda_max():
    factor = np.concatenate([np.linspace(0.05, 0.99, 20), np.linspace(1.01, 3, 20)])
    eta = factor * 2 / EIGENVALUES.max()
    run = descend(BOWL, GradientDescent(eta[:, None]), np.ones((40, 3)), 2000, record_every=2000)
    np.testing.assert_array_equal(run.diverged_at > 0, factor > 1)
    assert run.status is Status.DIVERGED
    assert (run.value[-1, factor < 1] < 1e-6).all()


def test_the_optimal_heavy_ball_contracts_by_the_root_of_beta():
    smallest, largest = 1.0, 100.0
    rate = (np.sqrt(largest) - np.sqrt(smallest)) / (np.sqrt(largest) + np.sqrt(smallest))
    eta = 4 / (np.sqrt(largest) + np.sqrt(smallest)) ** 2
    run = descend(Quadratic.of_condition(largest), Momentum(eta=eta, beta=rate**2), [1.0, 1.0], 200)
    # Both eigenvalues meet a double root ±√β of the recurrence: p_k = (1 + c k)(±√β)^k.
    k = np.arange(201)
    for i, (eigenvalue, root) in enumerate([(smallest, rate), (largest, -rate)]):
        slope = (1 - eta * eigenvalue) / root - 1
        np.testing.assert_allclose(run.p[:, i], (1 + slope * k) * root**k, atol=1e-12)


def test_the_heavy_ball_needs_far_fewer_steps_than_gradient_descent_at_condition_100():
    bowl = Quadratic.of_condition(100)
    plain, heavy = (
        np.argmax(np.linalg.norm(descend(bowl, rule, [1.0, 1.0], 1000).p, axis=-1) < 1e-6)
        for rule in (GradientDescent(2 / 101), Momentum(4 / 121, (9 / 11) ** 2))
    )
    assert 0 < 7 * heavy < plain


def test_the_deck_of_all_samples_is_the_full_gradient():
    everything = drawn(len(X), 30, sampler=ShuffledEpochs)
    full = descend(RISK, Adam(0.1), np.zeros(3), 30)
    shuffled = descend(RISK, Adam(0.1), np.zeros(3), 30, everything)
    np.testing.assert_allclose(shuffled.p, full.p, atol=1e-10)


def test_a_run_is_the_optimizer_stepped_by_hand():
    batches = drawn(2, 5)
    p, optimizer = np.array([0.5, -0.5, 0.1]), Adam(0.1)
    state, path = optimizer.init(p), [p]
    for k, rows in enumerate(batches, 1):
        p, state = optimizer.step(k, p, RISK.gradient(p, rows), state)
        path.append(p)
    run = descend(RISK, optimizer, path[0], 5, batches)
    np.testing.assert_allclose(run.p, path, rtol=1e-14)
    np.testing.assert_allclose(run.value, [RISK.value(p) for p in path], rtol=1e-14)


@every_optimizer
def test_the_callers_parameters_are_never_moved(cls):
    p = np.array([1.0, -1.0])
    descend(Quadratic(), cls(), p, 3)
    np.testing.assert_array_equal(p, [1.0, -1.0])


def test_not_even_an_optimizer_that_steps_in_place_moves_them():
    class InPlace(SignDescent):
        def step(self, k, p, g, state):
            p -= 0.1 * g
            return p, state

    p = np.array([1.0, -1.0])
    descend(Quadratic(), InPlace(), p, 3)
    np.testing.assert_array_equal(p, [1.0, -1.0])


def test_a_start_on_whole_numbers_still_moves_by_fractions():
    run = descend(Quadratic(), GradientDescent(0.1), np.array([1, 1]), 1)
    np.testing.assert_allclose(run.p[1], [0.9, 0.0])


@pytest.mark.parametrize("batches", [None, drawn(3, 6)])
def test_any_leading_axes_are_models_of_their_own(batches):
    P = RNG.normal(size=(2, 3, 3))
    run = descend(RISK, Adam(0.1), P, 6, batches)
    assert run.p.shape == (7, 2, 3, 3)
    assert run.value.shape == (7, 2, 3)
    assert run.diverged_at.shape == (2, 3)
    for i in np.ndindex(2, 3):
        alone = descend(RISK, Adam(0.1), P[i], 6, batches)
        np.testing.assert_allclose(run.p[:, *i], alone.p, atol=1e-14)


def test_learning_rates_are_an_axis_of_models():
    eta = np.geomspace(0.01, 10, 5)
    run = descend(RISK, GradientDescent(eta[:, None]), np.zeros((5, 3)), 20)
    for i in range(5):
        alone = descend(RISK, GradientDescent(eta[i]), np.zeros(3), 20)
        np.testing.assert_allclose(run.p[:, i], alone.p, atol=1e-13)


def test_each_model_may_draw_its_own_batches():
    own = np.stack([drawn(2, 8, seed) for seed in range(4)], axis=1)
    run = descend(RISK, Adam(0.1), np.zeros((4, 3)), 8, own)
    for i in range(4):
        alone = descend(RISK, Adam(0.1), np.zeros(3), 8, own[:, i])
        np.testing.assert_allclose(run.p[:, i], alone.p, atol=1e-14)


@every_optimizer
def test_a_diverging_model_leaves_its_neighbors_alone(cls):
    steep = Rosenbrock()
    starts = np.array([[-1.0, 1.0], [1e9, -1e9], [0.5, 0.5]])
    calm = starts.copy()
    calm[1] = 0.9
    eta = np.array([[1e-4], [100.0], [1e-4]])
    wild = descend(steep, replace(cls(), eta=eta), starts, 50)
    quiet = descend(steep, replace(cls(), eta=np.full((3, 1), 1e-4)), calm, 50)
    np.testing.assert_array_equal(wild.p[:, [0, 2]], quiet.p[:, [0, 2]])
    np.testing.assert_array_equal(wild.value[:, [0, 2]], quiet.value[:, [0, 2]])
    assert np.isfinite(wild.p).all()
    assert np.isfinite(wild.value).all()


def test_divergence_is_a_result_with_the_step_that_was_not_taken():
    run = descend(BOWL, GradientDescent(0.3), [1.0, 1.0, 1.0], 100)  # the last factor is -2
    last = int(np.log2(ESCAPED))
    assert run.status == "diverged"
    assert run.diverged_at == last + 1
    np.testing.assert_allclose(run.p[last:, 2], (-2.0) ** last)
    assert len(np.unique(run.p[last:], axis=0)) == 1
    np.testing.assert_array_equal(run.value[last:], BOWL.value(run.p[last]))


def test_a_run_that_stays_finite_is_completed():
    run = descend(BOWL, GradientDescent(0.1), np.ones((2, 3)), 5)
    assert run.status is Status.COMPLETED
    np.testing.assert_array_equal(run.diverged_at, [-1, -1])


@dataclass(frozen=True)
class Cliff(Objective):
    """|p| with a gradient that is not finite on row 1."""

    bad: float

    @property
    def size(self):
        return 1

    def value(self, p):
        return np.abs(p).sum(axis=-1)

    def gradient(self, p, rows=None):
        return np.where(rows[0] == 1, self.bad, np.sign(p))

    def hessian(self, p):
        return np.zeros((*p.shape, 1))


class SignDescent(Optimizer):
    eta = 0.25

    def init(self, p):
        return ()

    def step(self, k, p, g, state):
        return p - self.eta * np.sign(g), state


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("optimizer", [GradientDescent(0.25), SignDescent()])
def test_a_gradient_that_is_not_finite_freezes_the_model_for_good(bad, optimizer):
    run = descend(Cliff(bad), optimizer, [[9.0], [5.0]], 4, np.array([[0], [0], [1], [0]]))
    np.testing.assert_array_equal(run.p[:, 0, 0], [9, 8.75, 8.5, 8.5, 8.5])
    np.testing.assert_array_equal(run.diverged_at, [3, 3])


@every_optimizer
def test_an_infinite_gradient_freezes_every_optimizer_without_a_warning(cls):
    run = descend(Cliff(np.inf), cls(), [9.0], 4, np.array([[0], [0], [1], [0]]))
    assert run.diverged_at == 3
    np.testing.assert_array_equal(run.p[2:], [run.p[2]] * 3)


def test_a_lost_model_does_not_come_back_while_others_go_on():
    class CliffEach(Cliff):
        def gradient(self, p, rows=None):
            return np.where(rows == 1, self.bad, np.sign(p))

    # Model 0 meets the cliff at step 2, model 1 at step 3, model 2 never.
    own = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0]])[..., None]
    run = descend(CliffEach(np.nan), GradientDescent(1.0), [[9.0], [7.0], [5.0]], 4, own)
    np.testing.assert_array_equal(
        run.p[..., 0], [[9, 7, 5], [8, 6, 4], [8, 5, 3], [8, 5, 2], [8, 5, 1]]
    )
    np.testing.assert_array_equal(run.diverged_at, [2, 3, -1])


@pytest.mark.parametrize("loss", [SquaredError(), BinaryCrossEntropy()])
@every_optimizer
def test_a_huge_learning_rate_ends_finite_and_without_a_warning(cls, loss):
    run = descend(logistic(1e3 * X, Y, loss), cls(eta=100.0), np.zeros(3), 60, drawn(1, 60))
    assert np.isfinite(run.p).all()
    assert np.isfinite(run.value).all()


@given(st.integers(0, 60), st.integers(1, 70))
def test_a_stride_records_the_start_the_last_step_and_each_multiple(steps, stride):
    full = descend(BOWL, GradientDescent(0.05), np.ones(3), steps)
    run = descend(BOWL, GradientDescent(0.05), np.ones(3), steps, record_every=stride)
    np.testing.assert_array_equal(run.k, sorted({*range(0, steps, stride), steps}))
    np.testing.assert_array_equal(run.p, full.p[run.k])
    np.testing.assert_allclose(run.value, full.value[run.k], rtol=1e-14)
    assert run.k.dtype == np.int64


def test_listed_steps_are_recorded_with_both_ends():
    run = descend(BOWL, GradientDescent(0.05), np.ones(3), 20, record_every=[1, 2, 4, 8, 16])
    np.testing.assert_array_equal(run.k, [0, 1, 2, 4, 8, 16, 20])


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"p": np.ones(2)}, r"shape \(2,\), but the objective has 3"),
        ({"p": 1.0}, "objective has 3"),
        ({"p": [1.0, np.nan, 0.0]}, "not finite"),
        ({"steps": -1}, "steps = -1 is not possible"),
        ({"batches": drawn(2, 4)}, "5 steps are asked for, but there are only 4"),
        ({"batches": np.zeros(5, dtype=int)}, r"shape \(5,\) do not fit"),
        ({"batches": np.zeros((5, 4, 1), dtype=int)}, r"\(5, 4, 1\) do not fit p"),
        ({"record_every": 0}, "record_every = 0 is not possible"),
        ({"record_every": 1.5}, "record_every = 1.5 is not possible"),
        ({"record_every": []}, "is not possible"),
        ({"record_every": [3, 2]}, "must increase, within 0 to 5"),
        ({"record_every": [2, 6]}, "must increase, within 0 to 5"),
        ({"record_every": [-1, 2]}, "must increase, within 0 to 5"),
    ],
)
def test_what_cannot_be_run_is_refused_in_one_sentence(changed, sentence):
    arguments = {"p": np.zeros(3), "steps": 5} | changed
    with pytest.raises(ValueError, match=sentence):
        descend(RISK, Adam(), **arguments)


@settings(max_examples=400)
@given(st.integers(0, 5000), st.integers(2, 300))
def test_frames_increase_from_first_to_last_and_use_the_room_they_have(steps, frames):
    for numbers in (record_steps(steps, frames), log_steps(steps, frames)):
        assert numbers.dtype == np.int64
        assert len(numbers) == min(frames, steps + 1)
        assert numbers[0] == 0
        assert numbers[-1] == steps
        assert (np.diff(numbers) > 0).all()


@given(st.integers(1, 5000), st.integers(2, 300))
def test_even_frames_differ_by_at_most_one_step(steps, frames):
    assert np.ptp(np.diff(record_steps(steps, frames))) <= 1


def test_log_frames_never_shrink_their_stride():
    numbers = log_steps(10**6, 300)
    assert len(numbers) == 300
    np.testing.assert_array_equal(numbers[:20], np.arange(20))
    late = numbers[150:]
    np.testing.assert_allclose(late[1:] / late[:-1], 10 ** (6 / 298), rtol=2e-3)


@pytest.mark.parametrize("schedule", [record_steps, log_steps])
@pytest.mark.parametrize(("steps", "frames"), [(-1, 10), (10, 1)])
def test_impossible_frames_are_refused(schedule, steps, frames):
    with pytest.raises(ValueError, match=f"steps = {steps}, frames = {frames} is not possible"):
        schedule(steps, frames)
