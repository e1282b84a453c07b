"""The legend of a surface against the marks and the grid themselves."""

import re

import numpy as np
import pytest

from core.experiments.race.experiment import RaceExperiment
from core.experiments.race.grounds import GROUNDS
from core.landscape.critical_points import Verdict
from pages.ui.chapter.legends import legend
from pages.ui.optimizers import cached
from tests.pages.judging import typed


@pytest.mark.wide(3)
@pytest.mark.parametrize("name", GROUNDS)
def test_a_legend_gives_the_marks_their_costs_and_says_where_it_is_lower(name):
    spec = RaceExperiment(ground=GROUNDS[name]())
    landscape = cached.landscape(spec)
    points = [point for point in landscape.points if point.verdict is not Verdict.UNDECIDED]
    surface = landscape.surface
    said = typed(legend(surface, points))
    for word in ("minimum", "saddle", "maximum"):
        costs = sorted(point.value for point in points if point.verdict.value == word)
        line = re.search(rf"{word} ([-\d.e+, ]+?)(?: and (\d+) more)?(?: ·|$)", said)
        assert bool(line) == bool(costs)
        if line:
            numbers = [float(number) for number in line[1].split(", ")]
            assert len(numbers) + int(line[2] or 0) == len(costs)
            near = 1e-12 * np.ptp(surface.value)
            np.testing.assert_allclose(numbers, costs[: len(numbers)], rtol=6e-3, atol=near)
    lower = re.search(r"lowest .*: ([-\d.e+]+)$", said)
    marked = min((point.value for point in points), default=np.inf)
    assert bool(lower) == bool(
        points and marked - surface.value.min() > 1e-3 * np.ptp(surface.value)
    )
    if lower:
        assert float(lower[1]) == pytest.approx(surface.value.min(), rel=6e-3, abs=1e-12)


def test_on_the_plane_of_the_paper_the_star_is_a_poor_minimum():
    spec = RaceExperiment(ground=GROUNDS["higham-plane"]())
    landscape = cached.landscape(spec)
    said = legend(landscape.surface, landscape.points)
    assert said.startswith("★ minimum 0.25 · ")
    assert said.endswith("lowest on the edge, (36, 0.571): 2.33e−7")
