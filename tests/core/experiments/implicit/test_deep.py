"""The deep net's runs, held against the engine's own; and the law of batch normalization."""

import numpy as np
import pytest

from core.datasets.digits import digits
from core.experiments.implicit.deep import (
    BRAKES,
    Decay,
    DeepNet,
    Drop,
    Jitter,
    Normalize,
    Stop,
)
from core.experiments.implicit.experiment import ImplicitExperiment, held_back
from core.experiments.implicit.held import _model, folded, held, recipe
from core.experiments.implicit.problems import SEEDS, TURNED, FewDigits, TwoMoons, moons
from core.experiments.implicit.sphere import descend as descend_on_sphere
from core.experiments.implicit.sphere import drawn, normalized_loss
from core.networks.initialization import uniform_fan_in
from core.objectives.losses import BinaryCrossEntropy, SoftmaxCrossEntropy
from core.objectives.penalties import WeightRidge
from core.objectives.risk import Risk
from core.optimizers.adam import Adam
from core.training.descent import descend, record_steps
from tests.core.regularization.known import reference

MOONS = TwoMoons()
STEPS = 40
RECORD = record_steps(STEPS, 5)


def ran(kind, values, count=30, steps=STEPS, record=RECORD):
    return held(DeepNet(MOONS, kind, count), steps, 0, record, values)


@pytest.fixture(scope="module")
def decays():
    return ran(Decay(), (0.01, 0.1))


@pytest.mark.parametrize(("v", "strength"), [(0, 0.01), (1, 0.1), (2, 0.0)])
def test_the_first_seeds_run_is_the_engines(decays, v, strength):
    drawn_points = MOONS.points(30, 0)
    x, y = (array[0] for array in drawn_points.train)
    risk = Risk(MOONS.network(), BinaryCrossEntropy(), x, y, WeightRidge(strength))
    start = uniform_fan_in(MOONS.network(), np.random.default_rng([0, 0, 2]))
    run = descend(risk, Adam(TwoMoons.eta), start, STEPS, record_every=RECORD)
    np.testing.assert_allclose(decays.p[:, v], run.p, atol=1e-9)
    np.testing.assert_allclose(decays.train[:, v, 0], risk.mean_loss(run.p), atol=1e-9)
    held_out = Risk(MOONS.network(), BinaryCrossEntropy(), *drawn_points.test)
    np.testing.assert_allclose(decays.test[:, v, 0], held_out.value(run.p), atol=1e-9)
    right = ((MOONS.network()(run.p[-1], held_out.x) > 0.5) == (held_out.y > 0.5)).mean()
    assert decays.right[-1, v, 0] == pytest.approx(right)
    weights = run.p[-1][MOONS.network().is_weight]
    assert decays.norm[-1, v, 0] == pytest.approx(np.linalg.norm(weights), abs=1e-8)


@pytest.mark.parametrize(
    "kind", [Jitter(), Drop(), Stop(), Normalize()], ids=lambda kind: type(kind).__name__
)
def test_without_is_the_same_whatever_else_is_tried(decays, kind):
    other = ran(kind, (0.1, 0.5))
    np.testing.assert_allclose(other.test[:, -1], decays.test[:, -1], atol=1e-9)
    assert np.abs(other.test[-1, 1] - other.test[-1, -1]).max() > 1e-3


def test_a_run_that_stops_stays_where_it_was():
    found = ran(Stop(), (0.5, 1.0))
    at = int(np.searchsorted(RECORD, STEPS / 2, side="right")) - 1
    np.testing.assert_array_equal(found.p[at:, 0], np.broadcast_to(found.p[at, 2], (5 - at, 105)))
    np.testing.assert_array_equal(found.p[:, 1], found.p[:, 2])


def test_the_moons_are_half_and_half_with_a_tenth_turned():
    x, y = moons(4000, np.random.default_rng(0))
    assert y.mean() == pytest.approx(0.5, abs=0.02)
    turned = y[:, 0] != np.arange(4000) % 2
    assert turned.mean() == pytest.approx(TURNED, abs=0.02)
    assert np.abs(x.mean(axis=0)).max() < 0.05
    one, other = MOONS.points(20, 0), MOONS.points(20, 1)
    assert one.train[0].shape == (SEEDS, 20, 2)
    assert np.abs(one.train[0] - other.train[0]).max() > 0.1
    assert np.abs(one.train[0][0] - one.train[0][1]).max() > 0.1


def test_many_points_are_seen_in_minibatches_and_progress_is_told():
    told: list[float] = []
    found = held(DeepNet(MOONS, Decay(), 100), STEPS, 0, RECORD, (0.01,), told.append)
    assert np.isfinite(found.test).all()
    assert told == sorted(told)
    assert told[-1] == 1

    def stop(share):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        held(DeepNet(MOONS, Drop(), 30), STEPS, 0, RECORD, (0.1,), stop)


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "strength"),
    [(Decay(), 0.02), (Jitter(), 0.3), (Drop(), 0.2), (Stop(), 0.1), (Normalize(), 0.2)],
    ids=BRAKES,
)
def test_with_few_points_each_brake_helps_and_with_many_none_does(kind, strength):
    for count, helped in ((30, True), (500, False)):
        found = ran(kind, (strength,), count, 400, record_steps(400, 11))
        lower = int((found.test[-1, 0] < found.test[-1, 1]).sum())
        assert (lower >= 15) == helped


