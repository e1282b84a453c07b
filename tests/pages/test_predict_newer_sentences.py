"""“Predict first” on convolutions, digits and XOR against the engine: right and wrong."""

from functools import cache

import numpy as np
import pytest

from core.datasets.digits import digits, images, moved
from core.experiments.convolution.experiment import ConvolutionExperiment
from core.experiments.digits.experiment import DigitsExperiment
from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment
from core.networks import Tanh
from core.networks.layers import AvgPool2d, Conv2d, Dense, MaxPool2d
from core.theory.convolutions import agreement, conv_matrix
from pages.ui.convolutions.asked import questions as convolutions
from pages.ui.digits.asked import questions as reading
from pages.ui.digits.presets import MOVED
from pages.ui.predict.question import Mark
from pages.ui.queries import parsed
from pages.ui.stage import SKETCHED
from pages.ui.xor.asked import around
from pages.ui.xor.asked import questions as four_points
from tests.pages.test_predict_sentences import about, named, numbers

JUDGES = (
    around.reveal_folded,
    around.reveal_best,
    around.reveal_dimensions,
    convolutions.reveal_entries,
    convolutions.reveal_parameters,
    convolutions.reveal_passes,
    convolutions.reveal_stays,
    convolutions.reveal_looks,
    reading.reveal_parameters,
    reading.reveal_error,
    reading.reveal_wrong,
    reading.reveal_moved,
    reading.reveal_part,
)


def marks(question, spec, *answers):
    return [question.mark(spec, answer) for answer in answers]


def only(right, count):
    """The marks of a choice's options."""
    return [Mark.RIGHT if k == right else Mark.WRONG for k in range(count)]


def options(question, spec):
    count = len(question.options(spec))
    return marks(question, spec, *map(str, range(1, count + 1)))


# ------------------------------------------------------------------ convolutions


def test_the_entries_of_a_convolution_as_a_matrix():
    question = named(convolutions, "entries")
    spec = question.spec(ConvolutionExperiment)
    T = conv_matrix(Conv2d(1, 3), np.append(np.arange(1.0, 10.0), 0.0), (1, 4, 4))
    count = np.count_nonzero(T)
    assert T.shape == (4, 16)
    said = numbers(convolutions.reveal_entries(spec))
    assert said == [count, 64, 4, 9, 4, 9, count, 0, 64, 9]
    assert marks(question, spec, str(count), "40", "9") == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG]


def test_the_parameters_of_the_network_for_color_images():
    question = named(convolutions, "parameters")
    spec = question.spec(ConvolutionExperiment)
    network = spec.topic.network()
    convs = [(layer, below) for layer, below, *_ in network.levels if isinstance(layer, Conv2d)]
    pools = [layer for layer, *_ in network.levels if isinstance(layer, MaxPool2d | AvgPool2d)]
    assert (len(convs), len(pools)) == (5, 3)
    assert question.text.startswith("Five convolutions and three poolings for color images of 32 ×")
    assert network.input_shape == (3, 32, 32)
    sizes = [
        layer.channels * (below[0] * np.prod(layer.windows(below).kernel) + 1)
        for layer, below in convs
    ]
    dense = sum(
        int(np.prod(layer.shape(below))) * (int(np.prod(below)) + 1) for layer, below in convs
    )
    said = numbers(convolutions.reveal_parameters(spec))
    assert said == about([*sizes, sum(sizes), dense, round(dense / sum(sizes))])
    count = sum(sizes)
    assert count == network.size
    assert marks(question, spec, str(count), "100000", "400000", "1000") == [
        Mark.RIGHT,
        Mark.RIGHT,
        Mark.CLOSE,
        Mark.WRONG,
    ]


def test_sobels_kernel_is_one_column_times_one_row():
    question = named(convolutions, "passes")
    spec = question.spec(ConvolutionExperiment)
    kernel = np.array([[1.0, 0, -1], [2, 0, -2], [1, 0, -1]])
    assert np.allclose(np.abs(convolutions._kernel(spec).kernel), np.abs(kernel))
    rank, sigma = np.linalg.matrix_rank(kernel), np.linalg.norm(kernel, 2)
    said = numbers(convolutions.reveal_passes(spec))
    assert said == about([rank, 3, 0, sigma, 6, 9, 0])
    assert f"{rank} of 3 is not 0" in convolutions.reveal_passes(spec)
    assert marks(question, spec, "1", "3") == [Mark.RIGHT, Mark.WRONG]
    emboss = parsed(
        ConvolutionExperiment,
        {"topic": "frequencies", "topic.kernel": "-2 -1 0 -1 1 1 0 1 2"},
    )[0]
    full = np.linalg.matrix_rank([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]])
    assert convolutions.passes(emboss) == full
    assert convolutions.reveal_passes(emboss).startswith(f"{full} terms do")


