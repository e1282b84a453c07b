"""Answers to “Predict first” in the four newer chapters, against the engine, right and wrong."""

from functools import cache

import numpy as np
import pytest

from core.datasets.digits import digits, images, moved
from core.datasets.samples import standardize
from core.datasets.wide import BreastCancerNuclei, Diabetes
from core.experiments.convolution.experiment import ConvolutionExperiment
from core.experiments.digits.experiment import DigitsExperiment
from core.experiments.implicit.decay import samples
from core.experiments.implicit.experiment import ImplicitExperiment, held_back, study
from core.experiments.regularization.experiment import RegularizationExperiment
from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment
from core.networks import Tanh
from core.networks.layers import Conv2d, Dense
from core.regularization import cross_validate, folds, lasso_path, logistic_lasso_path
from core.theory.convolutions import agreement, conv_matrix
from pages.ui.convolutions.asked import questions as convolutions
from pages.ui.digits.asked import questions as reading
from pages.ui.implicit.asked import questions as implicit
from pages.ui.predict.question import Mark
from pages.ui.queries import parsed
from pages.ui.regularization.asked import questions as penalties
from pages.ui.stage import SKETCHED
from pages.ui.xor.asked import around
from pages.ui.xor.asked import questions as four_points
from tests.pages.test_predict_sentences import about, named, numbers

JUDGES = (
    around.reveal_folded,
    around.reveal_best,
    around.reveal_dimensions,
    penalties.reveal_minimum,
    penalties.reveal_first_zero,
    penalties.reveal_disc,
    penalties.reveal_kept,
    penalties.reveal_degree,
    penalties.reveal_columns,
    implicit.reveal_end,
    implicit.reveal_who,
    implicit.reveal_at_the_box,
    implicit.reveal_ridge,
    implicit.reveal_stay,
    implicit.reveal_curve,
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


# ------------------------------------------------------------------ regularization


@cache
def bowl():
    """H (2, 2) and c (2,) of the loss over bmi and s5."""
    data = Diabetes()()
    x, y = data.x[:, [2, 8]], data.y - data.y.mean()
    return x.T @ x / len(y), x.T @ y / len(y)


def with_l1(strength):
    """The minimum with λ|w|₁, by proximal steps."""
    H, c = bowl()
    w = np.zeros(2)
    for _ in range(5000):
        w = w - 0.5 * (H @ w - c)
        w = np.sign(w) * np.maximum(np.abs(w) - 0.5 * strength, 0)
    return w


def test_the_place_of_the_minimum_under_a_diamond():
    question = named(penalties, "corner")
    spec = question.spec(RegularizationExperiment)
    H, c = bowl()
    at, without = with_l1(20.0), np.linalg.solve(H, c)
    said = penalties.reveal_minimum(spec)
    assert numbers(said)[:4] == about([*at, *without])
    assert "neither is 0" in said
    answers = [question.as_answer(place) for place in (at, at + np.array([7, 0]), without, [20, 0])]
    assert marks(question, spec, *answers) == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG, Mark.WRONG]


def test_the_strength_at_which_the_diamond_gives_the_first_zero():
    question = named(penalties, "first-zero")
    spec = question.spec(RegularizationExperiment)
    H, c = bowl()
    # Both positive: H w = c - λ; the second is 0 where c₂ - r c₁ = λ (1 - r).
    bend = (c[1] - H[0, 1] * c[0]) / (1 - H[0, 1])
    predicted, measured = numbers(penalties.reveal_first_zero(spec))[:2]
    assert predicted == about(bend)
    assert 0 < measured - bend <= 0.5
    assert with_l1(measured)[1] == 0
    assert with_l1(bend - 0.5).min() > 0
    assert marks(question, spec, f"{bend:.4g}", f"{1.4 * bend:.4g}", "5") == [
        Mark.RIGHT,
        Mark.CLOSE,
        Mark.WRONG,
    ]


def test_a_disc_gives_no_zero():
    question = named(penalties, "disc")
    spec = question.spec(RegularizationExperiment)
    H, c = bowl()
    positions, _, smallest, whole, *_ = numbers(penalties.reveal_disc(spec))
    assert positions == len(penalties.found.along(spec)[0])
    assert smallest == about(np.abs(np.linalg.solve(H + 100 * np.eye(2), c)).min())
    assert whole == about(np.abs(np.linalg.solve(H, c)).min())
    assert penalties.reveal_disc(spec).startswith("At none")
    assert options(question, spec) == only(2, 3)


