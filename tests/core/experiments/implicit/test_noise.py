"""Noise as a penalty: the expectation held against draws, and runs against both."""

import numpy as np
import pytest

from core.experiments.implicit.masks import added, model
from core.experiments.implicit.noise import (
    EXPECTED,
    NOISES,
    NOISY,
    WITHOUT,
    DropInputs,
    MoveInputs,
    TurnLabels,
    smoothed,
    study,
)
from core.regularization.noise import smoothed_floor
from core.training.descent import record_steps
from tests.core.regularization.known import reference

VALUES = {"drop-inputs": (0.1, 0.5), "move-inputs": (0.2, 0.8), "turn-labels": (0.05, 0.3)}
every_kind = pytest.mark.parametrize("name", NOISES)


def prepared(name):
    kind = NOISES[name]()
    x, y = kind.data(np.random.default_rng(0))
    return kind, x, y, np.array(VALUES[name])[:, None, None]


@every_kind
def test_the_mean_of_drawn_gradients_is_the_expected_one(name):
    kind, x, y, strength = prepared(name)
    rng = np.random.default_rng(1)
    p = 0.3 * rng.standard_normal((2, len(kind.names)))
    drawn = np.array([kind.gradient(p, x, y, strength, rng) for _ in range(600)])
    error = drawn.std(axis=0, ddof=1) / np.sqrt(len(drawn))
    assert (np.abs(drawn.mean(axis=0) - kind.expected(p, x, y, strength)) < 5 * error).all()


@every_kind
def test_the_expected_gradient_vanishes_at_the_predicted_minimum(name):
    kind, x, y, strength = prepared(name)
    p = np.array([kind.minimum(x, y, float(value)) for value in strength.ravel()])
    assert np.abs(kind.expected(p, x, y, strength)).max() < 1e-9


@every_kind
def test_both_runs_end_where_no_draw_is_needed_to_tell(name):
    found = study(NOISES[name](), 1000, 0, record_steps(1000, 2), VALUES[name])
    assert found.lanes[EXPECTED].distance[-1].max() < 1e-3
    noisy, size = found.lanes[NOISY], np.abs(found.lanes[NOISY].predicted).max(axis=1)
    assert (noisy.distance[-1] < 0.1 * size).all()
    assert (noisy.distance[-1] > 1e-6).all(), "it has seen noise"


@every_kind
def test_the_same_seed_draws_the_same_and_another_does_not(name):
    one, again, other = (
        study(NOISES[name](), 30, seed, record_steps(30, 3), VALUES[name]).lanes[NOISY].end
        for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(one, again)
    assert np.abs(one - other).max() > 1e-6


def test_dropout_and_moved_inputs_mean_ridges_of_the_published_strength():
    assert DropInputs().ridge(0.2) == pytest.approx(0.25)
    assert MoveInputs().ridge(0.3) == pytest.approx(0.09)
    found = study(DropInputs(), 10, 0, record_steps(10, 2), (0.2,))
    x, y = DropInputs().data(np.random.default_rng(0))
    np.testing.assert_allclose(found.references[WITHOUT], np.linalg.lstsq(x, y)[0], atol=1e-12)


def test_no_loss_on_smoothed_labels_is_below_the_entropy_and_the_best_line_is_above_it():
    for seed in range(3):
        x, y = TurnLabels().data(np.random.default_rng(seed))
        for epsilon in (0.05, 0.2, 0.5):
            p = TurnLabels().minimum(x, y, epsilon)
            z = x @ p[:2] + p[2]
            loss = (np.logaddexp(0, z) - smoothed(y, epsilon) * z).mean()
            assert loss > smoothed_floor(epsilon) + 1e-4
            assert np.linalg.norm(p) < 20


def test_masks_before_a_sigmoid_are_the_references():
    table = reference("dropout_logistic_breast_cancer10")["table"]
    found = added(table[:, 0], 20, 0)
    np.testing.assert_allclose(found.exact, table[:, 1] - table[:, 2], atol=1e-8)
    np.testing.assert_allclose(found.quadratic, table[:, 3], atol=1e-8)
    assert (np.abs(found.drawn - found.exact) < 5 * found.error).all()
    low = 1 - found.quadratic / found.exact
    order = np.argsort(-found.keep)
    assert low[order][0] == pytest.approx(0.06, abs=0.005)
    assert low[order][-1] == pytest.approx(0.127, abs=0.005)
    assert (np.diff(low[order]) > 0).all()
    x, y, w, b = model()
    z = x @ w + b
    assert (np.logaddexp(0, z) - y * z).mean() == pytest.approx(0.14610598, abs=1e-7)
