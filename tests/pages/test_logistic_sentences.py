"""What chapter 1 says at each step, judged by an evaluation of its own in extended precision."""

import re
from collections import Counter
from functools import cache
from typing import ClassVar

import numpy as np
import pytest

from core.datasets import DATASETS
from core.experiments.diagnosis import diagnose
from core.experiments.logistic.choices import CrossEntropy, Never, OwnTable, Squared
from core.experiments.logistic.experiment import LogisticExperiment, problem
from core.experiments.logistic.infimum import along_ray, infimum
from core.experiments.logistic.landscape import critical_points_of
from core.experiments.starts import Drawn, Plateau
from core.landscape.critical_points import minima
from core.optimizers import OPTIMIZERS, GradientDescent
from core.training.samplers import FullBatch, ShuffledEpochs, WithReplacement
from core.training.sweep import sweep
from pages.ui.chapter.remembered import key_of
from pages.ui.chapter.runs import strip_of
from pages.ui.losses.pulls import sample_names
from pages.ui.losses.sentences import Known, tell
from tests.own_tables import OWN_TABLES
from tests.pages.judging import hyphens, typed

JUDGES = (tell,)
NUMBER = r"(-?[\d.]+(?:e[+-]?\d+)?)"
WORDS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
RATES = (0.01, 0.3, 1.0, 10.0, 100.0)
DATA = {name: cls() for name, cls in DATASETS.items()} | {
    name: OwnTable(table) for name, table in OWN_TABLES.items()
}
DATA |= {
    f"{name}, own units": OwnTable(OWN_TABLES[name], Never())
    for name in ("years", "kelvin", "heights", "prices", "salary")
}


class Exact:
    """Cost, shares, gradient and Hessian of a sigmoid unit at p, in extended precision."""

    def __init__(self, risk, p):
        wide = np.longdouble
        X = np.column_stack([risk.x, np.ones(len(risk.x))]).astype(wide)
        sign, N = 2 * risk.y[:, 0].astype(wide) - 1, len(X)
        m = sign * (X @ p.astype(wide))
        e = np.exp(-np.abs(m))
        right = np.where(m > 0, 1, e) / (1 + e)
        wrong = np.where(m > 0, e, 1) / (1 + e)
        if risk.loss.weight is None:
            each, slope = np.maximum(-m, 0) + np.log1p(e), -wrong
            bend = wrong * right
        else:
            each, slope = wrong**2, -2 * wrong**2 * right
            bend = 2 * wrong**2 * right * (2 * right - wrong)
        strength = 0 if risk.penalty is None else risk.penalty.strength
        self.cost, self.penalty = each.mean(), strength / 2 * (p.astype(wide) ** 2).sum()
        self.total = self.cost + self.penalty
        self.gradient = (slope * sign) @ X / N + strength * p
        self.norm = np.sqrt((self.gradient**2).sum())
        self.far_wrong = wrong > 0.95
        self.terms = (slope * sign)[:, None] * X / N
        H = (X.T * bend) @ X / N + strength * np.eye(len(p))
        self.eigenvalues = np.linalg.eigvalsh(H.astype(float))
        self.rounding = 1e-13 * np.linalg.norm((X.T * np.abs(bend)) @ X / N + strength)
        self.margins = m

    def share(self, members):
        return float(self.terms[members].sum(axis=0) @ self.gradient / self.norm**2)


def near(text, value, slack=0.0):
    """Whether a printed number is a value to three digits."""
    return abs(float(text) - float(value)) <= 6e-3 * abs(float(value)) + slack


def percent_is(text, value):
    if text.startswith("under"):
        return 0 < value < 1e-4 + 1e-9
    if text.startswith("over"):
        return 0.994 < value < 1 + 1e-12
    return abs(float(text) - 100 * value) <= max(0.06 * abs(100 * value), 1e-9) or (
        abs(float(text) - 100 * value) <= 0.51 and 100 * value > 9.9
    )


def number_word(word):
    return WORDS.index(word.lower()) if word.lower() in WORDS else int(word)


def separates(p, X, y):
    return bool((((X @ p) > 0) == (y > 0.5)).all())


