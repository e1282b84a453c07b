from pathlib import Path

import numpy as np
import pytest

from core.datasets.dataset import Samples
from core.datasets.measured import DATASETS, BreastCancer, IrisPetal, IrisSepal
from core.datasets.synthetic import (
    FarOutlier,
    HighamPoints,
    Separable,
    SixPoints,
    TwoClouds,
    TwoMinima,
)
from core.spec import Knob, controls, from_query, to_query

REFERENCE = Path(__file__).parents[2] / "reference" / "sklearn"

every_member = pytest.mark.parametrize("member", DATASETS.values(), ids=list(DATASETS))


def draw(dataset, seed=0) -> Samples:
    return dataset(np.random.default_rng(seed))


def with_bias(samples):
    return np.column_stack([samples.x, np.ones(len(samples.x))])


def logistic_optimum(samples):
    """Newton on the mean cross-entropy; an oracle of its own, apart from the engine."""
    X, y = with_bias(samples), samples.y[:, 0]
    p = np.zeros(X.shape[1])
    for _ in range(50):
        s = 1 / (1 + np.exp(-X @ p))
        hessian = (X.T * (s * (1 - s))) @ X / len(y)
        p = p - np.linalg.solve(hessian, X.T @ (s - y) / len(y))
    z = X @ p
    cost = np.mean(np.logaddexp(0, z) - y * z)
    return p, cost, np.sum((z > 0) == (y > 0)), hessian


def extremes(member):
    yield member()
    for name, (_, control) in controls(member).items():
        ends = (control.low, control.high) if isinstance(control, Knob) else (True, False)
        yield from (member(**{name: end}) for end in ends)


@every_member
def test_samples_are_finite_labeled_0_or_1_and_of_both_classes_at_every_knob_end(member):
    for dataset in extremes(member):
        samples = draw(dataset)
        n, d = samples.x.shape
        assert samples.y.shape == (n, 1)
        assert d == len(samples.features) in (1, 2)
        assert len(samples.classes) == 2
        assert samples.x.dtype == samples.y.dtype == np.float64
        assert np.isfinite(samples.x).all()
        assert set(samples.y.ravel()) == {0.0, 1.0}
        assert samples.center.shape == samples.scale.shape == (d,)


@every_member
def test_same_seed_gives_the_same_bits(member):
    first, second = draw(member(), 7), draw(member(), 7)
    assert first.x.tobytes() == second.x.tobytes()
    assert first.y.tobytes() == second.y.tobytes()


@every_member
def test_samples_cannot_be_changed_in_place(member):
    samples = draw(member())
    for array in (samples.x, samples.y, samples.center, samples.scale):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5


@every_member
def test_query_reads_back_as_the_same_spec(member):
    for dataset in extremes(member):
        assert from_query(member, to_query(dataset)) == dataset


@every_member
def test_member_says_what_it_is_and_why(member):
    assert 3 <= len(member.title) <= 24
    assert member.why.endswith(".")
    assert member.why.count(". ") == 0


def test_menu_starts_with_the_six_points():
    assert list(DATASETS) == [
        "six-points",
        "two-minima",
        "two-clouds",
        "separable",
        "far-outlier",
        "higham-points",
        "iris-petal",
        "iris-sepal",
        "breast-cancer",
    ]


def test_six_points_have_their_cross_entropy_optimum_at_zero():
    p, cost, _, hessian = logistic_optimum(draw(SixPoints()))
    np.testing.assert_allclose(p, [0, 0], atol=1e-15)
    assert cost == pytest.approx(np.log(2), abs=1e-15)
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), [1 / 4, 7 / 6], atol=1e-15)


def test_two_minima_of_the_squared_loss_are_stationary_at_the_stated_values():
    samples = draw(TwoMinima())
    X, y = with_bias(samples), samples.y[:, 0]
    for p, value in (
        ((-0.037945, 0.360277), 0.225241),
        ((0.253625, 0.249640), 0.317219),
        ((0.16029, 0.28017), 0.31833),
    ):
        s = 1 / (1 + np.exp(-X @ p))
        assert np.mean((s - y) ** 2) == pytest.approx(value, abs=1e-5)
        gradient = 2 * X.T @ ((s - y) * s * (1 - s)) / len(y)
        np.testing.assert_allclose(gradient, 0, atol=1e-4)


@pytest.mark.parametrize("overlap", [0.02, 0.1, 0.3])
def test_overlap_is_the_error_of_the_best_line(overlap):
    samples = draw(TwoClouds(count=2000, overlap=overlap))
    wrong = (samples.x.sum(axis=1) > 0) != (samples.y[:, 0] > 0)
    assert wrong.mean() == pytest.approx(overlap, abs=3 * np.sqrt(overlap / 2000))


@pytest.mark.parametrize(("count", "noise", "wrong"), [(100, 0.1, 10), (10, 0.5, 6), (11, 0, 0)])
def test_noise_is_the_share_of_labels_swapped_and_leaves_the_points(count, noise, wrong):
    clean, noisy = draw(TwoClouds(count=count)), draw(TwoClouds(count=count, noise=noise))
    np.testing.assert_array_equal(clean.x, noisy.x)
    assert abs(np.sum(clean.y != noisy.y) - wrong) <= 2


def test_clouds_keep_their_shape_when_the_overlap_moves():
    near, far = draw(TwoClouds(overlap=0.4)), draw(TwoClouds(overlap=0.01))
    shift = (far.x - near.x) * (2 * near.y - 1)
    np.testing.assert_allclose(shift, np.full_like(shift, shift[0, 0]), atol=1e-14)


