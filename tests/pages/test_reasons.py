"""What chapter 1's reasons say of the data in force."""

import re

import numpy as np
import pytest

from core.experiments.logistic.choices import DATA
from core.experiments.logistic.experiment import LogisticExperiment
from core.spec import from_query
from pages.ui.logistic import reasons
from pages.ui.losses.loss_view import views

JUDGES = (reasons._here,)
KINDS = {"minimum": "minima", "saddle": "saddles", "maximum": "maxima"}


def kind(risk, p):
    """What central differences of the gradient say of a point where it vanishes."""
    assert np.linalg.norm(risk.gradient(p)) < 1e-6
    h = 1e-5
    H = [(risk.gradient(p + h * e) - risk.gradient(p - h * e)) / (2 * h) for e in np.eye(len(p))]
    signs = np.sign(np.linalg.eigvalsh(0.5 * (np.array(H) + np.array(H).T)))
    if (signs > 0).all():
        return "minimum"
    return "maximum" if (signs < 0).all() else "saddle"


@pytest.mark.parametrize(
    "data", [name for name in DATA if name not in ("own-table", "breast-cancer")]
)
def test_the_points_that_are_counted_are_there(data):
    losses = views(from_query(LogisticExperiment, {"data": data}))
    said = reasons._here(losses)
    squared = next(loss for loss in losses if loss.risk.loss.weight is not None)
    counted = {
        name: int(found[1]) if (found := re.search(rf"(\d+) (?:{name}|{plural})\b", said)) else 0
        for name, plural in KINDS.items()
    }
    found = [kind(squared.risk, point.p) for point in squared.landscape.points]
    if "undecided" not in said:
        assert counted == {name: found.count(name) for name in KINDS}
    assert ("none" in said) == (not found)


def test_nothing_is_counted_where_the_squared_loss_is_not_shown():
    losses = views(from_query(LogisticExperiment, {"loss": "cross-entropy"}))
    assert reasons._here([loss for loss in losses if loss.risk.loss.weight is None]) == ""
