"""Where the clipped run is said to end."""

import re

import numpy as np
import pytest

from core.experiments.practice.scaling import STEEP, clipped_ends, exploding
from core.objectives.functions import Rosenbrock
from core.optimizers.clipping import Clipped
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend
from pages.ui.optimizers.words.practice import clipped_end
from tests.pages.judging import typed


@pytest.mark.long
def test_where_the_clipped_run_ends_is_said_only_if_rounding_does_not_decide_it():
    verdicts = []
    for bound in (1, 10, 100, 500, 1000, 2000, 5000):
        ends = clipped_ends(0.002, float(bound), 3000)
        said = clipped_end(ends, 3000)
        numbers = [float(n) for n in re.findall(r"(?:at|between|and) ([\d.e+-]*\d)", typed(said))]
        rule = Clipped(GradientDescent(0.002), float(bound))
        other = descend(Rosenbrock(), rule, np.array(STEEP) * (1 + 7e-14), 3000).value[-1]
        verdicts.append("rounding decides" in said)
        if not verdicts[-1]:
            assert other == pytest.approx(numbers[0], rel=6e-3)
            assert exploding(0.002, float(bound), 3000)[1].value[-1] == pytest.approx(other)
    assert 0 < sum(verdicts) < len(verdicts)


def test_one_number_or_a_range():
    assert clipped_end(np.array([0.25, 0.25, 0.25]), 9).endswith("the clipped run is at 0.25.")
    assert clipped_end(np.array([0.2, 0.5]), 9).endswith("it ends between 0.2 and 0.5.")
