"""Every figure about convolutions that needs no long training."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets import digits, images, moved
from core.experiments.convolution.kernels import KERNELS
from core.experiments.convolution.paper import cifar_network
from core.networks import (
    Activate,
    AvgPool2d,
    Conv2d,
    ConvTranspose2d,
    Dense,
    Flatten,
    MaxPool2d,
    ReLU,
    Sequential,
)
from core.theory.convolutions import (
    agreement,
    by_hand,
    conv_matrix,
    density,
    disagreement,
    effective_width,
    gradient_support,
    layer_table,
    measured_fields,
    overlap,
    pattern,
    rank,
    reach,
    ring_singular_values,
    separable_terms,
    support_size,
    turned,
)
from tests.core.networks.layers.references import stored

rng = np.random.default_rng(5)
X = np.array([[1, 2, 0, 1], [0, 1, 3, 1], [2, 1, 0, 2], [1, 0, 1, 3]], dtype=float)
SOBEL, DELTA = KERNELS["sobel"](), np.array([[1.0, -1.0], [2.0, 0.0]])


def test_the_exercise_by_hand_is_the_stored_one_in_whole_numbers():
    d, hand = stored("hand_example"), by_hand(X, SOBEL, DELTA)
    np.testing.assert_array_equal(d["X"], X)
    np.testing.assert_array_equal(d["K"], SOBEL)
    np.testing.assert_array_equal(hand.y, [[-3, 0], [1, -5]])
    np.testing.assert_array_equal(hand.matrix, d["toeplitz"])
    np.testing.assert_array_equal(hand.columns, d["im2col"])
    np.testing.assert_array_equal(hand.by_kernel, [[-1, 4, 5], [3, 0, 2], [3, 1, 0]])
    np.testing.assert_array_equal(hand.by_image, d["dX"])
    np.testing.assert_array_equal(by_hand(X, turned(SOBEL)).y, [[3, 0], [-1, 5]])


def test_the_matrix_of_the_exercise_has_24_entries_and_six_distinct_positions():
    T = by_hand(X, SOBEL).matrix
    row = [1, 0, -1, 0, 2, 0, -2, 0, 1, 0, -1, 0, 0, 0, 0, 0]
    np.testing.assert_array_equal(T, [np.roll(row, shift) for shift in (0, 1, 4, 5)])
    assert (T != 0).sum() == 24
    assert density(Conv2d(1, 3), (1, 4, 4)) == (36, 64)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 3), st.integers(0, 2), st.integers(1, 2), st.integers(0, 99))
def test_of_any_exercise_the_three_products_hold(stride, padding, dilation, seed):
    draws = np.random.default_rng(seed)
    x, kernel = draws.integers(-3, 4, (6, 5)) * 1.0, draws.integers(-2, 3, (2, 3)) * 1.0
    shape = by_hand(x, kernel, None, stride, padding, dilation).y.shape
    delta = draws.integers(-2, 3, shape) * 1.0
    hand = by_hand(x, kernel, delta, stride, padding, dilation)
    np.testing.assert_array_equal(hand.matrix @ x.ravel(), hand.y.ravel())
    np.testing.assert_array_equal(hand.columns @ kernel.ravel(), hand.y.ravel())
    np.testing.assert_array_equal(hand.columns.T @ delta.ravel(), hand.by_kernel.ravel())
    np.testing.assert_array_equal(hand.matrix.T @ delta.ravel(), hand.by_image.ravel())
    filled = density(Conv2d(1, (2, 3), stride, padding, dilation), (1, 6, 5))
    assert (by_hand(x, np.ones((2, 3)), None, stride, padding, dilation).matrix != 0).sum() == (
        filled[0]
    )


@pytest.mark.parametrize(("stride", "padding", "side"), [(1, 0, 5), (2, 1, 7), (3, 0, 9)])
def test_a_transposed_convolution_is_the_transpose(stride, padding, side):
    layer = Conv2d(2, 3, stride, padding)
    below, map_ = (3, side, side), layer.shape((3, side, side))
    p = rng.standard_normal(Sequential(below, [layer]).size)
    back = ConvTranspose2d(3, 3, stride, padding)
    assert back.shape(map_) == below
    # Kernels are (leave, enter, 3, 3) for the one and (enter, leave, 3, 3) for the other.
    T = conv_matrix(layer, p, below)
    np.testing.assert_array_equal(conv_matrix(back, np.append(p[:-2], np.zeros(3)), map_), T.T)


def test_the_papers_network_is_counted():
    rows = [row for row in layer_table(cifar_network()) if not isinstance(row.layer, Activate)]
    counted = [
        (row.shape[-1], row.parameters, row.dense, row.multiply_adds, row.field[0], row.jump[0])
        for row in rows
    ]
    assert counted == [
        (32, 2_432, 100_696_064, 2_457_600, 5, 1),
        (16, 0, 0, 0, 7, 2),
        (16, 25_632, 67_117_056, 6_553_600, 15, 2),
        (8, 0, 0, 0, 19, 4),
        (8, 51_264, 8_392_704, 3_276_800, 35, 4),
        (4, 0, 0, 0, 43, 8),
        (1, 65_600, 65_600, 65_536, 67, 8),
        (1, 650, 650, 640, 67, 8),
    ]
    assert all(row.field[0] == row.field[1] and row.jump[0] == row.jump[1] for row in rows)
    assert cifar_network().size == sum(row.parameters for row in rows) == 145_578


def test_the_first_convolution_as_a_matrix_is_almost_empty():
    filled, entries = density(Conv2d(32, 5, padding=2), (3, 32, 32))
    assert (filled, entries) == (96 * 154**2, 32_768 * 3_072)
    assert round(100 * filled / entries, 2) == 2.26
    assert filled == 2_276_736


def test_the_gradient_sees_what_the_recursion_says():
    network = Sequential(cifar_network().input_shape, cifar_network().layers[:6])
    p = np.abs(rng.standard_normal(network.size))
    x = rng.random((3, 32, 32))
    # Max pooling hides what is not the largest: with a mean in its place all of the field shows.
    layers = [AvgPool2d(3, 2) if isinstance(a, MaxPool2d) else a for a in network.layers]
    smooth = Sequential((3, 32, 32), layers)
    middle = (0, 4, 4) if smooth.output_shape[1] > 4 else (0, 3, 3)
    seen = support_size(gradient_support(smooth, p, x, middle))
    assert seen == (19, 19) == reach(network)[-1][0]
    hidden = support_size(gradient_support(network, p, x, (0, 4, 4)))
    assert max(hidden) <= 19


@pytest.mark.parametrize(("L", "k"), [(4, 3), (2, 5), (6, 3)])
def test_the_effective_field_of_boxes_is_much_smaller(L, k):
    network = Sequential((1, 31, 31), [Conv2d(1, k, padding=k // 2)] * L)
    p = np.where(network.is_weight, 1.0, 0.0)
    gradient = gradient_support(network, p, np.ones((1, 31, 31)), (0, 15, 15))
    assert support_size(gradient) == (L * (k - 1) + 1,) * 2
    width = (L * (k * k - 1) / 12) ** 0.5
    np.testing.assert_allclose(effective_width(gradient), width, rtol=1e-12)
    if (L, k) == (4, 3):
        assert width == pytest.approx(1.632993, abs=1e-6)


def test_dilation_counts_in_the_field_and_a_dense_layer_sees_everything():
    network = Sequential(
        (1, 16, 16), [Conv2d(1, 3, dilation=2), Conv2d(1, 3, stride=2), Flatten(), Dense(2)]
    )
    assert [field for field, _ in reach(network)] == [(5, 5), (7, 7), (16, 16), (16, 16)]
    with pytest.raises(ValueError, match="ConvTranspose2d"):
        reach(Sequential((1, 4, 4), [ConvTranspose2d(1, 2)]))


def ring(kernel, side=8, circular=True):
    layer = Conv2d(1, kernel.shape, padding=kernel.shape[0] // 2, circular=circular)
    return conv_matrix(layer, np.append(kernel.ravel(), 0.0), (1, side, side))


@pytest.mark.parametrize("name", KERNELS)
def test_on_a_ring_singular_values_are_moduli_of_the_fourier_transform(name):
    kernel = KERNELS[name]()
    sigma = ring_singular_values(kernel, (8, 8))
    measured = np.linalg.svd(ring(kernel), compute_uv=False)
    np.testing.assert_allclose(measured, sigma, atol=5e-14)
    among_zeros = np.linalg.svd(ring(kernel, circular=False), compute_uv=False)
    assert np.abs(among_zeros - sigma).max() > 0.005


def test_sobel_on_a_ring():
    sigma = ring_singular_values(SOBEL, (8, 8))
    assert sigma[0] == pytest.approx(8, abs=1e-14)
    assert (sigma < 1e-12).sum() == 22
    assert (ring(SOBEL) != 0).sum() == 384
    spectrum = np.fft.fft2(X, (8, 8)) * np.conj(np.fft.fft2(SOBEL, (8, 8)))
    there = np.pad(X, (0, 4))
    layer = Conv2d(1, 3, circular=True, padding=((0, 2), (0, 2)))
    direct = conv_matrix(layer, np.append(SOBEL.ravel(), 0), (1, 8, 8)) @ there.ravel()
    np.testing.assert_allclose(direct, np.fft.ifft2(spectrum).real.ravel(), atol=5e-15)


@pytest.mark.parametrize(
    ("name", "sigma"),
    [
        ("box", [1 / 3]),
        ("gauss", [0.375]),
        ("sobel", [3.464102]),
        ("binomial", [0.273438]),
        ("laplace", [4.449490, 0.449490]),
        ("sharpen", [5.372281, 0.372281]),
        ("laplace8", [8.196152, 2.196152]),
        ("emboss", [2.681331, 2.323404, 0.642074]),
    ],
)
def test_a_kernel_is_as_many_separable_passes_as_its_rank(name, sigma):
    kernel = KERNELS[name]()
    columns, found, rows = separable_terms(kernel)
    assert rank(kernel) == len(sigma)
    np.testing.assert_allclose(found[: len(sigma)], sigma, atol=1e-6)
    np.testing.assert_allclose(columns * found @ rows, kernel, atol=1e-14)


def test_a_convolution_on_a_ring_commutes_with_every_shift_and_among_zeros_but_at_the_seam():
    x = images(digits().x[:20])
    for circular in (True, False):
        network = Sequential((1, 8, 8), [Conv2d(3, 3, padding=1, circular=circular)])
        p = rng.standard_normal(network.size)
        off = disagreement(network, p, x + 0.1, 1, 0)
        if circular:
            assert off.max() == 0
            assert max(disagreement(network, p, x, i, j).max() for i in (2, 5) for j in (0, 3)) == 0
        else:
            differ = (off > 1e-12).any(axis=(0, 1, 2))
            assert np.flatnonzero(differ).tolist() == [0, 1, 7]


def test_max_pooling_commutes_with_even_shifts_alone():
    network, x = Sequential((1, 8, 8), [MaxPool2d(2, 2)]), images(digits().x)
    none = np.empty(0)
    assert disagreement(network, none, x, 2, 0, 2).max() == 0
    assert agreement(network, none, x, 2, 0) == 1
    assert agreement(network, none, x, 1, 0) == pytest.approx(0.43, abs=0.005)
    with pytest.raises(ValueError, match=r"\(1, 0\).*stride, 2"):
        disagreement(network, none, x, 1, 0, 2)


def test_a_dense_head_is_not_invariant_at_all():
    network = Sequential((1, 8, 8), [Conv2d(2, 3, padding=1, circular=True), Flatten(), Dense(3)])
    x = images(digits().x[:50])
    assert agreement(network, rng.standard_normal(network.size), x, 1, 0) == 0
    pooled = Sequential((1, 8, 8), [*network.layers[:1], Activate(ReLU()), AvgPool2d(8)])
    assert agreement(pooled, rng.standard_normal(pooled.size), x, 3, 5) == 1


@pytest.mark.parametrize(
    ("kernel", "stride", "inside"),
    [
        (3, 2, [1, 2]),
        (5, 2, [2, 3]),
        (5, 3, [1, 2, 2]),
        (4, 2, [2]),
        (6, 3, [2]),
        (2, 3, [0, 1, 1]),
    ],
)
def test_taps_overlap_evenly_only_if_the_stride_divides_the_kernel(kernel, stride, inside):
    counts = overlap(12, kernel, stride)
    middle = counts[kernel:-kernel]
    assert sorted(set(middle.tolist())) == sorted(set(inside))
    assert (np.ptp(middle) == 0) == (kernel % stride == 0)
    assert sorted(middle[:stride].tolist()) == sorted(inside * (stride // len(inside)))
    layer = ConvTranspose2d(1, kernel, stride)
    network = Sequential((1, 12, 12), [layer])
    laid = network.logits(np.where(network.is_weight, 1.0, 0.0), np.ones((1, 1, 12, 12)))[0, 0]
    np.testing.assert_array_equal(laid, np.outer(counts, counts))


@given(
    st.integers(1, 9), st.integers(1, 4), st.integers(1, 3), st.integers(0, 2), st.integers(1, 3)
)
def test_sizes_follow_the_formula(n, kernel, stride, padding, dilation):
    span = dilation * (kernel - 1) + 1
    layer = Conv2d(1, kernel, stride, padding, dilation)
    if span > n + 2 * padding:
        with pytest.raises(ValueError, match=f"spans {span} × {span}"):
            layer.shape((1, n, n))
        return
    side = (n + 2 * padding - span) // stride + 1
    assert layer.shape((1, n, n)) == (1, side, side)
    if dilation == 1 and (larger := (side - 1) * stride - 2 * padding + kernel) > 0:
        back = ConvTranspose2d(1, kernel, stride, padding)
        assert back.shape((1, side, side)) == (1, larger, larger)


def test_moving_there_and_back_loses_what_left_the_image():
    x = images(digits().x[:3]) + 1
    there = moved(moved(x, 2, -1), -2, 1)
    np.testing.assert_array_equal(there[..., 1:, :-2], x[..., 1:, :-2])
    assert not there[..., 0, :].any()
    assert not there[..., -2:].any()
    np.testing.assert_array_equal(moved(moved(x, 3, 5, wrap=True), -3, -5, wrap=True), x)


def test_every_step_of_a_field_is_the_window_before_it():
    fields = [field[0] for field, _ in reach(cifar_network())]
    assert all(one <= two for one, two in pairwise(fields))


def test_the_measured_fields_are_those_of_the_recursion_until_the_image_ends():
    network = cifar_network()
    measured = measured_fields(network)
    predicted = [field for field, _ in reach(network)]
    assert predicted[0] == measured[0] == (5, 5)
    for layer, found, expected in zip(network.layers, measured, predicted, strict=True):
        if expected[0] <= 19:
            assert found == expected, layer
        else:
            assert found[0] <= min(32, expected[0])
    assert measured[-1] == (32, 32)


@pytest.mark.parametrize(
    ("below", "layers"),
    [
        ((1, 8, 8), [Conv2d(1, 3, padding=1), MaxPool2d(2), Conv2d(1, 3, padding=1)]),
        # Two middle rows, of which the one sees more than the other.
        ((1, 16, 16), [MaxPool2d(3, 2), Conv2d(1, 5, padding=2), AvgPool2d(2)]),
        # Margins that are wider on one side: who sees most stands off the middle.
        ((2, 12, 9), [Conv2d(2, 4, padding=((1, 2), (1, 2))), MaxPool2d(2), Conv2d(1, 2)]),
        ((1, 9, 7), [Conv2d(1, (3, 2), (2, 1), ((0, 2), (1, 0))), Conv2d(1, 2, dilation=2)]),
    ],
    ids=range(4),
)
def test_the_measured_field_is_that_of_the_unit_that_sees_most(below, layers):
    for depth in range(1, len(layers) + 1):
        # With a mean in place of a maximum, and numbers above 0, nothing that is seen is left out.
        smooth = Sequential(
            below,
            [
                AvgPool2d(a.kernel, a.stride) if isinstance(a, MaxPool2d) else a
                for a in layers[:depth]
            ],
        )
        p = np.abs(rng.standard_normal(smooth.size)) + 0.1
        seen = [
            support_size(gradient_support(smooth, p, np.ones(below), (0, i, j)))
            for i in range(smooth.output_shape[1])
            for j in range(smooth.output_shape[2])
        ]
        most = tuple(max(sizes) for sizes in zip(*seen, strict=True))
        assert measured_fields(Sequential(below, layers))[depth - 1] == most


def test_the_image_is_seen_whole_where_the_field_is_said_to_be_larger():
    network = cifar_network()
    for found, (expected, _) in zip(measured_fields(network), reach(network), strict=True):
        assert (found[0] == 32) == (expected[0] > 32)


@pytest.mark.parametrize("circular", [False, True])
@pytest.mark.parametrize(
    ("stride", "padding", "dilation"), [(1, 0, 1), (2, 1, 1), (1, 2, 2), (3, (0, 1, 2, 0), 1)]
)
def test_the_pattern_of_the_matrix_says_which_number_stands_where(
    stride, padding, dilation, circular
):
    layer = Conv2d(1, (3, 2), stride, padding, dilation, circular=circular)
    below = (1, 7, 6)
    T = conv_matrix(layer, np.append(np.arange(1.0, 7.0), 0.0), below)
    np.testing.assert_array_equal(pattern(layer, below, *T.shape), T)
    np.testing.assert_array_equal(pattern(layer, below, 5, 9), T[:5, :9])


def test_conv1_has_the_counted_entries_in_its_pattern():
    conv1 = Conv2d(32, 5, padding=2)
    found = pattern(conv1, (3, 32, 32), 1024, 1024)
    assert found.shape == (1024, 1024)
    assert (found > 0).sum() == 23_716 == 154**2
    assert 96 * 23_716 == density(conv1, (3, 32, 32))[0] == 2_276_736