def test_after_pooling_nothing_must_move_along_by_one_pixel():
    question = named(convolutions, "stays")
    spec = question.spec(ConvolutionExperiment)
    network = spec.topic.network
    p = np.random.default_rng(0).standard_normal(network.size)
    x = images(digits().x)[:200]
    do, by_two = (100 * agreement(network, p, x, k, 0) for k in (1, 2))
    sentence = convolutions.reveal_stays(spec)
    assert numbers(sentence) == pytest.approx([0, 2, do, 200, 2, by_two], abs=0.5)
    assert "no move of the map corresponds to one pixel" in sentence
    assert not spec.topic.whole
    assert spec.topic.along == (0, 0)
    assert by_two == 100
    assert options(question, spec) == only(2, 3)
    even = parsed(
        ConvolutionExperiment,
        {"topic": "shifts", "topic.circular": "true", "topic.pool": "2", "topic.right": "2"},
    )[0]
    assert convolutions.stays(even) == 0


@pytest.mark.parametrize(("k", "s", "right"), [(3, 2, 1), (4, 2, 0), (2, 3, 2), (1, 1, 0)])
def test_how_a_transposed_convolution_makes_ones_look(k, s, right):
    spec = parsed(
        ConvolutionExperiment,
        {"topic": "upsampling", "topic.kernel": str(k), "topic.stride": str(s)},
    )[0]
    out = np.zeros((7 * s + k, 7 * s + k))
    for i in range(8):
        for j in range(8):
            out[i * s : i * s + k, j * s : j * s + k] += 1
    inside = out[k:-k, k:-k]
    looks = 2 if 0 in inside else int(len(np.unique(inside)) > 1)
    assert looks == right == convolutions.looks(spec)
    question = named(convolutions, "looks")
    said = numbers(convolutions.reveal_looks(spec))
    assert said[-1] == out.max()
    assert sorted(np.unique(inside)) == said[-1 - len(np.unique(inside)) : -1]
    if (k, s) == (3, 2):
        assert question.fits(spec)
        assert options(question, spec) == only(right, 3)


# ------------------------------------------------------------------ digits


@cache
def trained(network):
    """The parameters at the end, the shares of error along the run, and the test digits."""
    spec = parsed(DigitsExperiment, {"network": network})[0]
    run, model = spec.recipes()["network"].run(), spec.model()
    data = digits()
    parts = [(images(data.x[rows]), data.labels[rows]) for rows in (slice(1397), slice(1397, None))]

    def wrong(p, part):
        x, labels = parts[part]
        return int((model.logits(p.astype(np.float32).astype(float), x).argmax(-1) != labels).sum())

    return spec, run, model, parts, wrong


@pytest.mark.parametrize("network", ["convolutional", "fully-connected", "softmax-regression"])
def test_the_parameters_of_any_network_that_reads_digits(network):
    question = named(reading, "parameters")
    spec = parsed(DigitsExperiment, {"network": network})[0]
    assert question.fits(spec)
    sizes = [
        layer.channels * (below[0] * int(np.prod(layer.windows(below).kernel)) + 1)
        if isinstance(layer, Conv2d)
        else layer.units * (below[0] + 1)
        for layer, below, *_ in spec.model().levels
        if isinstance(layer, Conv2d | Dense)
    ]
    told = [sum(sizes)] if len(sizes) == 1 else [*sizes, sum(sizes)]
    assert numbers(reading.reveal_parameters(spec)) == told
    count = sum(sizes)
    assert marks(question, spec, str(count), str(round(1.3 * count)), str(3 * count)) == [
        Mark.RIGHT,
        Mark.CLOSE,
        Mark.WRONG,
    ]


def test_the_test_error_is_drawn_and_held_against_the_run():
    question = named(reading, "its-error")
    spec = question.spec(DigitsExperiment)
    _, run, _, _, wrong = trained("convolutional")
    share = np.array([wrong(p, 1) / 400 for p in run.p])
    best = int(share.argmin())
    first, least, epoch, last, training = numbers(reading.reveal_error(spec))
    assert [first, least, last] == pytest.approx(100 * share[[0, best, -1]], abs=0.51)
    assert epoch == pytest.approx(run.k[best] * 50 / 1397, abs=0.06)
    assert training == pytest.approx(100 * wrong(run.p[-1], 0) / 1397, abs=0.51)
    curve = np.interp(np.linspace(0, run.k[-1], SKETCHED), run.k, share)
    answers = [question.as_answer(spec, one) for one in (curve, curve + 0.12, curve * 0 + 0.9)]
    assert marks(question, spec, *answers) == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG]