@pytest.mark.parametrize(("strength", "answer"), [("20", 1), ("50", 1)])
def test_under_a_diamond_the_same_answer_would_be_another(strength, answer):
    """What is counted is counted: the function does not say “none” of any penalty."""
    spec = parsed(RegularizationExperiment, {"question.strength": strength})[0]
    assert penalties.disc_answer(spec) == answer
    assert not penalties.reveal_disc(spec).startswith("At none")


def test_how_many_coefficients_the_folds_keep():
    question = named(penalties, "kept")
    spec = question.spec(RegularizationExperiment)
    raw = Diabetes(standardize=False)()
    grid = np.array(penalties.found.LASSO)
    tried = cross_validate(lasso_path, raw.x, raw.y, grid, folds(len(raw.y), 10, None))
    z = standardize(raw.x)[0]
    best = int(np.mean(tried.errors, axis=0).argmin())
    error = tried.errors.std(axis=0, ddof=1)[best] / np.sqrt(10)
    simplest = int(np.flatnonzero(tried.mean <= tried.mean[best] + error)[-1])
    count = [np.count_nonzero(lasso_path(z, raw.y, grid[[v]]).w) for v in (best, simplest)]
    said = numbers(penalties.reveal_kept(spec))
    assert said == about(
        [count[0], grid[best], grid[simplest], count[1], tried.mean[best], tried.mean[simplest]]
    )
    assert marks(question, spec, str(count[0]), str(count[0] - 1), "3") == [
        Mark.RIGHT,
        Mark.CLOSE,
        Mark.WRONG,
    ]


def test_the_degree_with_the_least_sum():
    question = named(penalties, "degree")
    spec = question.spec(RegularizationExperiment)
    x, points = (np.arange(20) + 0.5) / 20, np.linspace(0, 1, 201)
    sums = []
    for d in range(11):
        H = np.vander(points, d + 1) @ np.linalg.pinv(np.vander(x, d + 1))
        bias = H @ np.sin(2 * np.pi * x) - np.sin(2 * np.pi * points)
        sums.append(np.square(bias).mean() + 0.09 * np.square(H).sum(axis=1).mean())
    best = int(np.argmin(sums))
    assert numbers(penalties.reveal_degree(spec)) == about([best, min(sums), 0.3, 20])
    assert marks(question, spec, str(best), str(best + 1), "15") == [
        Mark.RIGHT,
        Mark.CLOSE,
        Mark.WRONG,
    ]


def test_how_many_columns_have_95_percent_of_the_tumors_right():
    question = named(penalties, "columns")
    spec = question.spec(RegularizationExperiment)
    data = BreastCancerNuclei()()
    grid = np.array(penalties.found.TUMOR_LASSO)
    path = logistic_lasso_path(data.x, data.y[:, 0], grid)
    right = ((path.outputs(data.x) > 0) == (data.y[:, 0] == 1)).sum(axis=1)
    v = int(np.flatnonzero(right >= 0.95 * 569)[-1])
    count = np.count_nonzero(path.w, axis=1)
    assert numbers(penalties.reveal_columns(spec)) == about(
        [count[v], grid[v], 95, right[v], 569, grid[0], count[0], right[0]]
    )
    assert marks(question, spec, str(count[v]), str(2 * count[v]), "30") == [
        Mark.RIGHT,
        Mark.CLOSE,
        Mark.WRONG,
    ]


# ------------------------------------------------------------------ regularization in training


def ends(spec):
    """Where the three runs end, and the ridge, without the page."""
    x, y = samples(spec.topic)
    ridge = np.linalg.solve(
        x.T @ x / len(y) + spec.topic.decay * np.eye(x.shape[1]), x.T @ y / len(y)
    )
    return {lane: recipe.run().p[-1] for lane, recipe in spec.recipes().items()}, ridge