class Judge:
    """One frame of one run, and what each sentence about it has to be true of."""

    def __init__(self, risk, run, v, f, eta, known, names):
        self.risk, self.run, self.v, self.f, self.eta = risk, run, v, f, eta
        self.known, self.names = known, names
        self.p = run.p[f, v]
        self.now = Exact(risk, self.p)
        self.before = Exact(risk, run.p[f - 1, v]) if f else None

    def __call__(self, text):
        """The kinds of sentences in the text; AssertionError if one is false or unknown."""
        assert not hyphens(text), text
        kinds = []
        rest = typed(text)
        for pattern, check in self.RULES.items():
            match = re.match(pattern, rest)
            if match:
                assert check(self, match), (check.__name__, text)
                kinds.append(check.__name__)
                rest = rest[match.end() :].lstrip()
        assert not rest, f"nobody has judged “{rest}” of “{text}”"
        return kinds

    def diverged(self, match):
        return int(match[1]) == self.run.diverged_at[self.v] <= self.run.k[self.f]

    def rate_too_large(self, match):
        high = Exact(self.risk, self.run.p[0, self.v]).eigenvalues[-1]
        return near(match[2], 2 / high) and self.eta > 2 / high and near(match[1], self.eta)

    def out_of_bounds(self, match):
        return near(match[1], self.eta)

    def at_a_minimum(self, match):
        low, norm = self.now.eigenvalues[0], self.now.norm
        # Newton's method, begun here, must find a minimum that costs as much.
        q = self.p.copy()
        for _ in range(30):
            q = q - np.linalg.solve(self.risk.hessian(q), self.risk.gradient(q))
        there = Exact(self.risk, q)
        gap = float(self.now.total - there.total)
        said = float(match[1] or 0.0)
        near_zero = 1e-15 * (1 + abs(float(there.total)))
        return (
            low > -self.now.rounding
            and there.eigenvalues[0] > 0
            and abs(gap) <= 2e-6 * (1 + abs(float(there.total)))
            and abs(gap - said) <= 6e-3 * said + 4 * near_zero
            and near(match[2], norm, 1e-15 * np.abs(self.now.terms).sum() + 1e-18)
        )

    def drowned(self, match):
        return self.now.norm <= 2 * float(match[1])

    def overshooting(self, match):
        step = -self.eta * self.now.gradient
        nearest = min(self.known.found, key=lambda m: np.linalg.norm(m.p - self.p))
        away = nearest.p - self.p
        high = Exact(self.risk, nearest.p).eigenvalues[-1]
        return (
            near(match[1], np.sqrt((step**2).sum()))
            and near(match[2], np.linalg.norm(away))
            and step @ away > away @ away
            and near(match[3], self.eta)
            and near(match[4], 2 / high)
            and self.eta > 2 / high
        )

    def running_away(self, match):
        length = np.linalg.norm(self.p)
        finite = self.known.infimum is not None and self.known.infimum.p is not None
        return (
            near(match[1], self.now.norm)
            and near(match[2], length)
            and self.p @ self.now.gradient < 0
            and not finite
            and all((self.p - m.p) @ self.now.gradient < 0 for m in self.known.found)
        )

    def infimum_is_nowhere(self, match):
        low = lowest_ever(self.risk)
        above = float(self.now.cost) - low
        return above > 0 and near(match[1], above, 1e-4) and near(match[2], low, 1e-4)

    def along_the_ray(self, match):
        # Far enough out that every sample is saturated.
        least = np.abs(self.now.margins).min()
        far = Exact(self.risk, self.p * float(1e4 / least))
        return near(match[1], self.now.cost, 1e-12) and near(match[2], far.cost, 1e-6)

    def cost_is(self, match):
        return near(match[1], self.now.cost, 1e-12)

    def fell(self, match):
        steps = self.run.k[self.f] - self.run.k[self.f - 1]
        fall = float(self.before.total - self.now.total) / steps
        return fall > 0 and near(match[1], fall, 1e-13 / steps)

    def held_back(self, match):
        return (
            2 * self.now.far_wrong.sum() >= len(self.risk.x)
            and self.now.norm < 0.1
            and near(match[1], self.now.norm, self.slack)
            and self.risk.loss.weight is not None
        )

    def pulled_hard(self, match):
        return (
            self.now.norm >= 0.0999
            and near(match[1], self.now.norm, self.slack)
            and self.now.share(self.now.far_wrong) >= 0.499
        )

    @property
    def slack(self):
        return 1e-13 * np.abs(self.now.terms).sum()

    def uphill(self, match):
        rise = float(self.now.total - self.before.total)
        at = int(match[2]) == self.run.k[self.f - 1]
        return rise > 0 and near(match[1], rise, 1e-13 * (1 + float(self.now.total))) and at

    def downhill(self, match):
        return self.now.total < self.before.total

    def not_convex(self, match):
        low = self.now.eigenvalues[0]
        return low < 0 and near(match[2], low, self.now.rounding) and self.norm_is(match)

    def convex(self, match):
        low = self.now.eigenvalues[0]
        return (
            low > -self.now.rounding
            and near(match[2], low, self.now.rounding)
            and self.norm_is(match)
        )

    def flat(self, match):
        return abs(self.now.eigenvalues[0]) <= 100 * self.now.rounding and self.norm_is(match)

    def norm_is(self, match):
        return near(match[1], self.now.norm, self.slack)

    def cancel(self, match):
        shares = np.array([self.now.share([i]) for i in range(len(self.risk.x))])
        return near(match[1], np.maximum(shares, 0).sum(), 1e-3)

    def far_wrong_give(self, match):
        given = self.now.share(self.now.far_wrong)
        only = match[3] is not None
        saturated = match[5] is None or (
            float(match[5]) == 0.0475 and self.risk.loss.weight is not None
        )
        return (
            self.far_wrong_count(match)
            and percent_is(match[4], given)
            and only == (given < 0.1 and not match[4].startswith("under"))
            and saturated
        )

    def far_wrong_pull_back(self, match):
        return self.far_wrong_count(match) and self.now.share(self.now.far_wrong) < 1e-9

    def far_wrong_count(self, match):
        return number_word(match[1]) == self.now.far_wrong.sum() and number_word(match[2]) == len(
            self.risk.x
        )

    def carriers(self, match):
        who, percent, back = match[1], match[2], match[3]
        counted = re.fullmatch(r"(\w+) of (\w+) points", who)
        shares = np.array([self.now.share([i]) for i in range(len(self.risk.x))])
        if counted:
            count = number_word(counted[1])
            members = np.argsort(-shares)[:count]
        else:
            members = [list(map(typed, self.names)).index(name) for name in re.split(r" and ", who)]
            # Named alone: nobody else gives more.
            others = np.delete(shares, members)
            assert not len(others) or others.max() <= shares[members].min() + 1e-6
        given = shares[members].sum()
        return percent_is(percent, given) and given > 0.899 and (back is None or given > 1.0049)

    RULES: ClassVar = {
        r"Diverged at step (\d+):": diverged,
        rf"η = {NUMBER} is more than 2/λ_max = {NUMBER} at the start\. The picture keeps the last "
        r"finite point\.": rate_too_large,
        rf"with η = {NUMBER} the next point would be out of all bounds\. The picture keeps the "
        r"last finite point\.": out_of_bounds,
        rf"At a minimum(?:, to within {NUMBER} of its cost)?: ‖∇C‖ = {NUMBER}, every eigenvalue "
        r"positive\.": at_a_minimum,
        rf"Out of double precision's reach: ‖∇C‖ is 0 to within {NUMBER}, the rounding of its "
        r"terms\. No number here tells which way is down\.": drowned,
        rf"Overshooting: the step of length η‖∇C‖ = {NUMBER} goes beyond the minimum, {NUMBER} "
        rf"away\. There η = {NUMBER} is more than 2/λ_max = {NUMBER}\.": overshooting,
        rf"Running away: only ‖∇C‖ = {NUMBER} is left, and it leads outwards: ‖p‖ = "
        rf"{NUMBER}\.": running_away,
        rf"C is {NUMBER} above its infimum {NUMBER}, attained nowhere\.": infimum_is_nowhere,
        rf"C = {NUMBER}; farther along this ray it tends to {NUMBER}\.": along_the_ray,
        rf"C = {NUMBER}\.": cost_is,
        rf"It fell by {NUMBER} a step\.": fell,
        rf"Held back: ‖∇C‖ = {NUMBER}\.": held_back,
        rf"Pulled hard: ‖∇C‖ = {NUMBER}\.": pulled_hard,
        rf"Uphill by {NUMBER} since step (\d+), ": uphill,
        r"Downhill, ": downhill,
        rf"[Nn]ot convex here: ‖∇C‖ = {NUMBER}, λ_min = {NUMBER} < 0\.": not_convex,
        rf"[Cc]onvex here: ‖∇C‖ = {NUMBER}, λ_min = {NUMBER}\.": convex,
        rf"[Ff]lat along some direction, to within rounding: ‖∇C‖ = {NUMBER}\.": flat,
        rf"The points' pulls all but cancel: those along ∇C alone make {NUMBER} times ∇C\.": cancel,
        r"((?:(?!, far on).)+?) gives? ((?:under |over )?[\d.]+) % of ∇C"
        r"(, others pull back)?\.": carriers,
        r"(\w+) of (\w+) points, far on the wrong side, gives? (only )?"
        rf"((?:under |over )?[\d.]+) % of ∇C(?:: there σ′ < {NUMBER})?\.": far_wrong_give,
        r"(\w+) of (\w+) points, far on the wrong side, pulls? the other "
        r"way\.": far_wrong_pull_back,
    }


