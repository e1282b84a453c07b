"""Runs that see noise, diagonal networks and deep nets held back, as scripts."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiments.implicit.experiment import ImplicitExperiment, exported_noise, study
from core.experiments.implicit.noise import NOISY
from core.export import numpy_script, run_again
from core.objectives import Objective
from core.spec import from_query
from tests.exported import in_each_language, printed


def check(recipe, script):
    loss, *_ = printed(script(recipe))
    assert float(loss) == pytest.approx(run_again(recipe).loss, rel=1e-10)


@in_each_language
@pytest.mark.parametrize("kind", ["drop-inputs", "move-inputs"])
def test_noise_on_inputs_is_drawn_again(kind, script):
    spec = from_query(ImplicitExperiment, {"topic": "noise", "topic.kind": kind, "steps": "100"})
    made = exported_noise(spec)
    check(made, script)
    # The run on stage, but for the bias that noise moves a little.
    found = study(spec)
    on_stage = found.lanes[NOISY].end[found.position(spec.value)]
    np.testing.assert_allclose(made.run().p[-1, :-1], on_stage, atol=5e-3)


@in_each_language
@pytest.mark.parametrize(("epsilon", "seed"), [("0.1", "0"), ("0.5", "7")])
def test_labels_are_turned_again(epsilon, seed, script):
    query = {"topic": "noise", "topic.kind": "turn-labels", "topic.kind.epsilon": epsilon}
    spec = from_query(ImplicitExperiment, query | {"steps": "300", "seed": seed})
    made = exported_noise(spec)
    check(made, script)
    # It is the run on stage itself, by the same draws.
    found = study(spec)
    on_stage = found.lanes[NOISY].end[found.position(spec.value)]
    np.testing.assert_allclose(made.run().p[-1], on_stage, atol=1e-12)
    turned = made.picks >= 40
    assert abs(turned.mean() - spec.value / 2) < 4 * np.sqrt(spec.value / 2 / turned.size)


@in_each_language
@pytest.mark.parametrize("alpha", [0.1, 1.0])
def test_a_diagonal_network(alpha, script):
    query = {"topic": "start-size", "topic.alpha": str(alpha), "steps": "300", "seed": "3"}
    (made,) = from_query(ImplicitExperiment, query).recipes().values()
    check(made, script)


@in_each_language
@pytest.mark.parametrize("kind", ["decay", "jitter", "drop", "stop", "normalize"])
@pytest.mark.parametrize(("data", "count"), [("two-moons", "30"), ("few-digits", "60")])
def test_a_deep_net_held_back(kind, data, count, script):
    query = {"topic": "deep-net", "topic.data": data, "topic.kind": kind, "topic.count": count}
    spec = from_query(ImplicitExperiment, query | {"steps": "100"})
    if kind == "normalize":
        # Adam divides the rounding of a gradient that is 0, of a bias before the mean is taken
        # away, by its own size: the last digits of a longer run are lost to it.
        spec = replace(spec, steps=20)
    (made,) = spec.recipes().values()
    check(made, script)


def test_an_objective_that_names_no_arrays_and_is_of_no_known_kind_says_so():
    class Odd(Objective):
        size = 1

        def value(self, p):
            return p[..., 0]

        def gradient(self, p, rows=None):
            return np.ones_like(p)

        def hessian(self, p):
            return np.zeros((*p.shape, 1))

    (made,) = from_query(ImplicitExperiment, {"topic": "start-size"}).recipes().values()
    with pytest.raises(ValueError, match="Odd cannot be exported"):
        numpy_script(replace(made, objective=Odd(), start=np.zeros(1)))
