"""What chapter 1's reasons say of the data in force."""

import re
from dataclasses import replace

import numpy as np
import pytest

from core.datasets import read_table
from core.experiments.logistic.choices import DATA
from core.experiments.logistic.experiment import LogisticExperiment
from core.spec import from_query
from core.training.descent import Status, Trajectory
from core.training.regimes import Regime, regimes
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
    "data", [name for name in DATA if name not in ("own-table", "breast-cancer", "nuclei")]
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


def test_the_words_of_the_strip_are_explained_as_the_engine_means_them():
    assert [word.lower() for word in re.findall(r"\*(\w+)\*", reasons.REGIMES)] == [
        *("diverging", "oscillating", "good", "stuck", "slow", "undecided")
    ]
    assert {word.value for word in Regime} == {
        word.lower() for word in re.findall(r"\*(\w+)\*", reasons.REGIMES)
    }
    # One run for each word, on either side of the number that it names.
    best, k = 0.0, np.arange(101)

    def word(cost, p=None):
        p = np.linspace(0, 1, 101) if p is None else p
        run = Trajectory(k, p[:, None, None], cost[:, None], Status.COMPLETED, np.array([-1]))
        return regimes(run, best)[0].value

    assert word(np.linspace(1, 0.04, 101)) == "good"
    assert word(np.linspace(1, 0.06, 101)) == "slow"
    first = np.append(1.0, np.full(100, 0.5))
    # Its first pace is a half a step; it must not reach the end with what comes after.
    slowly = np.maximum(k - 1, 0) / 100
    assert word(first - 0.4 * slowly) == "stuck"
    assert word(np.append(1.0, 0.9 - 0.7 * slowly[1:])) == "slow"
    assert word(np.linspace(1, 1.1, 101)) == "diverging"
    assert word(np.linspace(1, 0.04, 101), np.where(k % 2, 0.5, -0.5)) == "oscillating"


def test_nothing_is_counted_where_the_squared_loss_is_not_shown():
    losses = views(from_query(LogisticExperiment, {"loss": "cross-entropy"}))
    assert reasons._here([loss for loss in losses if loss.risk.loss.weight is None]) == ""


def test_a_class_is_named_where_the_reader_s_table_has_a_name_for_it():
    table = read_table(b"age,owns_it\n1,0\n2,1\n")
    assert "probability that owns\\_it = 1 (diamonds); circles have" in reasons._classes(table)
    assert reasons._classes(replace(table, label="label")) == ""