@cache
def lowest_of(data, loss, ridge):
    spec = LogisticExperiment(data=data, loss=loss, ridge=ridge)
    found = problem(spec)
    risk = found.risks[0]
    points = critical_points_of(found, risk)
    return minima(points), infimum(found, risk)


def lowest_ever(risk):
    """How low Newton's method gets the cost, with a ridge that goes to 0."""
    x = (risk.x - risk.x.mean(axis=0)) / risk.x.std(axis=0)
    X = np.column_stack([x, np.ones(len(x))])
    sign = 2 * risk.y[:, 0] - 1
    p = np.zeros(X.shape[1])
    for ridge in np.geomspace(1e-1, 1e-7, 13):
        for _ in range(12):
            w = 1 / (1 + np.exp(np.clip(sign * (X @ p), -500, 500)))
            g = -(w * sign) @ X / len(X) + ridge * p
            H = (X.T * (w * (1 - w))) @ X / len(X) + ridge * np.eye(len(p))
            p = p - np.linalg.solve(H, g)
    cost = float(np.logaddexp(0, -sign * (X @ p)).mean())
    return 0.0 if cost < 1e-4 else cost


def specs_of(data, number):
    """Three experiments on the data, their optimizers, samplers and starts going round."""
    members = list(OPTIMIZERS.values())
    for turn, loss in enumerate((Squared(), CrossEntropy())):
        yield LogisticExperiment(data=data, loss=loss, steps=30, sampler=FullBatch())
        yield LogisticExperiment(
            data=data,
            loss=loss,
            steps=40,
            optimizer=members[(2 * number + turn) % len(members)](),
            sampler=(ShuffledEpochs(m=1), WithReplacement(m=2), FullBatch())[number % 3],
            start=(Drawn(), Plateau())[turn],
            seed=number,
            ridge=(0.0, 0.5)[number % 2],
        )


