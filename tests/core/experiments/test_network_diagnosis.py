import numpy as np
import pytest

from core.experiments.diagnosis import diagnose_network
from core.experiments.higham import paper as higham
from core.networks.activations import Sigmoid
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.risk import Risk


def test_the_published_start_is_diagnosed_as_known():
    seen = diagnose_network(higham.problem(), higham.published_start()[None])
    assert seen.cost[0] == pytest.approx(0.266440848, rel=1e-8)
    assert seen.squares[0] == pytest.approx(5.32881697, rel=1e-8)
    assert seen.gradient_norm[0] == pytest.approx(0.0573266, rel=1e-5)
    assert seen.spectrum.negative[0] == 10


def test_a_network_that_prefers_one_class_has_its_points_right():
    p = np.zeros((2, 23))
    p[0, -2:], p[1, -2:] = (1, -1), (-1, 1)
    assert diagnose_network(higham.problem(eleven=True), p).correct.tolist() == [5, 6]


def test_squares_are_counted_whatever_the_loss():
    risk = Risk(higham.NETWORK, BinaryCrossEntropy(), *higham.points())
    seen = diagnose_network(risk, higham.published_start()[None])
    assert seen.squares[0] == pytest.approx(5.32881697, rel=1e-8)
    assert seen.cost[0] == risk.value(higham.published_start())


def test_a_large_network_goes_without_its_spectrum():
    network = Network((2, 16, 2), Sigmoid(), Sigmoid())
    risk = Risk(network, BinaryCrossEntropy(), *higham.points())
    assert diagnose_network(risk, np.zeros((3, network.size))).spectrum is None
