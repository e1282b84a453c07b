"""Scripts of networks of any layers end where the engine does."""

from dataclasses import replace

import numpy as np
import pytest

from core.datasets import digits, images
from core.export import Recipe, loss_at, torch_script
from core.networks import (
    Activate,
    AddNoise,
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
from core.objectives import L1, Ridge, Risk, SoftmaxCrossEntropy, SquaredError, WeightRidge
from core.optimizers import Adam, GradientDescent, Momentum, ProximalGradient
from core.training.recipe import Stream
from core.training.samplers import ShuffledEpochs
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
    "noisy": [
        *(AddNoise(0.1, 2), Conv2d(2, 3), Dropout(0.2, 5), Activate(Tanh()), Flatten()),
        *(Dense(6), BatchNorm(), Activate(Tanh()), Dropout(0.5), AddNoise(0.0), Dense(10)),
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
    check(script, recipe(STACKS["normalized"], Adam(0.01), WeightRidge(0.01), stream=stream))


@in_each_language
def test_with_an_output_that_squashes(script):
    made = recipe(STACKS["hanging over"])
    network = Sequential((1, 8, 8), STACKS["hanging over"], Sigmoid())
    risk = Risk(network, SquaredError(), X, Y)
    check(script, Recipe(risk, GradientDescent(0.3), made.start, 10))


@in_each_language
def test_noise_is_drawn_again_on_minibatches_and_under_proximal_steps(script):
    stream = Stream(ShuffledEpochs(8), 3)
    check(script, recipe(STACKS["noisy"], Adam(0.01), WeightRidge(0.01), stream=stream))
    made = recipe(STACKS["noisy"], penalty=L1(0.01))
    check(script, replace(made, optimizer=ProximalGradient(0.05).on(made.objective)))


def test_pytorch_has_no_word_for_every_margin():
    layers = [AvgPool2d(3, 2, ((1, 0), (0, 1)), False), Flatten(), Dense(10)]
    with pytest.raises(ValueError, match="AvgPool2d with this padding"):
        torch_script(recipe(layers))


def test_a_penalty_of_all_parameters_pulls_those_of_a_normalization_too():
    made = recipe(STACKS["normalized"], penalty=Ridge(0.1))
    bare = recipe(STACKS["normalized"])
    difference = made.objective.gradient(made.start) - bare.objective.gradient(made.start)
    np.testing.assert_allclose(difference, 0.1 * made.start, atol=1e-14)