def test_how_many_weights_end_at_the_box():
    question = named(implicit, "at-the-box")
    spec = question.spec(ImplicitExperiment)
    found, _ = ends(spec)
    count = int((np.abs(10 * np.abs(found["adamw"]) - 1) <= 0.01).sum())
    assert numbers(implicit.reveal_at_the_box(spec))[:4] == [10, 1, 1, count]
    assert marks(question, spec, str(count), str(count - 1), "2") == [
        Mark.RIGHT,
        Mark.CLOSE,
        Mark.WRONG,
    ]


def test_who_ends_at_the_ridge():
    question = named(implicit, "who-is-ridge")
    spec = question.spec(ImplicitExperiment)
    found, ridge = ends(spec)
    off = {k: np.linalg.norm(w - ridge) / np.linalg.norm(ridge) for k, w in found.items()}
    assert max(off["sgd"], off["adam-l2"]) < 1e-3 < 0.01 < off["adamw"]
    said = implicit.reveal_who(spec)
    assert "Gradient descent under 0.1 %, Adam + L2 under 0.1 %, AdamW" in said
    assert numbers(said)[-1] == about(100 * off["adamw"])
    assert options(question, spec) == only(1, 5)


def test_where_adamw_comes_to_rest():
    question = named(implicit, "box")
    spec = question.spec(ImplicitExperiment)
    found, _ = ends(spec)
    assert numbers(implicit.reveal_end(spec).replace("L2", ""))[:4] == about(
        [*found["adamw"], *found["adam-l2"]]
    )
    places = (found["adamw"], found["adamw"] + np.array([0.06, 0]), found["adam-l2"], [0, 0])
    assert marks(question, spec, *map(question.as_answer, places)) == [
        Mark.RIGHT,
        Mark.CLOSE,
        Mark.WRONG,
        Mark.WRONG,
    ]


def test_which_ridge_the_noise_is():
    question = named(implicit, "which-ridge")
    spec = question.spec(ImplicitExperiment)
    found = study(spec)
    v = found.position(0.2)
    said = numbers(implicit.reveal_ridge(spec).replace("r/(1−r)", ""))
    distances = [found.lanes[lane].distance[-1, v] for lane in ("noisy", "expected")]
    assert said == about([0.2 / 0.8, *distances])
    assert marks(question, spec, "0.25", "0.2", "0.8") == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG]


def test_how_many_weights_a_small_start_leaves():
    question = named(implicit, "few-stay")
    spec = question.spec(ImplicitExperiment)
    (recipe,) = spec.recipes().values()
    u, v = np.split(recipe.run().p[-1], 2)
    size = np.abs(u**2 - v**2)
    count = int((size > 0.1 * size.max()).sum())
    assert numbers(implicit.reveal_stay(spec))[:3] == [count, 50, 20]
    assert marks(question, spec, str(count), str(count + 2), "20") == [
        Mark.RIGHT,
        Mark.CLOSE,
        Mark.WRONG,
    ]


def test_the_loss_on_new_points_of_a_net_that_learns_by_heart():
    question = named(implicit, "by-heart")
    spec = question.spec(ImplicitExperiment)
    found = held_back(spec)
    v = int(np.flatnonzero(found.values == 0.0005)[0])
    loss, train = (np.median(each[:, v], axis=-1) for each in (found.test, found.train))
    least = int(loss.argmin())
    assert numbers(implicit.reveal_curve(spec)) == about(
        [20, found.k[least], loss[least], loss[-1], loss[0], train[0], train[-1]]
    )
    assert train[-1] < train[0] / 10, "what is wrong is learned, too"
    curve = np.interp(np.linspace(0, 600, SKETCHED), found.k, loss)
    falls = np.linspace(loss[0], 0, SKETCHED)
    answers = [question.as_answer(spec, one) for one in (curve, curve - 0.2, falls)]
    assert marks(question, spec, *answers) == [Mark.RIGHT, Mark.CLOSE, Mark.WRONG]


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
    assert len(convs) == 5
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
    assert said == about([rank, 3, 0, sigma, 6, 9])
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
    said = numbers(convolutions.reveal_stays(spec))
    assert said == pytest.approx([0, 200, do, 2, 2, by_two], abs=0.5)
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
    assert numbers(around.reveal_folded(spec))[:3] == [len(grid), len(off), 1]
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
