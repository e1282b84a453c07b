"""The page on regularization: its sentences, its tables and its presets, held to the engine."""

import re
from dataclasses import replace

import numpy as np
import pytest

from core.datasets.wide import BreastCancerNuclei
from core.experiments.regularization import ten_coefficients as ten
from core.experiments.regularization import two_coefficients as two
from core.experiments.regularization.choices import (
    ByDegree,
    ByRidge,
    Dropout,
    EarlyStopping,
    ElasticNet,
    FoldedLasso,
    FoldedRidge,
    InputNoise,
    Lasso,
    Ridge,
    Truncation,
    TumorLasso,
    TumorRidge,
)
from core.experiments.regularization.degrees import decompose
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.freedom import freedom
from core.experiments.regularization.how_much import choose
from core.experiments.regularization.positions import (
    LASSO,
    LINEAR,
    PATH,
    RIDGE,
    SPECTRUM,
    TUMOR_LASSO,
    TUMOR_RIDGE,
)
from core.experiments.regularization.questions import (
    QUESTIONS,
    BiasAndVariance,
    HowMuch,
    OneSpectrum,
    RealCoefficients,
    ThirtyColumns,
    WhyZeros,
)
from core.experiments.regularization.shapes import SHAPES, Between, Diamond
from core.experiments.regularization.spectrum import bound, flow_gap, spectrum
from core.experiments.regularization.thirty_columns import (
    ACROSS,
    ALONG,
    NAMES,
    directions,
    separating,
)
from core.experiments.regularization.thirty_columns import tumors as columns
from core.regularization import logistic_lasso_path, logistic_ridge_path
from core.spec import Choice, Knob, Switch, controls, from_query, to_query
from pages.ui.chapter.words import counted, three
from pages.ui.regularization.elsewhere import TUMORS, N, scaling, scikit_learn, show_scaling
from pages.ui.regularization.freedom import table, verdict
from pages.ui.regularization.presets import PRESETS, of_question, otherwise
from pages.ui.regularization.questions import (
    bias_variance,
    corners,
    how_much,
    real_coefficients,
    tumors,
    why_zeros,
)
from pages.ui.regularization.questions import spectrum as one_spectrum
from pages.ui.regularization.show import STAGINGS, scene
from pages.ui.stage import encode_panels
from tests.pages.judging import hyphens