def test_how_many_test_digits_are_read_wrongly():
    question = named(reading, "wrong")
    spec = question.spec(DigitsExperiment)
    _, run, _, _, wrong = trained("convolutional")
    test, training = wrong(run.p[-1], 1), wrong(run.p[-1], 0)
    assert numbers(reading.reveal_wrong(spec)) == [test, 400, 15, training, 1397]
    assert marks(question, spec, str(test), str(round(1.7 * test)), "2") == [
        Mark.RIGHT,
        Mark.CLOSE,
        Mark.WRONG,
    ]


def test_what_one_pixel_costs():
    question = named(reading, "one-pixel")
    spec = question.spec(DigitsExperiment)
    _, run, model, ((_, _), (x, labels)), wrong = trained("convolutional")
    there = (model.logits(run.p[-1], moved(x, 1, 0)).argmax(-1) == labels).mean()
    assert numbers(reading.reveal_moved(spec)) == pytest.approx(
        [100 * there, 100 - wrong(run.p[-1], 1) / 4], abs=0.51
    )
    assert f"“{MOVED}”" in reading.reveal_moved(spec)
    guesses = [f"{100 * there + off:.3g}" for off in (0, 10, 35)]
    assert marks(question, spec, *guesses) == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG]


def test_how_far_ten_images_of_weights_come():
    question = named(reading, "no-hidden-layer")
    spec = question.spec(DigitsExperiment)
    _, run, model, _, wrong = trained("softmax-regression")
    right = 400 - wrong(run.p[-1], 1)
    assert numbers(reading.reveal_part(spec)) == pytest.approx(
        [right, 400, right / 4, model.size], abs=0.51
    )
    assert options(question, spec) == only(sum(right / 400 >= edge for edge in (0.6, 0.8, 0.95)), 4)


# ------------------------------------------------------------------ XOR


def test_what_is_flat_for_both_units_lands_at_the_origin():
    question = named(four_points, "folded")
    spec = question.spec(XorExperiment)
    p = spec.recipes()["network"].start
    W, c = p[:4].reshape(2, 2), p[4:6]
    grid = np.array([[a, b] for a in np.linspace(-1, 2, 61) for b in np.linspace(-1, 2, 61)])
    z = grid @ W.T + c
    off = grid[(z <= 0).all(axis=1)]
    assert 0 < len(off) < len(grid)
    assert not np.maximum(off @ W.T + c, 0).any()
    assert numbers(around.reveal_folded(spec))[:2] == [len(grid), len(off)]
    assert "they land on one place" in around.reveal_folded(spec)
    # Where units let something through there are as many places as points, or fewer.
    spread = around.reveal_folded(XorExperiment(activation=Tanh()))
    assert "land on one place" not in spread
    assert options(question, spec) == only(0, 3)
    # Without a flat side the answer is another one.
    assert around.where_folded(XorExperiment(activation=Tanh())) != 0


def test_nothing_does_better_than_a_cost_of_0():
    question = named(four_points, "best")
    spec = question.spec(XorExperiment)
    cost = xor.risk(xor.network())
    tried = np.random.default_rng(0).standard_normal((2000, 9)) * 3
    assert cost.value(tried).min() >= 0 == cost.value(xor.hand_solution())
    assert numbers(around.reveal_best(spec))[:2] == [0, 4]
    assert options(question, spec) == only(1, 2)


def test_the_dimensions_of_the_set_of_zeros_around_the_solution_by_hand():
    question = named(four_points, "dimensions")
    spec = question.spec(XorExperiment)
    cost, p = xor.risk(xor.network()), xor.hand_solution()
    x, _ = xor.points()
    counts = []
    for side in (-1, 1):
        # Differences to the side on which every kink is left: c moves all units alike.
        near = p.copy()
        near[4:6] += side * 1e-4
        at = cost.network(near, x)
        J = [(cost.network(near + 1e-7 * e, x) - at)[:, 0] / 1e-7 for e in np.eye(9)]
        counts.append(9 - np.linalg.matrix_rank(np.array(J), tol=1e-3))
    assert numbers(around.reveal_dimensions(spec))[:3] == [counts[0], 9, counts[1]]
    assert marks(question, spec, str(counts[0]), "4", "0") == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG]
