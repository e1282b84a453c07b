"""Films: what the player gets is the run itself, thinned out but not changed."""

import numpy as np
import pytest

from core.landscape.planes import TwoCoordinates
from core.networks.activations import GELU, Identity, ReLU, Sigmoid, Softplus, Tanh
from core.networks.fields import boundary_fields
from core.networks.network import Network
from core.objectives.functions import Saddle
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.penalties import Ridge
from core.objectives.risk import logistic
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend
from core.training.film import film

WINDOW = ((-2.0, 3.0), (-1.0, 4.0))
X = np.random.default_rng(0).normal(size=(30, 2))
Y = (X[:, :1] > 0.3).astype(float)


def shot(steps, penalty=None, **options):
    risk = logistic(X, Y, BinaryCrossEntropy(), penalty)
    run = descend(risk, GradientDescent(0.5), np.array([-2.0, 1.0, 0.5]), steps)
    return risk, run, film(risk, run, TwoCoordinates()(risk, run), **options)


def walk(network, p, resolution):
    """The definition: one model and one row of pixels at a time, in double precision."""
    x1, x2 = (np.linspace(low, high, resolution) for low, high in WINDOW)
    fields = np.empty((len(p), resolution, resolution))
    for frame, q in zip(fields, p, strict=True):
        for row, height in zip(frame, x2, strict=True):
            pixels = np.stack([x1, np.full_like(x1, height)], axis=1)
            row[:] = np.clip(network(q, pixels)[:, 0], 0, 1)
    return fields


def check(network, size):
    p = np.random.default_rng(1).uniform(-size, size, (5, network.size))
    fields, exact = boundary_fields(network, p, WINDOW, 21), walk(network, p, 21)
    assert fields.dtype == np.uint8
    assert fields.shape == (5, 21, 21)
    # Half a level by rounding; single precision may add a little.
    assert np.abs(fields - 255 * exact).max() < 0.51
    assert (fields != np.rint(255 * exact)).mean() < 1e-3


@pytest.mark.parametrize("hidden", [Tanh(), ReLU(), Sigmoid(), Softplus(), GELU()])
@pytest.mark.parametrize("size", [0.5, 3, 90, 1e4])
def test_fields_are_the_rounded_outputs(hidden, size):
    check(Network((2, 8, 8, 1), hidden, Sigmoid()), size)


@pytest.mark.parametrize("hidden", [(Tanh(), ReLU()), (ReLU(), Tanh()), (Sigmoid(), Tanh())])
@pytest.mark.parametrize("output", [Tanh(), Sigmoid(), Identity()])
@pytest.mark.parametrize("size", [0.5, 3])
def test_so_they_are_where_the_layers_are_of_several_kinds(hidden, output, size):
    check(Network((2, 5, 4, 1), hidden, output), size)


@pytest.mark.parametrize("output", [Tanh(), Sigmoid(), ReLU()])
def test_so_they_are_where_there_is_but_one_layer(output):
    check(Network((2, 1), output=output), 3)


def test_row_0_is_the_smallest_x2_and_column_0_the_smallest_x1():
    x1, x2 = Network((2, 1), output=Sigmoid()), Network((2, 1), output=Sigmoid())
    east = boundary_fields(x1, np.array([[5.0, 0.0, 0.0]]), WINDOW, 11)[0]
    north = boundary_fields(x2, np.array([[0.0, 5.0, 0.0]]), WINDOW, 11)[0]
    assert (np.diff(east[0].astype(int)) >= 0).all()
    assert east[0, 0] == 0
    assert east[0, -1] == 255
    assert np.ptp(east[:, 4]) == 0
    np.testing.assert_array_equal(np.diff(north.astype(int), axis=0) >= 0, True)
    assert north[0, 0] == round(255 / (1 + np.exp(5)))
    assert north[-1, 0] == 255


def test_outputs_outside_0_to_1_are_cut_and_not_wrapped_around():
    network = Network((2, 1), output=Identity())
    field = boundary_fields(network, np.array([[100.0, 0.0, 0.5]]), WINDOW, 11)[0]
    np.testing.assert_array_equal(field[0], [0, 0, 0, 0, 128, 255, 255, 255, 255, 255, 255])


@pytest.mark.parametrize(
    ("network", "p", "resolution", "sentence"),
    [
        (Network((1, 1)), np.zeros((1, 2)), 10, r"widths = \(1, 1\)"),
        (Network((2, 2)), np.zeros((1, 6)), 10, "two inputs and one output"),
        (Network((2, 1)), np.zeros(3), 10, r"\(F, 3\)"),
        (Network((2, 1)), np.full((1, 3), np.nan), 10, "finite"),
        (Network((2, 1)), np.zeros((1, 3)), 1, "resolution = 1"),
    ],
)
def test_a_field_that_cannot_be_is_refused(network, p, resolution, sentence):
    with pytest.raises(ValueError, match=sentence):
        boundary_fields(network, p, WINDOW, resolution)


@pytest.mark.parametrize("steps", [0, 1, 299, 300, 1000, 3001])
def test_a_film_has_at_most_300_frames_from_first_to_last_step(steps):
    _, run, result = shot(steps)
    assert len(result.steps) == min(steps + 1, 300)
    assert result.steps[0] == 0
    assert result.steps[-1] == steps
    assert (np.diff(result.steps) > 0).all()
    np.testing.assert_array_equal(result.p, run.p[result.steps])


def test_path_and_curves_are_those_of_the_run():
    risk, run, result = shot(700, Ridge(0.1), curves={"w": np.arange(701)})
    np.testing.assert_allclose(result.coordinates, result.p[:, :2], atol=1e-14)
    np.testing.assert_allclose(result.off_plane, np.abs(result.p[:, 2] - run.p[-1, 2]), atol=1e-14)
    assert list(result.curves) == ["cost", "penalty", "w"]
    np.testing.assert_array_equal(result.curves["cost"], run.value[result.steps])
    np.testing.assert_allclose(
        result.curves["cost"] - result.curves["penalty"], risk.mean_loss(result.p)
    )
    np.testing.assert_array_equal(result.curves["w"], result.steps)


def test_fields_are_shot_only_over_a_window():
    risk, _, result = shot(5, window=WINDOW, resolution=12)
    np.testing.assert_array_equal(
        result.boundary, boundary_fields(risk.network, result.p, WINDOW, 12)
    )
    assert shot(5)[2].boundary is None


def test_the_film_of_a_diverged_run_is_finite():
    run = descend(Saddle(), GradientDescent(3.0), np.array([1.0, 1.0]), 100)
    result = film(Saddle(), run, TwoCoordinates()(Saddle(), run))
    for numbers in (result.p, result.coordinates, result.off_plane, result.curves["cost"]):
        assert np.isfinite(numbers).all()


def test_what_cannot_be_filmed_is_refused():
    risk, run, _ = shot(5)
    plane = TwoCoordinates()(risk, run)
    with pytest.raises(ValueError, match=r"Curve “accuracy” has shape \(5,\); it must be \(6,\)"):
        film(risk, run, plane, curves={"accuracy": np.zeros(5)})
    batch = descend(risk, GradientDescent(0.1), np.zeros((4, 3)), 5)
    with pytest.raises(ValueError, match="one run"):
        film(risk, batch, plane)
    toy = descend(Saddle(), GradientDescent(0.1), np.ones(2), 3)
    with pytest.raises(ValueError, match="Saddle has no network"):
        film(Saddle(), toy, TwoCoordinates()(Saddle(), toy), window=WINDOW)
