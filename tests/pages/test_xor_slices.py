"""What is said about slices of XOR's cost is true of the surfaces that are shown."""

import re
from itertools import combinations, cycle

import numpy as np
import pytest

from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment, start
from core.experiments.xor.solutions import SOLUTIONS
from core.landscape import sample
from core.networks.activations import ReLU, Tanh
from core.objectives.plane import Plane
from pages.ui.chapter.words import percent, three
from pages.ui.xor.solutions.slices import BIASES, HALF_WIDTH, SCALES, sampled, say_shape, say_slice

JUDGES = (
    say_shape,
    say_slice,
)


def slices():
    """Solutions and drawn starts, along biases, scales and pairs of parameters."""
    drawn = [start(XorExperiment(seed=seed)) for seed in range(40)]
    pairs = cycle(combinations(range(9), 2))
    for p in [*(one.p for one in SOLUTIONS), *drawn]:
        eye = np.eye(9)
        yield p, BIASES, eye[[4, 5]]
        enters, leaves = np.zeros(9), np.zeros(9)
        enters[[0, 1, 4]], leaves[6] = p[[0, 1, 4]], p[6]
        yield p, SCALES, np.array([enters, leaves])
        yield p, "two parameters", eye[list(next(pairs))]


def is_degree(risk, plane, degree):
    """Whether the cost is a polynomial of at most so many degrees on lines within a tiny cell."""
    rng = np.random.default_rng(0)
    for at in rng.uniform(-1, 1, (30, 2)):
        along = rng.normal(size=2)
        t = 1e-3 * np.arange(8)
        p = plane.lift(at + t[:, None] * along)
        z = risk.network.forward(p, risk.x)[0][0]
        if ((z > 0).any(axis=0) & (z <= 0).any(axis=0)).any():
            continue
        value = risk.value(p)
        rest = value - np.polynomial.Polynomial.fit(t, value, degree)(t)
        if np.abs(rest).max() > 1e-12 * (1 + np.abs(value).max()):
            return False
    return True


@pytest.mark.long
def test_every_sentence_about_a_slice_is_true():
    risk, judged = xor.risk(xor.network()), 0
    for p, kind, directions in slices():
        surface = sampled(risk, p, directions, HALF_WIDTH.get(kind, 2.0))
        said = say_slice(risk, surface, kind)
        assert f"In the middle the cost is {three(float(risk.value(p)))};" in said
        low, high = float(surface.value.min()), float(surface.value.max())
        assert f"from {three(low)} to {three(high)}," in said
        if "quadratic surfaces" in said:
            assert is_degree(risk, surface.plane, 2)
        else:
            assert "degree 4" in said
            assert is_degree(risk, surface.plane, 4)
        judge_dead(risk, surface, said)
        if kind == SCALES:
            alpha = np.array([-0.5, 0.3, 4.0])
            curve = np.stack([alpha, 1 / (1 + alpha) - 1], axis=-1)
            np.testing.assert_allclose(
                risk.value(surface.plane.lift(curve)), risk.value(p), atol=1e-12
            )
        judged += said.count(". ") + 1
    print(judged, "sentences")
    assert judged >= 400


def judge_dead(risk, surface, said):
    """By a count of 20,000 places drawn at random, whose share is known to a hundredth."""
    rng = np.random.default_rng(1)
    at = rng.uniform(surface.alpha[0], surface.alpha[-1], (20_000, 2))
    p = surface.plane.lift(at)
    z = risk.network.forward(p, risk.x)[0][0]
    dead = (z <= 0).all(axis=1)
    some, every = dead.any(axis=-1), dead.all(axis=-1)
    shares = [share_of(found) for found in re.findall(r"On (.+?) (?:of the window|all are)", said)]
    for share, found in zip([*shares, 0.0, 0.0], (some, every), strict=False):
        assert abs(share - found.mean()) < 0.02
    if "everywhere there" in said:
        assert np.ptp(risk.value(p[every])) < 1e-9


def share_of(text):
    number = float(re.search(r"\d+", text)[0]) / 100
    return number / 2 if text.startswith("under") else number


def test_37_percent_of_the_window_around_the_solution_by_hand_have_a_dead_unit():
    risk = xor.risk(xor.network())
    surface = sampled(risk, xor.hand_solution(), np.eye(9)[[4, 5]], HALF_WIDTH[BIASES])
    exact = 1 - 0.9 * 0.7
    assert f"On {percent(exact)} of the window" in say_slice(risk, surface, BIASES)


def test_a_smooth_network_has_no_kinks():
    smooth = xor.risk(xor.network(2, Tanh()))
    surface = sample(smooth, Plane(np.ones(9), np.eye(9)[:2]), [-1.0, 1.0], [-1.0, 1.0])
    assert say_shape(smooth, surface.plane.directions) == (
        "The surface is smooth, as the activation is."
    )
    assert "kinks" in say_shape(xor.risk(xor.network(2, ReLU())), np.eye(9)[:2])
