"""A reader's own points in the chapters whose networks live in a plane."""

import numpy as np
import pytest

from core.datasets.samples import Samples
from core.datasets.tables import TableError, write_table
from core.experiments.higham import paper
from core.experiments.higham.data import OwnPoints as HighamPoints
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.higham.experiment import risk as higham_risk
from core.experiments.own_data import MOST_IN_THE_PLANE
from core.experiments.xor import problem as xor
from core.experiments.xor.data import OwnPoints as XorPoints
from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.experiment import risk as xor_risk
from core.objectives.losses import HalfSquaredError

RNG = np.random.default_rng(0)


def table(x, y):
    return write_table(Samples(np.array(x), np.array(y), ("height", "weight")))


def drawn(count, scale=1.0, offset=0.0):
    rng = np.random.default_rng(count)
    x = offset + scale * rng.uniform(size=(count, 2))
    return x, np.arange(count) % 2


@pytest.mark.parametrize("own", [HighamPoints, XorPoints])
@pytest.mark.parametrize(("scale", "offset"), [(1.0, 0.0), (1e5, 20.0), (1e-6, -3.0), (3.0, 0.2)])
def test_points_are_shown_within_the_picture_and_lead_back_to_their_own_units(own, scale, offset):
    x, y = drawn(40, scale, offset)
    found = own(table(x, y))(RNG)
    assert found.x.min() >= own.ends[0]
    assert found.x.max() <= own.ends[1]
    np.testing.assert_allclose(found.center + found.scale * found.x, x, rtol=1e-9, atol=1e-12)
    inside = (x.min(axis=0) >= own.ends[0]) & (x.max(axis=0) <= own.ends[1])
    np.testing.assert_array_equal((found.center == 0) & (found.scale == 1), inside)
    for j in np.flatnonzero(~inside):
        ends = found.x[:, j].min(), found.x[:, j].max()
        assert ends == pytest.approx(own.onto, abs=1e-9)


def test_a_constant_column_stands_in_the_middle():
    found = HighamPoints(table([[7.0, 0.2], [7.0, 0.4]], [0, 1]))(RNG)
    np.testing.assert_array_equal(found.x[:, 0], [0.5, 0.5])
    np.testing.assert_array_equal(found.center + found.scale * found.x, [[7, 0.2], [7, 0.4]])


@pytest.mark.parametrize("own", [HighamPoints, XorPoints])
def test_what_is_no_point_of_a_plane_is_refused_in_a_sentence(own):
    with pytest.raises(TableError, match="needs two"):
        own("x,label\n1,0\n2,1\n")(RNG)
    many = table(*drawn(MOST_IN_THE_PLANE + 1))
    with pytest.raises(TableError, match=r"201 rows of data, but at most 200"):
        own(many)(RNG)
    assert len(own(table(*drawn(MOST_IN_THE_PLANE)))(RNG).x) == MOST_IN_THE_PLANE


def test_the_papers_points_given_as_a_table_are_the_papers_problem():
    x, y = paper.points(eleven=True)
    own = HighamPoints(table(x, y[:, 1]))
    of_table, of_paper = (
        higham_risk(HighamExperiment(data=own)),
        higham_risk(HighamExperiment(eleventh=True)),
    )
    p = paper.published_start()
    assert of_table.value(p) == of_paper.value(p)
    np.testing.assert_array_equal(of_table.gradient(p), of_paper.gradient(p))
    assert isinstance(of_table.loss, HalfSquaredError)
    # But its points are drawn by the reader's seed, not by the paper's program.
    first, second = (
        HighamExperiment(data=own, seed=seed, steps=1000).recipes()["network"].rows
        for seed in (0, 1)
    )
    assert (first != second).any()
    assert not HighamExperiment(data=own).is_published


def test_xors_points_given_as_a_table_are_xors_problem():
    x, y = xor.points()
    given = XorExperiment(data=XorPoints(table(x, y)))
    assert xor.is_xor(xor_risk(given))
    assert xor.is_xor(xor_risk(XorExperiment()))
    p = xor.hand_solution()
    assert xor_risk(given).value(p) == 0
    more = XorExperiment(data=XorPoints(table(*drawn(30))))
    assert not xor.is_xor(xor_risk(more))
    assert not more.is_xor
    assert xor.pattern(more.network, p, xor_risk(more).x).shape == (30, 2)
    assert more.recipes()["network"].sample_count == 30
