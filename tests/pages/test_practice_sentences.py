"""What the practice section says is true: loops of our own, and starts that rounding moves."""

import re
from dataclasses import replace

import numpy as np
import pytest

from core.datasets import BreastCancer, IrisSepal
from core.datasets.splits import split
from core.experiments.practice.early_stopping import Watched, patience, watched
from core.experiments.practice.initialization import (
    Initialization,
    deep_network,
    initialization,
)
from core.experiments.practice.scaling import STEEP, clipped_ends, exploding, scaling
from core.networks.activations import Sigmoid, Tanh
from core.networks.initialization import scaled_start, uniform_fan_in
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.risk import Risk
from core.optimizers.adam import Adam
from core.optimizers.first_order import GradientDescent
from core.rounding import SHAKE, moved
from core.training.descent import descend
from pages.ui.optimizers.practice import figures
from pages.ui.optimizers.words import practice
from tests.pages.judging import hyphens, typed

JUDGES = (practice.scales, practice.first_weights, practice.clipped, practice.stopped)
NUMBER = r"(\d[\d,]*(?:\.\d+)?(?:e-?\d+)?)"


def near(text, value, rel=6e-3):
    return float(text.replace(",", "")) == pytest.approx(value, rel=rel, abs=1e-300)


def logistic_ends(x, y, eta, steps, shake=0.0):
    """The cost after all steps of gradient descent from 0, or beside it, for each η (V,)."""
    X, sign = np.column_stack([x, np.ones(len(x))]), 2 * y[:, 0] - 1
    P = np.zeros((len(eta), X.shape[1])) + shake * np.array([1.0, -1.0, 1.0])
    with np.errstate(over="ignore"):
        for _ in range(steps):
            wrong = 1 / (1 + np.exp(sign * (P @ X.T)))
            P = P + eta[:, None] * ((wrong * sign) @ X) / len(X)
    return np.logaddexp(0, -sign * (P @ X.T)).mean(axis=1)


@pytest.mark.long
@pytest.mark.parametrize("steps", [30, 300])
def test_what_scaling_does_is_true(steps):
    raw, scaled = (BreastCancer(each)(np.random.default_rng(0)) for each in (False, True))
    made = [scaling(samples, steps) for samples in (raw, scaled)]
    said = practice.scales(*made)
    assert not hyphens(said)
    said = typed(said)
    conditions = re.search(
        rf"\*\*([\d,]+)\*\* as measured and \*\*{NUMBER}\*\* stand", said
    ).groups()
    costs = re.search(rf"cost is {NUMBER} with .* against \*\*{NUMBER}\*\* with", said).groups()
    rates = re.findall(
        rf"η, {NUMBER},|with any of those tried from {NUMBER} to {NUMBER}|with {NUMBER}\.$", said
    )
    for samples, condition, cost, one, rate in zip(
        (raw, scaled), conditions, costs, made, rates, strict=True
    ):
        X = np.column_stack([samples.x, np.ones(len(samples.x))])
        values = np.linalg.eigvalsh(X.T @ X)
        assert near(condition, values[-1] / values[0])
        ends = logistic_ends(samples.x, samples.y, one.final_eta, steps)
        beside = logistic_ends(samples.x, samples.y, one.final_eta, steps, 1e-12)
        worse = np.maximum(ends, beside)
        assert near(cost, ends.min())
        between = [float(text.replace(",", "")) for text in rate if text]
        low, high = between[0], between[-1]
        inside = (one.final_eta >= low * 0.999) & (one.final_eta <= high * 1.001)
        assert worse[inside] == pytest.approx(worse.min(), rel=2e-9 if low < high else 6e-3)
        assert (worse[~inside] > worse.min()).all()


@pytest.mark.parametrize("by", [0.0, 0.1])
def test_the_picture_of_the_ends_has_a_band_where_rounding_turns_them(by):
    scale, after = np.array([0.1, 1.0, 10.0]), np.array([0.5, 0.2, 0.3])
    up, down = np.array([0, 0, by]), np.array([0, 0, 2 * by])
    others = np.stack([after + up, after - down])
    made = Initialization(scale, scale, scale, after, after, others, np.zeros(3, dtype=np.int64))
    bands = [trace for trace in figures.learned(made).data if trace.fill]
    assert len(bands) == bool(by)
    for band in bands:
        high, low = np.split(np.asarray(band.y), 2)
        assert high == pytest.approx(after + up)
        assert low[::-1] == pytest.approx(after - down)


@pytest.fixture(scope="module")
def sepals():
    samples = IrisSepal()(np.random.default_rng(0))
    return replace(samples, x=samples.x[::2], y=samples.y[::2])


