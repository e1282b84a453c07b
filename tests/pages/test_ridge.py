"""How much ridge makes the squared loss convex: the section's numbers and its sentence."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiments.diagnosis import convexifying_ridge
from core.experiments.logistic.choices import AXES
from core.experiments.logistic.experiment import LogisticExperiment, problem
from core.landscape.curvature import smallest_eigenvalue
from core.objectives.penalties import Ridge
from core.spec import from_query
from pages.ui.logistic.ridge import shares, told
from pages.ui.losses import cached
from pages.ui.losses.loss_view import views

JUDGES = (told,)
AGES = "age,salary,owns\n" + "".join(
    f"{20 + 3 * i},{18000 + 2500 * ((7 * i) % 13)},{(i * i) % 3 % 2}\n" for i in range(14)
)
TABLES = {
    "plain": {},
    "measured, in its own units": {"data": "breast-cancer", "data.standardize": "false"},
    "standardized": {"data": "breast-cancer", "data.standardize": "true"},
    "far outlier": {"data": "far-outlier", "data.distance": "100"},
    "ages and salaries": {"data": "own-table", "data.table": AGES},
    "two minima": {"data": "two-minima"},
    "clouds": {"data": "two-clouds", "seed": "5"},
}


def squared(query):
    return views(from_query(LogisticExperiment, query))[0]


@pytest.mark.long
@pytest.mark.parametrize("query", TABLES.values(), ids=TABLES)
def test_the_share_at_each_ridge_is_that_of_the_landscape_with_this_ridge(query):
    loss = squared(query)
    strengths = np.linspace(0, 1.2 * convexifying_ridge(loss.risk), 5)
    found = shares(cached.landscape(loss.spec, 0), strengths)
    for ridge, share in zip(strengths, found, strict=True):
        assert share == pytest.approx(independent_share(loss, float(ridge)), abs=0.002)


def independent_share(loss, ridge):
    """The Hessian of the penalized risk, looked at over the whole window, layer by layer."""
    risk = replace(loss.risk, penalty=Ridge(ridge)) if ridge else loss.risk
    axes = [loss.problem.axis(i, len(loss.landscape.surface.alpha)) for i in loss.problem.indices]
    held = [0.0] if loss.landscape.held is None else loss.landscape.held
    layers = [smallest_eigenvalue(risk, loss.problem.plane(float(h)), *axes) for h in held]
    return np.mean(np.stack(layers) < 0)


@pytest.mark.long
@pytest.mark.parametrize("axes", AXES)
@pytest.mark.parametrize("query", TABLES.values(), ids=TABLES)
def test_the_bound_makes_the_loss_convex_wherever_one_looks(query, axes):
    loss = squared({**query, "axes": axes})
    bound = convexifying_ridge(loss.risk)
    assert shares(cached.landscape(loss.spec, 0), np.array([bound])) == 0
    p = np.random.default_rng(3).normal(size=(4000, loss.risk.size)) * loss.problem.half_widths
    assert np.linalg.eigvalsh(loss.risk.hessian(p)).min() >= -bound * (1 + 1e-12)


@pytest.mark.parametrize("query", TABLES.values(), ids=TABLES)
def test_the_sentence_names_the_bound_and_says_where_the_control_ends_below_it(query):
    loss = squared(query)
    X = np.column_stack([loss.risk.x, np.ones(loss.risk.sample_count)])
    s = np.linspace(0, 1, 100_001)
    bound = -np.min(2 * s**2 * (1 - s) * (2 - 3 * s)) * np.linalg.norm(X, 2) ** 2 / len(X)
    said = told(convexifying_ridge(loss.risk))
    assert f"**{convexifying_ridge(loss.risk):.3g}**" in said or bound > 1e5
    assert convexifying_ridge(loss.risk) == pytest.approx(bound, rel=1e-8)
    assert ("The control ends at 20, below it" in said) == (bound > 20)


def test_a_problem_has_the_ridge_of_its_spec():
    assert problem(LogisticExperiment(ridge=0.3)).risks[0].penalty == Ridge(0.3)
