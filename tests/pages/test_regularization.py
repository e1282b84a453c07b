"""The page on regularization: its sentences, its tables and its presets, held to the engine."""

import re

import numpy as np
import pytest

from core.experiments.regularization import ten_coefficients as ten
from core.experiments.regularization import two_coefficients as two
from core.experiments.regularization.degrees import decompose
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.how_much import choose
from core.experiments.regularization.questions import (
    LASSO,
    LINEAR,
    PATH,
    QUESTIONS,
    RIDGE,
    BiasAndVariance,
    ByDegree,
    ByRidge,
    ElasticNet,
    FoldedLasso,
    FoldedRidge,
    HowMuch,
    Lasso,
    RealCoefficients,
    Ridge,
    WhyZeros,
)
from core.experiments.regularization.shapes import SHAPES, Between, Diamond
from pages.ui.regularization.elsewhere import N, scikit_learn, show_scaling
from pages.ui.regularization.presets import PRESETS, of_question
from pages.ui.regularization.questions import (
    bias_variance,
    corners,
    how_much,
    real_coefficients,
    why_zeros,
)
from pages.ui.regularization.show import SCENES

JUDGES = (
    corners.say,
    real_coefficients.say,
    how_much.say,
    bias_variance.say,
    scikit_learn,
    show_scaling,
)
STRENGTHS = np.array(LINEAR)
CASES = [
    WhyZeros(shape, column_twice=twice)
    for shape in (*(cls() for cls in SHAPES.values()), Between(0.2))
    for twice in (False, True)
]


def numbers(sentence):
    """The numbers of a sentence, in order."""
    plain = sentence.replace("−", "-").replace(",", "")
    return [float(each) for each in re.findall(r"(?<![\w₁₂])-?\d+\.?\d*(?:e-?\d+)?", plain)]


def is_near(said, true):
    return said == pytest.approx(true, rel=6e-3, abs=1e-12)


@pytest.mark.parametrize("question", CASES, ids=str)
def test_what_is_said_of_the_contact_is_so(question):
    loss, penalty = two.bowl(question.column_twice), question.penalty
    share = penalty.l1_share
    ends = two.follow(question, STRENGTHS, (-40.0, 20.0), 2000).subgradient[-1]
    far = ~np.isfinite(ends).all(axis=1) | (np.abs(ends).max(axis=1) > 1e3)
    for v, (strength, w) in enumerate(zip(STRENGTHS, two.minima(question, STRENGTHS), strict=True)):
        said, slopes = corners.say(question, strength, w), np.abs(loss.gradient(w))
        line = strength * share
        bend = 0 if penalty.name == "max" else strength * (1 - share)
        sharp = question.eta * (loss.sharpest + bend)
        if "diverges" in said:
            assert sharp > 2
            assert is_near(numbers(said)[-2], sharp)
        # Right at 2 nothing decides.
        if abs(sharp - 2) > 1e-9:
            assert ("diverges" in said) == far[v]
        if "Both are exactly 0" in said:
            assert not w.any()
            held = slopes.sum() <= strength if penalty.name == "max" else slopes.max() <= line
            assert held
        elif " is exactly 0" in said:
            j = int(np.flatnonzero(w == 0)[0])
            assert f"w{'₁₂'[j]} is exactly 0" in said
            assert (w == 0).sum() == 1
            assert is_near(numbers(said)[1], slopes[j])
            assert slopes[j] < line
        elif "exactly of the same size" in said or "exactly the same size" in said:
            assert abs(w[0]) == abs(w[1]) > 0
        elif "one coefficient is as large as the ball" in said:
            assert abs(w[0]) != abs(w[1])
        elif "exactly λ" in said:
            np.testing.assert_allclose(slopes, line, rtol=1e-9)
            assert (w != 0).all()
        elif "above λ" in said:
            assert (slopes > line).all()
            assert (w != 0).all()
        elif "evenly" in said:
            assert w[0] == pytest.approx(w[1])
            assert is_near(numbers(said)[0], w[0])
        elif "neither coefficient is 0" in said:
            assert (w != 0).all()
        elif "only the sum is determined" in said:
            assert not two.is_unique(question)
            other = w + np.array([1, -1]) * 0.5 * w[0]
            best, same = [
                why_zeros.cost_of(question, np.array([strength]), each[None])[0]
                for each in (w, other)
            ]
            assert same == pytest.approx(best, rel=1e-12)
        else:
            assert strength == 0, said