@pytest.mark.long
@pytest.mark.parametrize(("activation", "eta"), [(Tanh(), 0.1), (Sigmoid(), 1.0)])
@pytest.mark.parametrize("steps", [40, 150])
def test_what_first_weights_do_is_true(activation, eta, steps, sepals):
    scales = np.geomspace(0.1, 10, 13)
    made = initialization(activation, sepals, scales, eta, steps)
    said = practice.first_weights(made, steps, eta, 3)
    assert not hyphens(said)
    said = typed(said)
    network = deep_network(activation, 2)
    risk = Risk(network, BinaryCrossEntropy(), sepals.x, sepals.y)
    first = network.unflatten(
        risk.gradient(np.stack([scaled_start(network, 0.1, seed) for seed in range(3)]))
    )[0][0]
    gradient = re.search(rf"first layer's gradient is {NUMBER} at scale 0\.1:", said)[1]
    assert near(gradient, np.median(np.linalg.norm(first, axis=(-1, -2))))
    assert float(gradient) < 1e-6
    share = float(re.search(r"over the layers (\d+) % of the units are saturated", said)[1])
    assert share == pytest.approx(100 * saturated(network, activation, sepals), abs=0.6)
    # Another order of the sum over the samples, and another start: as rounding would have it.
    others = []
    for by, order in ((0.0, slice(None, None, -1)), (3 * SHAKE, slice(None))):
        turned = Risk(network, BinaryCrossEntropy(), sepals.x[order], sepals.y[order])
        P = np.concatenate(
            [moved(scaled_start(network, scales[:, None], seed), by) for seed in range(3)]
        )
        ends = descend(turned, GradientDescent(eta), P, steps, record_every=steps).value[-1]
        others.append(np.median(ends.reshape(3, 13), axis=0))
    if scale := re.search(rf"lowest at scale \*\*{NUMBER}\*\*, \*\*{NUMBER}( to)?", said):
        at = int(np.abs(scales - float(scale[1])).argmin())
        assert all(other.argmin() == at for other in others)
        if not scale[3]:
            assert all(near(scale[2], other[at]) for other in others)
    else:
        assert "lowest between the scales" in said
    unit, text = re.search(rf"at scale {NUMBER} it is {NUMBER}", said).groups()
    assert near(unit, 1.0)
    assert all(near(text, other[6], 0.02) for other in others)


def saturated(network, activation, samples):
    """The share of units with less than 5 % of their steepest slope, by differences."""
    shares = []
    for seed in range(3):
        a = samples.x
        of_layers = []
        for W, b in network.unflatten(scaled_start(network, 10.0, seed))[:-1]:
            z = a @ W.T + b
            slope = (activation(z + 1e-5) - activation(z - 1e-5)) / 2e-5
            of_layers.append(
                (slope < 0.05 * (1.0 if isinstance(activation, Tanh) else 0.25)).mean()
            )
            a = activation(z)
        shares.append(of_layers)
    return float(np.median(shares, axis=0).mean())


@pytest.mark.long
@pytest.mark.parametrize("bound", [1.0, 100.0, 5000.0])
def test_what_clipping_does_is_true(bound):
    steps = 500
    plain, _ = exploding(0.002, bound, steps)
    said = practice.clipped(plain, clipped_ends(0.002, bound, steps), steps)
    assert not hyphens(said)
    said = typed(said)
    start, cost, lost = re.search(
        r"= (\(.+?\)), where the cost is ([\d,]+), .* step \*\*(\d+)\*\*", said
    ).groups()
    assert start == "(2, -2)"
    assert near(cost, 100 * (-2 - 4) ** 2 + 1)
    for by in (0.0, SHAKE, -SHAKE):
        u, v, k = 2 * (1 + by), -2 * (1 - by), 0
        while abs(u) <= 1e10:
            r = v - u * u
            u, v, k = u - 0.002 * (-400 * u * r - 2 * (1 - u)), v - 0.002 * 200 * r, k + 1
        assert k == int(lost)
    if "rounding decides" not in said:
        u, v = STEEP
        for _ in range(steps):
            r = v - u * u
            g = np.array([-400 * u * r - 2 * (1 - u), 200 * r])
            u, v = np.array([u, v]) - 0.002 * g * min(1, bound / np.hypot(*g))
        assert near(
            re.search(rf"clipped run is at {NUMBER}\.", said)[1],
            100 * (v - u * u) ** 2 + (1 - u) ** 2,
        )


@pytest.mark.long
@pytest.mark.parametrize("seed", [0, 3, 11])
def test_what_patience_picks_is_true_and_rounding_does_not_move_it(seed):
    steps, every = 2000, 10
    parts = split(BreastCancer(False)(np.random.default_rng(0)), 60, 150, seed)
    costs = watched(parts, 16, Adam(0.01), steps, every)
    network = Network((2, 16, 1), Tanh(), Sigmoid())
    risks = [
        Risk(network, BinaryCrossEntropy(), part.x, part.y)
        for part in (parts.train, parts.validation, parts.test)
    ]
    origin = moved(uniform_fan_in(network, np.random.default_rng(0)))
    other = descend(risks[0], Adam(0.01), origin, steps, record_every=every)
    again = Watched(other, risks[1].value(other.p), risks[2].value(other.p))
    for wait in (1, 5, 20, 100):
        said = practice.stopped(costs, patience(costs.validation, wait), wait)
        assert not hyphens(said)
        judge_stopped(typed(said), costs, wait)
        judge_stopped(typed(said), again, wait)


def judge_stopped(said, costs, wait):
    k, best, stopped = costs.run.k, 0, None
    for i, value in enumerate(costs.validation):
        if value < costs.validation[best]:
            best = i
        elif i >= best + wait:
            stopped = i
            break
    given_up, picked, validation, test, train, end, lowest, at = re.search(
        rf"(gives up at step \d+|does not run out) and picks step \*\*(\d+)\*\*, where the "
        rf"validation cost is {NUMBER}\. The test cost there is \*\*{NUMBER}\*\*; .* cost of "
        rf"{NUMBER}, it would be {NUMBER}\. .* all evaluations, {NUMBER} at step (\d+), may",
        said,
    ).groups()
    assert given_up == ("does not run out" if stopped is None else f"gives up at step {k[stopped]}")
    assert int(picked) == k[best]
    assert near(validation, costs.validation[best])
    assert near(test, costs.test[best])
    assert near(train, costs.run.value[-1])
    assert near(end, costs.test[-1])
    assert near(lowest, costs.test.min())
    assert near(at, k[costs.test.argmin()])