@pytest.mark.long
def test_every_sentence_is_true_of_its_step():
    judged, kinds, false = 0, Counter(), []
    for number, (name, data) in enumerate(DATA.items()):
        for spec in specs_of(data, number):
            lane = next(iter(spec.recipes()))
            strip = strip_of(sweep(spec, "optimizer.eta", RATES, 7, lanes=(lane,)), lane)
            found, lowest = lowest_of(data, spec.loss, spec.ridge)
            meant = problem(spec)
            risk, run = meant.risks[0], strip.run
            names = sample_names(risk.x, meant.samples.features)
            full = spec.sampler.size(len(risk.x)) >= len(risk.x)
            for v, eta in enumerate(RATES):
                known = Known(
                    names,
                    found,
                    lowest,
                    [along_ray(risk, p) for p in run.p[:, v]],
                    squared=risk.loss.weight is not None,
                    descent=isinstance(spec.optimizer, GradientDescent) and full,
                )
                said = tell(diagnose(risk, run.p[:, v]), strip, v, known)
                for f, sentence in enumerate(said.frame):
                    if len(risk.x) > 200 and f % 4:
                        continue
                    judge = Judge(risk, run, v, f, eta, known, names)
                    try:
                        kinds.update(judge(said.sentences[sentence]))
                    except AssertionError as error:
                        false.append((name, key_of(spec), eta, int(run.k[f]), str(error)))
                    judged += 1
    print(f"{judged} texts, {sum(kinds.values())} sentences: {dict(kinds)}")
    assert not false, "\n".join(map(str, false[:12]))
    assert judged >= 700
    assert len(kinds) >= 18
