"""Noise on a curved model's input: the orders of what Bishop's terms leave."""

import numpy as np
import pytest

from core.experiments.implicit.curved import curved

SIGMA = (0.0125, 0.025, 0.05)


@pytest.mark.parametrize("seed", range(6))
def test_two_terms_leave_the_fourth_order_and_the_slope_alone_the_second(seed):
    found = curved(SIGMA, seed)
    np.testing.assert_allclose(found.after_second[1:] / found.after_second[:-1], 16, rtol=0.1)
    np.testing.assert_allclose(found.after_slope[1:] / found.after_slope[:-1], 4, rtol=0.1)
    assert (np.abs(found.after_second) < np.abs(found.after_slope)).all()
    assert (found.added > 0).any()