@pytest.mark.parametrize("gap", [0.1, 1.0, 4.0])
@pytest.mark.parametrize("count", [10, 41, 2000])
def test_separable_has_exactly_the_margin_it_promises(gap, count):
    samples = draw(Separable(count=count, gap=gap), seed=count)
    along = samples.x @ [0.8, 0.6]
    assert np.min(along * (2 * samples.y[:, 0] - 1)) == pytest.approx(gap / 2, abs=1e-12)
    # Two opposite points this close allow no margin wider than half their distance.
    ends = samples.x[[0, count // 2]]
    assert np.linalg.norm(ends[1] - ends[0]) == pytest.approx(gap, abs=1e-12)
    assert samples.y[[0, count // 2], 0].tolist() == [0, 1]


def test_perceptron_stops_on_the_separable_set_and_not_on_highams_points():
    def perceptron_stops(samples):
        X, sign = with_bias(samples), 2 * samples.y[:, 0] - 1
        p = np.zeros(X.shape[1])
        for _ in range(500):
            wrong = np.flatnonzero(sign * (X @ p) <= 0)
            if not len(wrong):
                return True
            p = p + sign[wrong[0]] * X[wrong[0]]
        return False

    assert perceptron_stops(draw(Separable()))
    assert not perceptron_stops(draw(HighamPoints()))


@pytest.mark.parametrize("seed", range(5))
def test_outlier_costs_the_cross_entropy_half_of_the_others_and_the_squared_loss_none(seed):
    samples = draw(FarOutlier(), seed)
    *_, right, _ = logistic_optimum(samples)
    assert right == 10
    # With the outlier given up, its price is 1/21; every model that gets it right pays more.
    s = 1 / (1 + np.exp(-5 * samples.x))
    others = slice(0, 20)
    assert ((s > 0.5) == (samples.y > 0))[others].all()
    assert np.mean((s - samples.y) ** 2) < 1.1 / 21


def test_highams_points_have_the_known_optimum():
    _, cost, right, _ = logistic_optimum(draw(HighamPoints()))
    assert cost == pytest.approx(0.35908424, abs=1e-8)
    assert right == 7


def test_shipped_tables_hold_exactly_scikit_learns_numbers():
    raw = np.load(REFERENCE / "raw.npz")
    petal = np.load(REFERENCE / "logreg_iris_versicolor_virginica_petal.npz")
    for dataset, x, y in (
        (IrisPetal(standardize=False), petal["X"], petal["y"]),
        (IrisSepal(standardize=False), raw["iris_sepal"], raw["iris_y"]),
        (BreastCancer(standardize=False), raw["cancer"], raw["cancer_y"]),
    ):
        samples = draw(dataset)
        np.testing.assert_array_equal(samples.x, x)
        np.testing.assert_array_equal(samples.y[:, 0], y)
    assert draw(IrisPetal()).features == tuple(petal["feature_names"])


def test_standardized_cancer_equals_the_reference_and_remembers_its_units():
    reference = np.load(REFERENCE / "logreg_breast_cancer_radius_texture_std.npz")
    samples = draw(BreastCancer())
    np.testing.assert_allclose(samples.x, reference["X"], rtol=0, atol=1e-13)
    np.testing.assert_allclose(samples.center, reference["mean"], rtol=1e-14)
    np.testing.assert_allclose(samples.scale, reference["std"], rtol=1e-14)
    assert samples.features == tuple(reference["feature_names"])
    raw = draw(BreastCancer(standardize=False))
    np.testing.assert_allclose(samples.center + samples.scale * samples.x, raw.x, rtol=1e-14)


@pytest.mark.parametrize(
    ("dataset", "file"),
    [
        (IrisPetal(standardize=False), "logreg_iris_versicolor_virginica_petal.npz"),
        (BreastCancer(), "logreg_breast_cancer_radius_texture_std.npz"),
    ],
    ids=["iris-petal", "breast-cancer"],
)
def test_logistic_optimum_is_scikit_learns(dataset, file):
    reference = np.load(REFERENCE / file)
    unpenalized = np.flatnonzero(np.isinf(reference["C"]))[0]
    p, cost, _, _ = logistic_optimum(draw(dataset))
    np.testing.assert_allclose(p, reference["newton_w1_w2_b"][unpenalized], rtol=1e-9)
    assert cost == pytest.approx(reference["mean_cross_entropy"][unpenalized], abs=1e-12)


def test_sentences_on_real_data_state_measured_figures():
    for dataset, right in ((IrisPetal(), 94), (IrisSepal(), 75)):
        assert logistic_optimum(draw(dataset))[2] == right
        assert f"{right} of 100" in dataset.why
    raw, scaled = (
        np.linalg.cond(logistic_optimum(draw(BreastCancer(standardize=s)))[3])
        for s in (False, True)
    )
    assert (round(raw, -3), round(scaled)) == (86_000, 7)
    assert "from 86,000 to 7," in BreastCancer.why


def test_constant_column_becomes_zero_when_standardized():
    samples = Samples(np.array([[0.1, 1], [0.1, 3]]), np.array([0, 1]), ("a", "b")).standardized()
    np.testing.assert_array_equal(samples.x, [[0, -1], [0, 1]])
    np.testing.assert_array_equal(samples.center, [0.1, 2])
    np.testing.assert_array_equal(samples.scale, [1, 1])


def test_standardizing_twice_still_leads_back_to_the_units():
    raw = draw(IrisSepal(standardize=False))
    twice = raw.standardized().standardized()
    np.testing.assert_allclose(twice.center + twice.scale * twice.x, raw.x, rtol=1e-13)


def test_caller_keeps_the_right_to_write_to_its_own_arrays():
    x = np.ones((2, 1))
    Samples(x, np.array([0, 1]), ("x",))
    x[0] = 2