def test_what_is_said_of_ten_coefficients_is_so():
    knots = ten.events()
    for penalty in (Lasso(), ElasticNet(), Ridge()):
        share = ten.share_of(penalty)
        found = ten.coefficients(penalty, np.array(PATH))
        for v, strength in enumerate(PATH):
            said = real_coefficients.say(found, v, share, knots)
            inside = {name for name, w in zip(ten.NAMES, found.solved[v], strict=True) if w}
            if share == 0:
                assert len(inside) == 10
                assert is_near(numbers(said)[1], found.trace[v])
                continue
            named = said.partition(" Next")[0].partition(" Below")[0]
            assert {name for name in ten.NAMES if re.search(rf"\b{name}\b", named)} == inside
            if "Next below" in said:
                name, verb, at = re.search(r"Next below: (\w+) (.*) at λ = (\S+)\.$", said).groups()
                after = ten.coefficients(penalty, np.array([float(at) * 0.985])).solved[0]
                j = ten.NAMES.index(name)
                assert float(at) < strength
                assert (after[j] != 0) == (verb != "leaves")
                assert (verb == "comes back") == (name == "s3" and float(at) < 0.1)
            elif "nothing comes or goes" in said:
                assert strength < min(each.strength for each in knots)


def test_tables_predict_what_is_measured():
    for penalty in (Lasso(), ElasticNet(), Ridge()):
        found = ten.coefficients(penalty, np.array(PATH))
        predicted, measured, rows = real_coefficients.compared(found, ten.share_of(penalty))
        assert predicted.shape == measured.shape == (len(PATH), len(rows))
        np.testing.assert_allclose(predicted, measured, rtol=1e-9, atol=1e-9)
    question = WhyZeros(Diamond())
    followed = two.follow(question, STRENGTHS, (-40.0, 20.0), 2000)
    minima = two.minima(question, STRENGTHS)
    predicted, measured, rows = why_zeros.compared(question, STRENGTHS, minima, followed)
    assert measured.shape == (len(STRENGTHS), len(followed.k), len(rows))
    said = ~np.isnan(predicted[1:, 0])
    np.testing.assert_allclose(predicted[1:, 0][said], measured[1:, -1][said], atol=1e-6)


@pytest.mark.long
@pytest.mark.parametrize("seed", [None, 3])
@pytest.mark.parametrize("penalty", [FoldedLasso(), FoldedRidge()])
def test_what_is_said_of_the_folds_is_so(penalty, seed):
    at = LASSO if isinstance(penalty, FoldedLasso) else RIDGE
    found = choose(HowMuch(penalty, random_folds=seed is not None), np.array(at), seed or 0)
    mean, error = found.folded.mean, found.folded.standard_error
    best = int(mean.argmin())
    within = np.flatnonzero(mean <= mean[best] + error[best])
    kinds = []
    for v in range(len(at)):
        said = how_much.say(found, v)
        kind = said.partition(":")[0] if v in (best, within[-1]) else said.partition(",")[0]
        kinds.append(kind)
        if said.startswith("λ_min"):
            assert v == best
            assert is_near(numbers(said)[0], mean[v])
            assert is_near(numbers(said)[1], error[v])
        elif said.startswith("The rule"):
            assert v == within[-1]
        elif said.startswith("Within"):
            assert v in within
        else:
            assert v not in within
            assert is_near(numbers(said)[0], mean[v] - mean[best])
        leak = at[int(found.leaky.mean.argmin())]
        assert ("leaves λ_min" in said) == (leak == at[best])
        if "moves λ_min to" in said:
            assert is_near(numbers(said.partition("moves λ_min to")[2])[0], leak)
    assert len(set(kinds)) >= 3
    # “Here a small one”: the same rule of one standard error, the least error by less than 0.1 %.
    assert abs(found.leaky.mean.min() / mean.min() - 1) < 1e-3
    assert abs(found.leaky.simplest - found.folded.simplest) <= 1


