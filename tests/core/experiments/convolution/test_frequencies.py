"""A kernel on a digit: its spectrum, its terms, and the matrix's singular values."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiments.convolution.frequencies import Frequencies, filtered, moduli, read_kernel
from core.experiments.convolution.kernels import KERNELS
from core.experiments.convolution.numbers import CellsError, write_cells


def of(name: str, **settings: object) -> Frequencies:
    return replace(Frequencies(kernel=write_cells(KERNELS[name]())), **settings)


def test_sobels_matrix_has_the_known_spectrum():
    found = filtered(Frequencies())
    np.testing.assert_allclose(found.ring, found.predicted, atol=2e-14)
    assert found.predicted[0] == pytest.approx(8)
    assert (found.predicted < 1e-12).sum() == 22
    assert found.entries == 384
    assert found.zeros[0] < found.ring[0] - 0.1


@pytest.mark.parametrize("name", KERNELS)
@pytest.mark.parametrize("terms", [1, 2, 5])
def test_on_a_ring_moduli_multiply_and_are_the_singular_values(name, terms):
    found = filtered(of(name, terms=terms, digit=17))
    np.testing.assert_allclose(found.ring, found.predicted, atol=1e-13)
    np.testing.assert_allclose(
        moduli(found.y), moduli(found.used, (8, 8)) * moduli(found.x), atol=1e-12
    )


@pytest.mark.parametrize("name", KERNELS)
def test_as_many_terms_as_the_rank_are_the_kernel_and_fewer_leave_the_next_values_out(name):
    whole = filtered(of(name))
    np.testing.assert_array_equal(whole.used, whole.kernel)
    for terms in range(1, len(whole.sigma) + 1):
        found = filtered(of(name, terms=terms))
        left = np.linalg.norm(found.kernel - found.used)
        assert left == pytest.approx(np.linalg.norm(whole.sigma[terms:]), abs=1e-14)
        assert (left < 1e-12) == (terms >= whole.rank)


def test_a_map_is_the_sum_of_windows_on_a_ring_and_among_zeros():
    for circular in (True, False):
        found = filtered(of("emboss", circular=circular, digit=3))
        padded = np.pad(found.x, 1, mode="wrap" if circular else "constant")
        windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
        np.testing.assert_allclose(found.y, (windows * found.kernel).sum((2, 3)), atol=1e-13)


def test_a_kernel_of_zeros_has_no_term():
    found = filtered(Frequencies(kernel="0 " * 9))
    assert found.rank == 0
    assert not found.y.any()
    assert not found.ring.any()


@pytest.mark.parametrize("cells", ["", "1 2 3", "1 " * 16, "1 " * 26])
def test_a_kernel_has_nine_or_twenty_five_numbers(cells):
    with pytest.raises(CellsError, match="allowed are 9 and 25"):
        read_kernel(cells)
