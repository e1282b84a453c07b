import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.arrays import in_chunks, knob_axes, per_model
from core.networks.activations import ELU, Identity, LeakyReLU, Tanh
from core.networks.network import Network
from core.objectives.functions import Quadratic, Rosenbrock
from core.objectives.losses import Huber, SquaredError
from core.objectives.penalties import Ridge
from core.objectives.plane import OnPlane, Plane
from core.objectives.risk import Risk
from core.optimizers.clipping import Clipped
from core.optimizers.first_order import Momentum

COLUMN = np.array([[1.0], [2.0], [3.0]])
NETWORK = Network((2, 3, 1), (LeakyReLU(COLUMN),), Identity())
X, Y = np.zeros((4, 2)), np.zeros((4, 1))


@pytest.mark.parametrize("number", [0.3, 2, np.array(0.3), np.float64(0.3)])
def test_a_number_stays_what_it_is(number):
    assert per_model(number, np.zeros((5, 2)), 1) is number


@pytest.mark.parametrize(
    ("over", "axes", "shape"),
    [((3,), 0, (3,)), ((3, 2), 1, (3, 1)), ((7, 3, 4, 2), 2, (3, 1, 1)), ((7, 3), 0, (3,))],
)
def test_a_column_gets_an_axis_for_each_of_the_models_own(over, axes, shape):
    factor = per_model(COLUMN, np.ones(over), axes)
    assert factor.shape == shape
    assert np.broadcast_shapes(shape, over) == over


@pytest.mark.parametrize(("over", "axes"), [((4, 2), 1), ((2,), 1), ((3, 4, 2), 1), ((1, 2), 1)])
def test_a_column_that_is_not_one_for_each_model_is_refused(over, axes):
    with pytest.raises(ValueError, match=r"shape \(3, 1\) does not fit models of shape \("):
        per_model(COLUMN, np.ones(over), axes)


def test_a_row_of_numbers_is_refused_although_it_would_broadcast():
    with pytest.raises(ValueError, match=r"allowed are a number, and \(V, 1\)"):
        per_model(np.ones((3, 2)), np.ones((3, 2)), 1)


@pytest.mark.parametrize(
    ("member", "axes"),
    [
        (Tanh(), 0),
        (LeakyReLU(0.3), 0),
        (LeakyReLU(COLUMN), 1),
        (ELU(np.ones((5, 3, 1))), 2),
        (NETWORK, 1),
        (Network((2, 3, 1), Tanh(), ELU(COLUMN)), 1),
        (Risk(NETWORK, SquaredError(), X, Y), 1),
        (Risk(Network((2, 1)), Huber(COLUMN), X, Y), 1),
        (Risk(Network((2, 1)), Huber(1.0), X, Y, Ridge(COLUMN)), 1),
        (Risk(Network((2, 1)), Huber(1.0), X, Y, Ridge(0.1)), 0),
        (OnPlane(Rosenbrock(COLUMN), Plane(np.zeros(2), np.eye(2))), 1),
        # A matrix of the member's own is no knob.
        (Quadratic(np.eye(2)), 0),
        (Clipped(Momentum(beta=COLUMN / 4)), 1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_axes_of_knobs_are_found_wherever_they_are(member, axes):
    assert knob_axes(member) == axes


@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(1, 9), st.integers(0, 3))
def test_chunks_change_nothing_and_cut_no_axis_that_stays_together(lead, chunk, together):
    together = min(together, len(lead))
    kept = tuple(lead[len(lead) - together :])
    p = np.random.default_rng(0).normal(size=(*lead, 2))
    pieces = []

    def f(part):
        pieces.append(part.shape)
        return np.stack([part.sum(axis=-1), part[..., 0]], axis=-1)

    np.testing.assert_array_equal(in_chunks(f, p, chunk, together), f(p))
    for shape in pieces[:-1]:
        assert shape[len(shape) - 1 - together : -1] == kept
        assert np.prod(shape[:-1]) <= max(chunk, np.prod(kept))
