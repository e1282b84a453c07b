"""Scripts of networks of any layers end where the engine does."""

import numpy as np
import pytest

from core.datasets import digits, images
from core.export import Recipe, loss_at, numpy_script, torch_script
from core.landscape import PLANES, FilterNormalized, spectrum
from core.networks import (
    Activate,
    AvgPool2d,
    BatchNorm,
    Conv2d,
    ConvTranspose2d,
    Dense,
    Dropout,
    Flatten,
    LayerNorm,
    MaxPool2d,
    ReLU,
    Sequential,
    Sigmoid,
    Tanh,
    uniform_fan_in,
)
from core.objectives import OnPlane, Ridge, Risk, SoftmaxCrossEntropy, SquaredError, WeightRidge
from core.optimizers import Adam, GradientDescent, Momentum
from core.training.recipe import Stream
from core.training.samplers import ShuffledEpochs
from tests.core.networks.layers.references import stored
from tests.exported import in_each_language, printed

MARGIN = (0, 1), (0, 1)
STACKS = {
    "the cnn": [
        *(Conv2d(4, 3, padding=1), Activate(ReLU()), MaxPool2d(2, 2)),
        *(Conv2d(8, 3, padding=1), Activate(ReLU()), MaxPool2d(2, 2), Flatten(), Dense(10)),
    ],
    "normalized": [
        *(Conv2d(2, 3, padding=1, circular=True), BatchNorm(), Activate(Tanh())),
        *(AvgPool2d(2, 2), LayerNorm(), Dropout(0.0), Flatten(), Dense(6), BatchNorm(), Dense(10)),
    ],
    "transposed": [
        *(Conv2d(4, (3, 2), (2, 1), dilation=(1, 2)), Conv2d(4, 2, groups=2)),
        *(ConvTranspose2d(2, 3, 2, 1), Activate(Tanh()), AvgPool2d(3, 2, 1), Flatten(), Dense(10)),
    ],
    "one-sided": [
        *(Conv2d(2, 3, padding=((0, 2), (1, 0))), MaxPool2d(3, 2, MARGIN)),
        *(AvgPool2d(3, 2, MARGIN), Flatten(), Dense(10)),
    ],
    "hanging over": [
        *(Conv2d(2, 3, padding=1), AvgPool2d(3, 2, MARGIN, False), Flatten(), Dense(10)),
    ],
}
X, Y = images(digits().x[:40]), digits().targets()[:40]


def recipe(layers, optimizer=None, penalty=None, **more):
    network = Sequential((1, 8, 8), layers)
    risk = Risk(network, SoftmaxCrossEntropy(), X, Y, penalty)
    start = uniform_fan_in(network, np.random.default_rng(1))
    return Recipe(risk, optimizer or Momentum(0.1, 0.9), start, 12, **more)


def check(script, made):
    run = made.run()
    first, *rest = printed(script(made))
    assert float(first) == pytest.approx(loss_at(made.objective, run.p[-1]), rel=1e-10)
    for line in rest:
        said = float(line.removeprefix("penalty "))
        assert said == pytest.approx(made.objective.penalty_value(run.p[-1]), rel=1e-10)


@in_each_language
@pytest.mark.parametrize("name", STACKS)
def test_a_run_of_any_layers_ends_where_the_engine_does(name, script):
    check(script, recipe(STACKS[name]))


@in_each_language
def test_with_batches_that_are_drawn_a_penalty_and_adam(script):
    stream = Stream(ShuffledEpochs(8), 3)
    check(script, recipe(STACKS["the cnn"], Adam(0.01), WeightRidge(0.01), stream=stream))
    check(script, recipe(STACKS["normalized"], Adam(0.01), WeightRidge(0.01), stream=stream))


@in_each_language
def test_with_an_output_that_squashes(script):
    made = recipe(STACKS["hanging over"])
    network = Sequential((1, 8, 8), STACKS["hanging over"], Sigmoid())
    risk = Risk(network, SquaredError(), X, Y)
    check(script, Recipe(risk, GradientDescent(0.3), made.start, 10))


@pytest.mark.parametrize("script", [numpy_script, torch_script])
def test_dropout_is_refused_in_a_sentence(script):
    layers = [Flatten(), Dropout(0.5), Dense(10)]
    with pytest.raises(ValueError, match="dropout cannot be exported"):
        script(recipe(layers))


def test_pytorch_has_no_word_for_every_margin():
    layers = [AvgPool2d(3, 2, ((1, 0), (0, 1)), False), Flatten(), Dense(10)]
    with pytest.raises(ValueError, match="AvgPool2d with this padding"):
        torch_script(recipe(layers))


def test_the_stored_plane_of_a_cnn_has_the_stored_values():
    d = stored("cnn_slice_shown")
    rows = d["rows"]
    network = Sequential((1, 8, 8), STACKS["the cnn"])
    x, y = images(digits().x), digits().targets()
    risk = Risk(network, SoftmaxCrossEntropy(), x[rows], y[rows])
    beta, alpha = np.meshgrid(d["beta"], d["alpha"], indexing="ij")
    a, b = d["directions"]
    p = d["theta"] + alpha[..., None] * a + beta[..., None] * b
    np.testing.assert_allclose(risk.value(p), d["value"], rtol=0, atol=1e-10)


def test_every_plane_can_be_laid_through_a_run_of_a_cnn():
    layers = [Conv2d(2, 3, 2), Activate(Tanh()), Flatten(), Dense(10)]
    made = recipe(layers)
    run = made.run()
    for cls in PLANES.values():
        plane = cls()(made.objective, run)
        on_plane = OnPlane(made.objective, plane)
        assert np.isfinite(on_plane.value(np.zeros((2, 2)))).all()
    filters = FilterNormalized()(made.objective, run)
    p, unit = run.p[-1], made.objective.model.units
    for direction in filters.directions:
        lengths = [np.linalg.norm(direction[unit == u]) for u in range(12)]
        np.testing.assert_allclose(
            lengths, [np.linalg.norm(p[unit == u]) for u in range(12)], rtol=1e-12
        )


@pytest.mark.long
def test_rescaling_a_filter_keeps_the_loss_and_changes_the_curvature():
    network = Sequential((1, 8, 8), STACKS["the cnn"])
    risk = Risk(network, SoftmaxCrossEntropy(), X, Y, None)
    p = uniform_fan_in(network, np.random.default_rng(4))
    first, second, c = network.levels[0].own, network.levels[3].own, 5.0
    q = p.copy()
    # ReLU and max pooling are homogeneous: what filter 0 gains, its readers give back.
    q[network.units == 0] *= c
    kernels = q[second][: 8 * 4 * 9].reshape(8, 4, 9)
    kernels[:, 0] /= c
    assert first.stop - first.start == 40
    assert risk.value(q) == pytest.approx(risk.value(p), rel=1e-13)
    one, two = spectrum(risk, np.stack([p, q])).largest
    assert abs(np.log(two / one)) > 0.1


def test_a_penalty_of_all_parameters_pulls_those_of_a_normalization_too():
    made = recipe(STACKS["normalized"], penalty=Ridge(0.1))
    bare = recipe(STACKS["normalized"])
    difference = made.objective.gradient(made.start) - bare.objective.gradient(made.start)
    np.testing.assert_allclose(difference, 0.1 * made.start, atol=1e-14)
