"""The stacks of layers whose parameters are counted."""

from dataclasses import replace

import pytest

from core.experiments.convolution.counting import Own, Paper, with_room
from core.theory.convolutions import layer_table


def test_the_papers_network_has_its_145_578_parameters():
    assert Paper()().size == 145_578
    assert layer_table(Paper()())[0].dense == 100_696_064


def test_a_margin_keeps_every_map_also_around_an_even_kernel():
    for kernel in range(1, 8):
        own = Own(kernel=kernel, pool=1, blocks=2, side=8)
        assert [row.shape[1:] for row in layer_table(own())[:4]] == [(8, 8)] * 4
        bare = replace(own, margin=False, blocks=1)
        assert layer_table(bare())[0].shape[1:] == (9 - kernel, 9 - kernel)


def test_parameters_are_those_of_the_formula():
    own = Own(side=12, colors=2, blocks=2, channels=5, kernel=3, pool=2, classes=7)
    sizes = [row.parameters for row in layer_table(own()) if row.parameters]
    assert sizes == [5 * (2 * 9 + 1), 10 * (5 * 9 + 1), 7 * (10 * 3 * 3 + 1)]


@pytest.mark.parametrize("kernel", [1, 4, 7])
@pytest.mark.parametrize("pool", [1, 2, 3])
@pytest.mark.parametrize("margin", [True, False])
def test_whatever_the_knobs_say_there_is_a_stack_near_by(kernel, pool, margin):
    own = Own(side=4, blocks=5, kernel=kernel, pool=pool, margin=margin)
    found = with_room(own)
    assert found().size > 0
    assert with_room(found) == found
