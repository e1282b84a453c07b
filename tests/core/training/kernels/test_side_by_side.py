"""Fast loops and fast formulas step aside where a knob has a number for each model."""

import sys

import numpy as np
import pytest

from core.landscape.curvature import smallest_eigenvalue, smallest_eigenvalue_at
from core.landscape.profile import minimized_out
from core.landscape.spectrum import spectrum
from core.landscape.surface import sample
from core.networks.activations import ELU, LeakyReLU, Sigmoid, Tanh
from core.networks.network import Network
from core.objectives.functions import Rosenbrock
from core.objectives.losses import BinaryCrossEntropy, Huber, SquaredError
from core.objectives.penalties import Ridge, WeightRidge
from core.objectives.plane import Plane
from core.objectives.risk import Risk, logistic
from core.optimizers.adam import Adam
from core.optimizers.first_order import GradientDescent
from core.optimizers.least_squares import levenberg_marquardt
from core.training.descent import descend
from core.training.kernels import one_model, replicas, straight_line

rng = np.random.default_rng(8)
X, Y = rng.normal(size=(6, 2)), (rng.random((6, 1)) < 0.5).astype(float)
VALUES = (0.1, 0.4, 0.9)
COLUMN = np.array(VALUES)[:, None]
STEPS = 30
BATCHES = {
    "full": None,
    "one": rng.integers(0, 6, (STEPS, 1)),
    "three": rng.integers(0, 6, (STEPS, 3)),
    "own": rng.integers(0, 6, (STEPS, 3, 2)),
}
RISKS = {
    "hidden": lambda a: Risk(Network((2, 3, 1), LeakyReLU(a), Sigmoid()), SquaredError(), X, Y),
    "output": lambda a: Risk(Network((2, 3, 1), Tanh(), ELU(a)), SquaredError(), X, Y),
    "loss": lambda a: Risk(Network((2, 3, 1), Tanh(), Tanh()), Huber(a), X, Y),
    "penalty": lambda a: Risk(Network((2, 3, 1), Tanh(), Tanh()), SquaredError(), X, Y, Ridge(a)),
    "unit": lambda a: logistic(X, Y, Huber(a), WeightRidge(a)),
}


@pytest.mark.wide(2)
@pytest.mark.parametrize("optimizer", [GradientDescent(0.2), Adam(0.05)])
@pytest.mark.parametrize("batches", BATCHES)
@pytest.mark.parametrize("name", RISKS)
def test_a_run_on_three_objectives_is_each_of_them(name, batches, optimizer):
    of, drawn = RISKS[name], BATCHES[batches]
    p = rng.normal(size=(3, of(0.1).size))
    runs = descend(of(COLUMN), optimizer, p, STEPS, drawn)
    for v, value in enumerate(VALUES):
        own = drawn if drawn is None or drawn.ndim == 2 else drawn[:, v]
        run = descend(of(value), optimizer, p[v], STEPS, own)
        np.testing.assert_allclose(runs.p[:, v], run.p, rtol=1e-11, atol=1e-12)
        np.testing.assert_allclose(runs.value[:, v], run.value, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("name", ["hidden", "output", "loss"])
def test_no_loop_of_its_own_takes_such_a_risk(name):
    plain, many = RISKS[name](0.4), RISKS[name](COLUMN)
    rule, p = GradientDescent(0.1), np.zeros((3, plain.size))
    for batches in (None, BATCHES["three"], BATCHES["own"]):
        assert replicas.kernel(plain, rule, p, batches) is not None
        assert replicas.kernel(many, rule, p, batches) is None
    assert one_model.kernel(plain, rule, p[0], None) is not None
    assert one_model.kernel(many, rule, p[0], None) is None
    assert straight_line.kernel(many, rule, p[0], BATCHES["one"]) is None


@pytest.mark.parametrize("name", RISKS)
@pytest.mark.parametrize("batches", ["full", "one"])
def test_one_start_for_three_objectives_is_refused(name, batches):
    many = RISKS[name](COLUMN)
    with pytest.raises(ValueError, match="does not fit models of shape"):
        descend(many, GradientDescent(0.1), np.zeros(many.size), 5, BATCHES[batches])


@pytest.mark.parametrize("lead", [(), (4,)])
@pytest.mark.parametrize(
    "of",
    [
        *RISKS.values(),
        lambda a: logistic(X, Y, BinaryCrossEntropy(), Ridge(a)),
        lambda a: logistic(X, Y, SquaredError(), WeightRidge(a)),
        Rosenbrock,
    ],
)
def test_the_curvature_at_points_keeps_the_models_apart(of, lead):
    p = rng.normal(size=(*lead, 3, of(0.1).size))
    smallest, spectra = smallest_eigenvalue_at(of(COLUMN), p), spectrum(of(COLUMN), p)
    for v, value in enumerate(VALUES):
        expected = smallest_eigenvalue_at(of(value), p[..., v, :])
        np.testing.assert_allclose(smallest[..., v], expected, rtol=1e-10, atol=1e-12)
        one = spectrum(of(value), p[..., v, :])
        np.testing.assert_allclose(
            spectra.eigenvalues[..., v, :], one.eigenvalues, rtol=1e-10, atol=1e-12
        )


@pytest.mark.parametrize("name", RISKS)
def test_chunks_of_hessians_keep_the_models_apart(name, monkeypatch):
    p = rng.normal(size=(5, 3, RISKS[name](0.1).size))
    many = RISKS[name](COLUMN)
    whole = smallest_eigenvalue_at(many, p), spectrum(many, p).eigenvalues
    for looked in (smallest_eigenvalue_at, spectrum):
        module = sys.modules[looked.__module__]
        monkeypatch.setattr(module, "_CHUNK_NUMBERS", 2 * many.size**2)
    cut = smallest_eigenvalue_at(many, p), spectrum(many, p).eigenvalues
    np.testing.assert_allclose(cut[0], whole[0], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(cut[1], whole[1], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("columns", [2, 3])
def test_a_landscape_is_that_of_one_model(columns):
    # Three columns of points would go well with three numbers, and mean nothing.
    many = logistic(X, Y, BinaryCrossEntropy(), Ridge(COLUMN))
    plane, alpha = Plane(np.zeros(3), np.eye(3)[:2]), np.linspace(-1, 1, columns)
    for look in (sample, smallest_eigenvalue):
        with pytest.raises(ValueError, match="A landscape is that of one model"):
            look(many, plane, alpha, [0.0, 1.0])
    with pytest.raises(ValueError, match="A landscape is that of one model"):
        minimized_out(many, 0, 1, alpha, [0.0, 1.0], [-1.0, 0.0, 1.0])


def test_least_squares_refuses_numbers_for_each_model():
    many = RISKS["hidden"](COLUMN)
    with pytest.raises(ValueError, match="the risk's knobs must be numbers"):
        levenberg_marquardt(many, np.zeros((3, many.size)))
