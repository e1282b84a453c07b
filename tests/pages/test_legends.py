"""The legend of a surface against the marks and the grid themselves."""

import re

import numpy as np
import pytest

from core.experiments.race.experiment import RaceExperiment
from core.experiments.race.grounds import GROUNDS
from core.landscape.critical_points import Verdict
from pages.ui.figures.legends import legend
from pages.ui.optimizers import cached
from pages.ui.optimizers.scene import _legend
from tests.pages.judging import typed

JUDGES = (legend, _legend)
PLURALS = {"minimum": "minima", "saddle": "saddles", "maximum": "maxima"}


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
        line = re.search(rf"(?:(\d+) )?(?:{word}|{PLURALS[word]}) ([-\d.e+, to]+?)(?: ·|$)", said)
        assert bool(line) == bool(costs)
        if line:
            numbers = [float(number) for number in re.split(", | to ", line[2])]
            assert len(costs) == int(line[1] or len(numbers))
            listed = costs if not line[1] else [costs[0], costs[-1]][: len(numbers)]
            near = 1e-12 * np.ptp(surface.value)
            np.testing.assert_allclose(numbers, listed, rtol=6e-3, atol=near)
    lower = re.search(r"(?:lowest|(.) lower): (\S+) at \((\S+), (\S+)\)$", said)
    marked = min((point.value for point in points), default=np.inf)
    assert bool(lower) == bool(
        points and marked - surface.value.min() > 1e-3 * np.ptp(surface.value)
    )
    if lower:
        value, *place = (float(number) for number in lower.groups()[1:])
        assert value == pytest.approx(surface.value.min(), rel=6e-3, abs=1e-12)
        assert spec.ground.objective.value(np.array(place)) == pytest.approx(
            value, rel=0.1, abs=0.02
        )
        low, high = np.array(spec.ground.window).T
        away = (np.array(place) - (low + high) / 2) / ((high - low) / 2)
        assert (lower[1] is not None) == (np.abs(away).max() > 0.99)
        if lower[1]:
            turns = dict(zip("→↗↑↖←↙↓↘", range(8), strict=True))
            angle = np.pi / 4 * turns[lower[1]]
            assert (
                away @ [np.cos(angle), np.sin(angle)]
                > np.cos(np.pi / 8) * np.linalg.norm(away) - 0.02
            )


@pytest.mark.wide(3)
@pytest.mark.parametrize("name", GROUNDS)
def test_every_legend_says_that_one_can_click_and_fits_its_line(name):
    note = _legend(RaceExperiment(ground=GROUNDS[name]()))
    assert re.search(r"(to start elsewhere|click: new start)$", note)
    assert "click" in note
    assert len(note) <= 92


def test_on_the_plane_of_the_paper_the_star_is_a_poor_minimum():
    spec = RaceExperiment(ground=GROUNDS["higham-plane"]())
    landscape = cached.landscape(spec)
    said = legend(landscape.surface, landscape.points)
    assert said.startswith("★ minimum 0.25 · ")
    assert said.endswith("→ lower: 2.33e−7 at (36, 0.571)")