@pytest.mark.parametrize("sigma", [0.05, 0.3, 1.0])
@pytest.mark.parametrize("count", [18, 20, 60])
def test_what_is_said_of_bias_and_variance_is_so(sigma, count):
    by_degree = BiasAndVariance(ByDegree(), sigma, count)
    degrees = np.arange(16.0)
    found = decompose(by_degree, degrees, 3)
    rival = bias_variance.best_degree(by_degree)
    risks = found.exact.bias2 + found.exact.variance
    assert (rival.degree, rival.risk) == (risks.argmin(), risks.min())
    for d in range(16):
        said = bias_variance.say(found, by_degree, d, rival)
        assert ("larger part is bias" in said) == (found.exact.bias2[d] > found.exact.variance[d])
        assert found.rest[d] == pytest.approx(sigma**2 * (d + 1) / count)
        assert is_near(numbers(said.partition("/N = ")[2])[0], found.rest[d])
        assert ("No other degree" in said) == (d == risks.argmin())
    by_ridge = BiasAndVariance(ByRidge(), sigma, count)
    ridge = decompose(by_ridge, np.array(RIDGE[::5]), 3)
    said = bias_variance.say(ridge, by_ridge, 0, rival)
    assert ("loses to" in said) == (ridge.exact.risk.min() > risks.min())
    assert is_near(numbers(said.partition("reaches")[2])[0], ridge.exact.risk.min())
    # 500 draws: the deviation of a variance of so many is 1/√250 of it, and it is a mean of many.
    for one in (found, ridge):
        np.testing.assert_allclose(one.drawn.variance, one.exact.variance, rtol=0.25)
        predicted, measured, _ = bias_variance.compared(one)
        np.testing.assert_allclose(predicted[:, 2], measured[:, 2], rtol=0.25)


def test_the_presets_show_what_they_say():
    by_label = {preset.label: preset.spec(Experiment) for preset in PRESETS}
    corner = by_label["Reach the corner"].question
    zeros = (two.minima(corner, np.array(LINEAR)) == 0).sum(axis=1)
    assert zeros[LINEAR.index(corner.strength)] == 0
    assert set(zeros) == {0, 1, 2}
    assert (np.diff(zeros) >= 0).all(), "what is 0 stays 0"
    disc = by_label["Try the disc"].question
    assert (two.minima(disc, np.array(LINEAR)) != 0).all()
    spec = by_label["Come back from 0"]
    run = two.follow(spec.question, np.array([spec.question.strength]), spec.first, spec.steps)
    zero = run.proximal[:, 0, 0] == 0
    assert run.proximal[0, 0, 0] < 0
    assert zero.any()
    assert run.proximal[-1, 0, 0] > 0
    assert not (run.subgradient == 0).any()
    leave = by_label["See one leave"].question
    s3 = ten.coefficients(Lasso(), np.array([0.11, leave.strength, 0.06])).solved[:, 6]
    assert s3[0] < 0
    assert s3[1] == 0
    assert s3[2] > 0
    wild = decompose(by_label["Make it wild"].question, np.array([15.0]), 0)
    assert wild.exact.variance[0] > 1000 * wild.exact.bias2[0]
    least = {
        label: bias_variance.best_degree(by_label[label].question)
        for label in ("Choose the degree", "Ask for less noise")
    }
    assert least["Choose the degree"].degree == 3
    assert least["Choose the degree"].risk == pytest.approx(0.023157, abs=1e-6)
    assert least["Ask for less noise"].degree > 3
    tamed = decompose(by_label["Tame it by a ridge"].question, np.array(RIDGE), 0)
    assert tamed.exact.risk.min() == pytest.approx(0.04223, abs=1e-5)
    assert RIDGE[int(tamed.exact.risk.argmin())] == 0.0316


def test_every_question_has_a_scene_and_presets_of_its_own():
    assert set(SCENES) == set(QUESTIONS)
    for name in QUESTIONS:
        own = of_question(Experiment(QUESTIONS[name]()))
        assert own[0].spec(Experiment).question == QUESTIONS[name]()
        assert 2 <= len(own) <= 6
    assert sum(len(of_question(Experiment(cls()))) for cls in QUESTIONS.values()) == len(PRESETS)


@pytest.mark.long
@pytest.mark.parametrize(
    "question",
    [
        RealCoefficients(Lasso(), 9.0),
        RealCoefficients(ElasticNet(0.3), 2.0),
        RealCoefficients(Ridge(), 0.7),
        HowMuch(FoldedRidge(0.05)),
    ],
    ids=str,
)
def test_the_estimator_of_scikit_learn_has_the_same_minimum(question):
    linear_model = pytest.importorskip("sklearn.linear_model")
    names = {name: getattr(linear_model, name) for name in ("Lasso", "Ridge", "ElasticNet")}
    said = scikit_learn(Experiment(question))
    estimator = eval(said, names)
    estimator.set_params(tol=1e-12)
    penalty = question.penalty if isinstance(question, RealCoefficients) else Ridge()
    strength = getattr(question, "strength", None) or question.penalty.strength
    samples = ten.Diabetes()()
    fit = estimator.fit(samples.x, samples.y)
    found = ten.coefficients(penalty, np.array([strength])).solved[0]
    np.testing.assert_allclose(fit.coef_, found, atol=1e-5)
    assert N == len(samples.y) == 442