def test_the_slider_has_a_run_for_each_position():
    spec = ImplicitExperiment(topic=DeepNet(MOONS, Stop(), 20), steps=100)
    found = held_back(spec)
    assert found.values.tolist() == list(spec.values)
    assert found.test.shape == (len(found.k), len(spec.values) + 1, SEEDS)
    # A run stops at its share of the steps exactly, not at what happens to be recorded.
    for v, share in enumerate(spec.values):
        end = int(np.flatnonzero(found.k == round(share * spec.steps))[0])
        np.testing.assert_array_equal(found.test[-1, v], found.test[end, -1])


def test_a_seeds_run_on_digits_is_the_engines():
    found = held(DeepNet(FewDigits(), Decay(), 30), STEPS, 0, RECORD, (0.05,))
    drawn_points, plain = FewDigits().points(30, 0), FewDigits().network()
    x, y = (array[0] for array in drawn_points.train)
    risk = Risk(plain, SoftmaxCrossEntropy(), x, y, WeightRidge(0.05))
    start = uniform_fan_in(plain, np.random.default_rng([0, 0, 2]))
    run = descend(risk, Adam(FewDigits.eta), start, STEPS, record_every=RECORD)
    np.testing.assert_allclose(found.p[:, 0], run.p, atol=1e-9)
    unseen = digits()
    held_out = Risk(plain, SoftmaxCrossEntropy(), unseen.x[-400:], unseen.targets()[-400:])
    np.testing.assert_allclose(found.test[:, 0, 0], held_out.value(run.p), atol=1e-9)
    right = plain.logits(run.p[-1], held_out.x).argmax(axis=-1) == unseen.labels[-400:]
    assert found.right[-1, 0, 0] == pytest.approx(right.mean())


@pytest.mark.parametrize(
    "kind",
    [Decay(0.05), Jitter(0.3), Drop(0.4), Stop(0.5), Normalize(0.01)],
    ids=lambda kind: type(kind).__name__,
)
@pytest.mark.parametrize("count", [30, 60])
def test_the_first_seeds_run_alone_is_that_among_the_others(kind, count):
    topic = DeepNet(MOONS, kind, count)
    strength = getattr(kind, kind.slider)
    found = held(topic, STEPS, 3, RECORD, (strength,))
    alone = recipe(topic, STEPS, 3)
    end = alone.run().p[-1]
    if isinstance(kind, Normalize):
        assert alone.objective.model == _model(MOONS, kind)
        end = folded(alone.objective.model, end, alone.objective.x)
    np.testing.assert_allclose(found.p[-1, 0], end, atol=1e-9)


def test_no_digit_is_both_learned_and_asked():
    drawn_points = FewDigits().points(200, 3)
    known = {image.tobytes() for image in digits().x[:1397]}
    for train, check in zip(drawn_points.train[0], drawn_points.validation[0], strict=True):
        rows = [{image.tobytes() for image in part} for part in (train, check)]
        assert [len(part) for part in (train, check)] == [200, 50]
        assert not rows[0] & rows[1]
        assert rows[0] | rows[1] <= known
    assert drawn_points.test[0].shape == (400, 64)


@pytest.mark.parametrize("data", [MOONS, FewDigits()], ids=lambda data: data.title)
def test_a_net_with_batch_normalization_is_a_plain_net_on_its_points(data):
    model, rng = _model(data, Normalize()), np.random.default_rng(1)
    p = 0.5 * rng.standard_normal((2, SEEDS, model.size))
    x, _ = data.points(25, 4).train
    plain = data.network().logits(folded(model, p, x), x)
    np.testing.assert_allclose(plain, model.logits(p, x), atol=1e-10)


# ------------------------------------------------------------------ batch normalization

SPHERE = reference("batchnorm_invariance")


def test_the_stored_run_grows_as_the_law_says():
    loss, slope = normalized_loss(SPHERE["X"], SPHERE["y"], SPHERE["w"])
    assert loss == pytest.approx(float(SPHERE["loss"]), rel=1e-12)
    np.testing.assert_allclose(slope, SPHERE["grad"], atol=1e-12)
    run = descend_on_sphere(SPHERE["X"], SPHERE["y"], SPHERE["w"], float(SPHERE["eta"]), 200)
    np.testing.assert_allclose(run.w[-1], SPHERE["w_after_200"], atol=1e-10)
    np.testing.assert_allclose(run.measured, run.predicted, rtol=1e-12)
    assert run.measured[0] == pytest.approx(1.1818597, abs=1e-6)
    assert run.measured[-1] == pytest.approx(1.6484539, abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_the_gradient_is_at_right_angles_and_shrinks_with_the_scale(seed):
    rng = np.random.default_rng(seed)
    x, y, w = rng.standard_normal((16, 3)), rng.standard_normal(16), rng.standard_normal(3)
    loss, slope = normalized_loss(x, y, w)
    again, smaller = normalized_loss(x, y, 3 * w)
    assert again == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(smaller, slope / 3, atol=1e-13)
    assert abs(w @ slope) < 1e-12
    for j, e in enumerate(1e-6 * np.eye(3)):
        difference = (normalized_loss(x, y, w + e)[0] - normalized_loss(x, y, w - e)[0]) / 2e-6
        assert difference == pytest.approx(slope[j], abs=1e-7)
    run = drawn(seed, 0.5, 100)
    np.testing.assert_allclose(run.measured, run.predicted, rtol=1e-12)
    assert (np.diff(run.measured) > -1e-14).all()