JUDGES = (
    corners.say,
    real_coefficients.say,
    how_much.say,
    bias_variance.say,
    bias_variance.not_shown,
    one_spectrum.say,
    tumors.say,
    otherwise,
    table,
    verdict,
    scikit_learn,
    scaling,
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
def test_the_row_of_the_penalty_is_what_the_cost_has_besides_the_loss_over_its_strength(question):
    minima, loss = two.minima(question, STRENGTHS), two.bowl(question.column_twice)
    followed = two.follow(question, STRENGTHS, (-40.0, 20.0), 20)
    predicted, measured, rows = why_zeros.compared(question, STRENGTHS, minima, followed)
    cost, row = rows.index("loss + penalty"), rows.index("penalty / λ")
    for values, w in ((predicted, minima[:, None]), (measured, followed.proximal.swapaxes(0, 1))):
        besides = STRENGTHS[:, None] * values[..., row]
        np.testing.assert_allclose(besides, values[..., cost] - loss.value(w), atol=1e-7)


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
    twice = WhyZeros(Diamond(), column_twice=True)
    doubled = two.minima(twice, STRENGTHS)
    predicted_twice = why_zeros.compared(
        twice, STRENGTHS, doubled, two.follow(twice, STRENGTHS, (-40.0, 20.0), 20)
    )[0][:, 0, rows.index("zeros, proximal")]
    gone = STRENGTHS > 45.2
    assert gone.any()
    assert (predicted_twice[gone] == 2).all()
    assert np.isnan(predicted_twice[STRENGTHS < 45.1]).all()
    said = ~np.isnan(predicted[1:, 0])
    np.testing.assert_allclose(predicted[1:, 0][said], measured[1:, -1][said], atol=1e-6)


@pytest.mark.long
@pytest.mark.parametrize("seed", [None, 0, 3])
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
        if said.startswith("λₘᵢₙ"):
            assert v == best
            assert is_near(numbers(said)[0], mean[v])
            assert is_near(numbers(said)[1], error[v])
        elif said.startswith("The rule"):
            assert v == within[-1]
        elif said.startswith("Within"):
            assert v in within
        else:
            assert v not in within
            above, one = numbers(said)[:2]
            assert is_near(above, mean[v] - mean[best])
            assert is_near(one, error[best])
            assert above > one, "what is more is more in print"
        assert said.endswith(how_much.leak(found))
    assert len(set(kinds)) >= 3
    judge_leak(how_much.leak(found), at, found)


def judge_leak(said, at, found):
    inside, outside = found.folded.mean, found.leaky.mean
    here, there = at[int(inside.argmin())], at[int(outside.argmin())]
    error = found.folded.standard_error[inside.argmin()]
    change = abs(outside.min() - inside.min())
    places = [here] if here == there else [here, there]
    little = [error] if change < 0.05 * error else []
    assert ("leaves λₘᵢₙ at" in said) == (here == there)
    assert ("moves λₘᵢₙ from" in said) == (here != there)
    assert ("little beside one standard error" in said) == bool(little)
    assert numbers(said.partition("λₘᵢₙ")[2]) == [
        pytest.approx(true, rel=6e-3) for true in (*places, change, *little)
    ]


def test_a_leak_is_called_little_only_where_its_error_is():
    found = choose(HowMuch(FoldedLasso()), np.array(LASSO), 0)
    leaky = replace(found.leaky, errors=found.leaky.errors + 100)
    larger = replace(found, leaky=leaky)
    assert "little" in how_much.leak(found)
    assert "little" not in how_much.leak(larger)
    judge_leak(how_much.leak(larger), LASSO, larger)


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
        assert ("here it does" in said) == (bias_variance.unbiased(found)[d] < 0)
    by_ridge = BiasAndVariance(ByRidge(), sigma, count)
    ridge = decompose(by_ridge, np.array(RIDGE[::5]), 3)
    said = bias_variance.say(ridge, by_ridge, 0, rival)
    assert ("loses to" in said) == (ridge.exact.risk.min() > risks.min())
    reached, other = numbers(said.partition("reaches")[2])[:2]
    assert is_near(reached, ridge.exact.risk.min())
    assert is_near(other, risks.min())
    # What loses or beats does so in print.
    assert (reached > other) == ("loses to" in said)
    assert (reached < other) == ("beats" in said)
    # 500 draws: the deviation of a variance of so many is 1/√250 of it, and it is a mean of many.
    for one in (found, ridge):
        np.testing.assert_allclose(one.drawn.variance, one.exact.variance, rtol=0.25)
        predicted, measured, _ = bias_variance.compared(one)
        np.testing.assert_allclose(predicted[:, 2], measured[:, 2], rtol=0.25)


def test_dots_that_a_chart_leaves_out_are_counted():
    within, out = (
        np.array([[1e-6, 100.0], [1.0, 0.5]]),
        np.array([[-3e-5, 1e-7, 0.0], [101.0, 1, 2]]),
    )
    assert bias_variance.not_shown(within, within) == ""
    assert bias_variance.not_shown(out, within) == " · four of six dots outside the chart"
    assert bias_variance.not_shown(within, out) == " · parts of two of two lines outside the chart"
    both = " · four of six dots and parts of two of two lines outside the chart"
    assert bias_variance.not_shown(out, out) == both
    question = BiasAndVariance(ByDegree())
    below = [bias_variance.unbiased(decompose(question, np.arange(16.0), seed)) for seed in (0, 1)]
    assert (np.array(below) < 0).any(), "no degree shows a dot that cannot be drawn"


@pytest.mark.parametrize("method", [EarlyStopping(), Truncation(), Dropout(), InputNoise()])
@pytest.mark.parametrize("share", [0.01, 0.1, 1.0])
def test_what_is_said_of_the_spectrum_is_so(method, share):
    question = OneSpectrum(method, step_size=share)
    found = spectrum(question, np.array(SPECTRUM))
    predicted, measured, _ = one_spectrum.compared(found)
    np.testing.assert_allclose(predicted, measured, rtol=1e-9)
    np.testing.assert_allclose(found.w, found.measured, atol=1e-8)
    for v, strength in enumerate(SPECTRUM):
        said = one_spectrum.say(found, question, v)
        if isinstance(method, Dropout):
            q = numbers(said)[0]
            assert (1 - q) / q == pytest.approx(strength, rel=0.02, abs=6e-4)
        elif isinstance(method, InputNoise):
            assert numbers(said)[0] ** 2 == pytest.approx(strength, rel=0.02)
        if isinstance(method, Dropout | InputNoise):
            np.testing.assert_allclose(found.measured[v], found.ridge_w[v], atol=1e-9)
            continue
        gap = np.abs(found.other[v] - found.ridge[v])
        assert is_near(numbers(said.partition("at most ")[2])[0], gap.max())
        assert numbers(said.partition("component ")[2])[0] == gap.argmax() + 1
        assert is_near(numbers(said.partition("Risk: ")[2])[0], found.risk[v] / found.ridge_risk[v])
        if isinstance(method, Truncation):
            left = int((found.curvatures >= strength).sum())
            have, are = ("has", "is") if left == 1 else ("have", "are")
            kept = f"{counted(left, 10, 'components').capitalize()} {have} s²/N ≥ λ and {are} kept"
            assert said.startswith(kept)
        else:
            steps = max(1, round(1 / (share / found.curvatures[0] * strength)))
            exact = found.curvatures[0] / (share * strength)
            rounded = three(exact) != three(float(steps))
            assert numbers(said)[1 + rounded] == steps
            assert (f"is {three(exact)} steps, here {steps}." in said) == rounded
            assert "at most 0.204, where s²ηt/N = 2.51," in said
    assert (flow_gap(found.curvatures, np.array(SPECTRUM)) <= bound()[1]).all()


def test_the_spectrum_has_the_facts_of_early_stopping():
    assert bound() == pytest.approx((2.512862, 0.203632), abs=1e-6)
    fine = np.geomspace(0.001, 4, 4000)
    gaps = [spectrum(OneSpectrum(step_size=share), fine) for share in (0.1, 0.01)]
    # So many steps that rounding them to a whole number matters little.
    assert gaps[1].gap[gaps[1].amount > 100].max() == pytest.approx(0.2046, abs=5e-4)
    large = spectrum(OneSpectrum(step_size=1.0), np.array([gaps[0].curvatures[0]]))
    assert large.amount[0] == 1
    assert large.gap[0] == pytest.approx(0.5, abs=1e-12)
    ridge, stopped = gaps[0].ridge_risk, gaps[0].risk
    assert ridge.min() == pytest.approx(63.928, abs=2e-3)
    assert stopped.min() == pytest.approx(64.833, abs=5e-3)
    assert (stopped / ridge).max() < 1.6862
    truncated = spectrum(OneSpectrum(Truncation()), fine)
    assert (truncated.risk < truncated.ridge_risk).any()


def test_what_is_said_of_the_tumors_is_so():
    samples = BreastCancerNuclei()()
    x, y = samples.x, samples.y[:, 0]
    w, b = separating()
    assert (((x @ w + b) > 0) == (y == 1)).all()
    assert np.linalg.norm(w) == pytest.approx(1)
    plane = directions()[:, :-1]
    np.testing.assert_allclose(plane @ plane.T, np.eye(2), atol=1e-12)
    for penalty, at in ((TumorLasso(), TUMOR_LASSO), (TumorRidge(), TUMOR_RIDGE)):
        found = columns(penalty, np.array(at))
        beyond = found.loss[np.flatnonzero(ACROSS == 0)[0], ALONG >= 0]
        assert (np.diff(beyond) < 0).all(), "the longer w, the less it costs"
        # From a valley that runs away to a bowl: the lowest point comes in from the far edge.
        lowest = [ALONG[np.argmin((found.loss + s * found.size).min(axis=0))] for s in at]
        assert (np.diff(lowest) <= 0).all()
        assert lowest[-1] <= 1 < 3 < lowest[0]
        predicted, measured, _ = tumors.compared(found, isinstance(penalty, TumorLasso))
        np.testing.assert_allclose(predicted, measured, rtol=1e-7)
        path = logistic_lasso_path if isinstance(penalty, TumorLasso) else logistic_ridge_path
        fits = path(x, y, at)
        for v in range(len(at)):
            said = tumors.say(found, v)
            right = ((fits.outputs(x)[v] > 0) == (y == 1)).mean()
            left = np.count_nonzero(fits.w[v])
            some = f"{counted(left, 30, 'coefficients')} {'is' if left == 1 else 'are'} not 0"
            start = some if left else "all 30 coefficients are 0"
            assert said.lower().startswith(start.lower())
            assert numbers(said.partition("and ")[2])[0] == pytest.approx(100 * right, abs=0.51)
    first = columns(TumorLasso(), np.array([0.3, 0.35]))
    entered = {NAMES[j] for j in np.flatnonzero(first.w.any(axis=0))}
    assert entered == {"worst concave points", "worst perimeter"}


@pytest.mark.long
def test_what_is_said_of_degrees_of_freedom_is_so():
    found = freedom(0)
    for strength, zeros, covariance, tolerance in (
        (2, 7.28, 7.50, 0.9),
        (5, 5.50, 5.56, 0.9),
        (15, 3.46, 3.27, 1.7),
    ):
        row = list(found.strengths).index(strength)
        assert found.zeros[row] == pytest.approx(zeros, abs=0.2)
        assert found.covariance[row] == pytest.approx(covariance, abs=tolerance)
    apart = np.abs(found.zeros - found.covariance) / found.error
    assert apart.max() < 3
    assert is_near(numbers(verdict(found).partition("at most")[2])[0], apart.max())
    rows = table(found).splitlines()[2:]
    assert len(rows) == len(found.strengths)
    for row, strength, covariance in zip(rows, found.strengths, found.covariance, strict=True):
        assert numbers(row)[0] == strength
        assert is_near(numbers(row)[2], covariance)
    np.testing.assert_allclose(
        found.ridge, ten.coefficients(Ridge(), found.strengths).trace, rtol=1e-10
    )


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


@pytest.mark.long
@pytest.mark.parametrize("name", QUESTIONS)
def test_any_value_of_the_dial_is_on_stage_where_the_controls_have_it(name):
    spec = Experiment(QUESTIONS[name]())
    dial = scene(spec, 0).home[0]
    # No position of any scale, but a degree.
    value = "7" if dial.endswith("degree") else "0.0612"
    turned = from_query(Experiment, to_query(spec) | {dial: value})
    for each in (spec, turned, spec):
        shown = scene(each, 0)
        family, position = shown.home
        axis = shown.repertoire.families[family].axis
        assert axis[position] == float(to_query(each)[dial])
        assert (np.diff(axis) > 0).all()
        (runs, *_) = shown.repertoire.families[family].runs
        assert len(runs.cost) == len(axis)


def ends_of(member):
    """A member with each of its numbers at both ends, its switches both ways, its menus through."""
    yield member
    for name, (_, control) in controls(member).items():
        match control:
            case Knob(low, high):
                kind = type(getattr(member, name))
                values = [kind(low), kind(high)]
            case Switch():
                values = [True, False]
            case Choice(menu):
                values = [end for cls in menu.values() for end in ends_of(cls())]
            case _:
                values = []
        for value in values:
            yield replace(member, **{name: value})


@pytest.mark.long
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_setting_at_its_ends_is_shown_without_a_number_that_is_none(name):
    for question in ends_of(QUESTIONS[name]()):
        filled = scene(Experiment(question, steps=50), 0).repertoire
        panels = {panel.name: panel for panel in filled.panels}
        encode_panels(filled)
        for panel in panels.values():
            if panel.kind in ("paths", "curves"):
                shown = panel.values if panel.kind == "paths" else panel.lines
                assert np.isfinite(shown).all(), (question, panel.name)
        assert all(sentence for sentence in panels["compared"].sentences)
        assert not any(hyphens(sentence) for sentence in panels["compared"].sentences)


def test_every_question_has_a_scene_and_presets_of_its_own():
    assert set(STAGINGS) == set(QUESTIONS)
    for name in QUESTIONS:
        own = of_question(Experiment(QUESTIONS[name]()))
        assert own[0].spec(Experiment).question == QUESTIONS[name]()
        assert 2 <= len(own) <= 6
    assert sum(len(of_question(Experiment(cls()))) for cls in QUESTIONS.values()) == len(PRESETS)


@pytest.mark.long
def test_the_estimator_of_logistic_regression_has_the_same_minimum():
    linear_model = pytest.importorskip("sklearn.linear_model")
    samples = BreastCancerNuclei()()
    for penalty, rounding in ((TumorRidge(0.01), 1e-3), (TumorLasso(0.05), 2e-2)):
        said = scikit_learn(Experiment(ThirtyColumns(penalty)))
        estimator = eval(said, {"LogisticRegression": linear_model.LogisticRegression})
        estimator.set_params(tol=1e-6, max_iter=20_000)
        fit = estimator.fit(samples.x, samples.y[:, 0])
        found = columns(penalty, np.array([penalty.strength])).w[0]
        np.testing.assert_allclose(fit.coef_[0], found, atol=rounding)
    assert len(samples.y) == TUMORS


@pytest.mark.long
@pytest.mark.parametrize(
    "question",
    [
        RealCoefficients(Lasso(), 9.0),
        RealCoefficients(ElasticNet(0.3), 2.0),
        RealCoefficients(Ridge(), 0.7),
        HowMuch(FoldedRidge(0.05)),
        OneSpectrum(Dropout(), 0.7),
        OneSpectrum(InputNoise(), 0.05),
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


def test_the_solution_on_the_loss_is_the_one_of_the_filters_and_costs_as_much():
    at = np.array(SPECTRUM)
    for method in (EarlyStopping(), Truncation(), Dropout(), InputNoise()):
        spec = Experiment(OneSpectrum(method))
        repertoire = scene(spec, 0).repertoire
        (plane,) = (panel for panel in repertoire.panels if panel.kind == "ball")
        (family,) = repertoire.families.values()
        for ball, runs in zip(plane.balls, family.runs, strict=True):
            # Rings by the filters, dots by steps, solves or noise counted out.
            np.testing.assert_allclose(ball.contact, runs.p[:, 0], atol=1e-8)
        x, y = ten.Diabetes()().x, ten.Diabetes()().y
        y = y - y.mean()
        found = spectrum(spec.question, at)
        assert (found.least > 0).all()
        # On the plane the other eight components are at their best.
        w = found.least.copy()
        w[[0, 3]] = plane.balls[1].contact[40]
        loss = np.square(y - x @ (w @ found.directions)).mean() / 2
        u = plane.balls[1].contact[40]
        assert plane.rest + u @ plane.H @ u / 2 - plane.c @ u == pytest.approx(loss, rel=1e-10)


def panel_of(spec, name):
    panels = scene(spec, 0).repertoire.panels
    return next(each for each in panels if each.name == name)


def test_no_bar_is_cut_and_none_is_too_short_to_see():
    """At each λ the axis holds every bar and mark, and the longest has half of it."""
    ridge = panel_of(Experiment(ThirtyColumns(TumorRidge())), "weights")
    longest = np.maximum(np.abs(ridge.values), np.abs(ridge.predicted))[:, 0].max(axis=1)
    assert (longest <= ridge.reaches).all()
    assert (longest >= ridge.reaches / 2).all()
    for question in (
        ThirtyColumns(),
        RealCoefficients(),
        RealCoefficients(ElasticNet()),
    ):
        bars = panel_of(Experiment(question), "conditions")
        most = bars.values[:, 0].max(axis=1)
        assert (most <= 1 + 1e-6).all()
        assert (most[1:-1] > 0.5).all()
        assert bars.ends == (0.0, 1.05)
        assert (bars.level == 1).all()


@pytest.mark.parametrize("penalty", [TumorLasso(), TumorRidge()])
def test_a_valley_has_level_lines_around_several_points_at_every_strength(penalty):
    valley = panel_of(Experiment(ThirtyColumns(penalty)), "valley")
    for strength in valley.strengths:
        height = valley.loss + strength * valley.penalty
        low, high = height.min(), height.max()
        inside = [(height < low + share * (high - low)).sum() for share in valley.shares]
        assert inside == sorted(inside)
        # Lines around a single point of the grid are none that is seen.
        assert sum(20 < count < height.size - 20 for count in inside) >= 4


def test_what_is_said_of_loss_and_penalty_is_of_the_setting_on_stage():
    """The formula of the penalty by its value, of the columns by the data that a question fits."""
    w = np.array([3.0, -1.0])
    for cls in SHAPES.values():
        said = scaling(WhyZeros(cls()))
        penalty = why_zeros.size_of(WhyZeros(cls()), w)
        values = {
            r"λ\max_j|w_j|$": 3.0,
            r"λ\|w\|_1$": 4.0,
            r"\frac{λ}{2}\|w\|^2$": 5.0,
            r"λ(ρ\|w\|_1+\tfrac{1-ρ}{2}\|w\|^2)$": 4 * cls().l1_share + 5 * (1 - cls().l1_share),
        }
        (named,) = [value for formula, value in values.items() if f"is ${formula}" in said]
        assert penalty == pytest.approx(named)
    for kind in (ByDegree(), ByRidge()):
        said = scaling(BiasAndVariance(kind))
        assert ("no penalty" in said) == isinstance(kind, ByDegree)
        assert "Legendre" in said
        assert "mean 0" not in said
    assert "cross-entropy" in scaling(ThirtyColumns())
    assert scikit_learn(Experiment(OneSpectrum(Truncation()))) is None


def test_no_penalty_is_spoken_of_where_there_is_none():
    degree = from_query(
        Experiment, {"question": "bias-and-variance", "question.kept_simple_by.degree": "7"}
    )
    assert "A penalty pulls" not in otherwise(degree)
    assert "A penalty pulls" in otherwise(Experiment(RealCoefficients()))
    assert "A penalty pulls" in otherwise(Experiment(BiasAndVariance(ByRidge())))


def test_what_is_measured_twice_is_not_called_predicted():
    compared = panel_of(Experiment(HowMuch()), "compared")
    assert compared.heads == ("first", "second")
    assert "Predicted" not in compared.title
