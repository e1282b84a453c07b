"""One kernel by hand: the numbers of an exercise, and what of them can be used."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.experiments.convolution.experiment import ConvolutionExperiment
from core.experiments.convolution.numbers import CellsError, read_cells, write_cells
from core.experiments.convolution.one_kernel import OneKernel, exercise, fitting, places
from core.spec import from_query, to_query
from tests.core.networks.layers.references import stored


def test_the_first_exercise_is_the_stored_one():
    d, found = stored("hand_example"), exercise(OneKernel())
    np.testing.assert_array_equal(found.x, d["X"])
    np.testing.assert_array_equal(found.kernel, d["K"])
    np.testing.assert_array_equal(found.hand.y, [[-3, 0], [1, -5]])
    np.testing.assert_array_equal(found.by_kernel, [[-1, 4, 5], [3, 0, 2], [3, 1, 0]])
    np.testing.assert_array_equal(
        found.hand.by_image, [[1, -1, -1, 1], [4, -2, -4, 2], [5, -1, -5, 1], [2, 0, -2, 0]]
    )


def test_the_convolution_of_mathematics_has_the_turned_kernel_and_its_derivative():
    topic = replace(OneKernel(), true_convolution=True)
    found = exercise(topic)
    np.testing.assert_array_equal(found.hand.y, [[3, 0], [-1, 5]])
    h = 1e-3
    for at in np.ndindex(3, 3):
        ends = []
        for by in (h, -h):
            kernel = found.kernel.copy()
            kernel[at] += by
            moved = exercise(replace(topic, kernel=write_cells(kernel)))
            ends.append((moved.hand.y * found.delta).sum())
        assert (ends[0] - ends[1]) / (2 * h) == pytest.approx(found.by_kernel[at], abs=1e-9)


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 2])
@pytest.mark.parametrize("dilation", [1, 2])
@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("more", [False, True])
def test_whatever_the_controls_say_there_is_an_exercise_near_by(
    stride, padding, dilation, size, more
):
    topic = OneKernel(size=size, stride=stride, padding=padding, one_more=more, dilation=dilation)
    if places(topic) < 1:
        with pytest.raises(CellsError, match=f"allowed is {fitting(topic).padding} and more"):
            exercise(topic)
    else:
        assert fitting(topic) == topic
    found = exercise(fitting(topic))
    side = places(fitting(topic))
    assert found.hand.y.shape == found.delta.shape == (side, side)
    assert found.hand.matrix.shape == (side * side, 16)
    assert found.kernel.shape == found.by_kernel.shape == (size, size)
    assert fitting(topic).padding <= 2


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("padding", [0, 1, 2])
def test_only_an_odd_kernel_keeps_the_size_of_the_image_with_equal_margins(size, padding):
    equal, lopsided = (
        places(OneKernel(size=size, padding=padding, one_more=more)) == 4 for more in (False, True)
    )
    assert equal == (size == 2 * padding + 1)
    assert lopsided == (size == 2 * padding + 2)


def test_of_another_size_a_kernel_is_its_corner_or_has_zeros_more():
    nine = "1 2 3 4 5 6 7 8 9"
    np.testing.assert_array_equal(exercise(OneKernel(kernel=nine, size=2)).kernel, [[1, 2], [4, 5]])
    large = exercise(OneKernel(kernel=nine, size=4)).kernel
    np.testing.assert_array_equal(large, np.pad(np.arange(1.0, 10).reshape(3, 3), (0, 1)))
    with pytest.raises(CellsError, match="has 5 numbers: allowed are 1, 4, 9 and 16"):
        exercise(OneKernel(kernel="1 2 3 4 5"))


@settings(deadline=None, max_examples=40)
@given(some.lists(some.floats(-99, 99), min_size=9, max_size=9))
def test_numbers_come_back_from_their_text_to_the_last_bit(values):
    there = write_cells(np.array(values).reshape(3, 3))
    np.testing.assert_array_equal(read_cells("kernel", there, (3, 3)).ravel(), values)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("", "The kernel has 0 numbers: allowed are 9."),
        ("1 2 3", "The kernel has 3 numbers: allowed are 9."),
        ("1 2 3 4 5 6 7 8 x", "“x” is no number for the kernel: allowed are numbers from -99 to"),
        ("1 2 3 4 5 6 7 8 100", "“100” is no number for the kernel"),
        ("1 2 3 4 5 6 7 8 1e999", "“1e999” is no number for the kernel"),
        ("1 2 3 4 5 6 7 8 nan", "“nan” is no number for the kernel"),
    ],
)
def test_what_is_no_grid_of_numbers_is_named(cells, said):
    with pytest.raises(CellsError) as refused:
        read_cells("kernel", cells, (3, 3))
    assert str(refused.value).startswith(said)


def test_too_few_numbers_of_delta_are_repeated_and_too_many_cut():
    np.testing.assert_array_equal(read_cells("δ", "1,2", (2, 2), fewer=True), [[1, 2], [1, 2]])
    np.testing.assert_array_equal(read_cells("δ", "1;2;3", (1, 2), fewer=True), [[1, 2]])
    with pytest.raises(CellsError, match="at least one"):
        read_cells("δ", " ", (2, 2), fewer=True)


def test_an_experiment_is_its_query_and_trains_nothing():
    spec = ConvolutionExperiment(OneKernel(kernel="1 2 3 4 5 6 7 8 9", padding=1), fill_in=True)
    assert from_query(ConvolutionExperiment, to_query(spec)) == spec
    assert spec.without("view") == replace(spec, fill_in=False)
    assert spec.recipes() == {}
