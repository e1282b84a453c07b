"""What the theory and noise sections say is true: formulas, recursions and loops of our own."""

import re
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest

from core.experiments.race.experiment import RaceExperiment, start
from core.experiments.race.grounds import GROUNDS
from core.networks.initialization import uniform_fan_in
from core.objectives import Product
from core.objectives.functions import Quadratic
from core.optimizers import GradientDescent
from core.rounding import SHAKE, moved
from core.theory.edge_of_stability import edge, flat_limits, wave
from core.theory.noise_floor import Spread, fitted, floor, line_fit, small_step_floor, spread
from core.theory.quadratics import (
    best_optimizers,
    contraction,
    descent_rate,
    distances,
    steps_above,
)
from core.training.descent import descend
from core.training.samplers import ShuffledEpochs, WithReplacement
from core.training.seeds import generators
from pages.ui.chapter.words import percent, three
from pages.ui.optimizers.words import edge as edges
from pages.ui.optimizers.words import noise, theory
from tests.pages.judging import hyphens, typed

JUDGES = (
    theory.descent,
    theory.heavy_ball,
    theory.how,
    theory.steps_left,
    theory.double_root,
    edges.at_the_edge,
    edges.on_the_ground,
    edges.flat,
    noise.levels,
    noise.proportional,
    noise.seen,
)
KAPPAS = (1.0, 1.5, 20.0, 50.0, 1000.0)
SCALED = (0.05, 0.3, 0.8, 1.0, 1.3, 1.9, 1.96, 2.0, 2.05, 2.1)
BETAS = (0.0, 0.1, 0.5, 0.77, 0.9, 0.99)


def close(text, value, slack=0.0):
    """Whether three printed digits are those of a value."""
    return abs(float(text) - value) <= 6e-3 * abs(value) + slack


def numbers(said):
    assert not hyphens(said), said
    return [
        float(n.rstrip(".").replace(",", ""))
        for n in re.findall(r"-?\d[\d.,]*(?:e-?\d+)?", typed(said))
    ]


def errors(kappa, scaled, beta=0.0, steps=4000):
    """The errors (steps + 1, ..., 2) along both eigenvectors for settings (...), from 1, at rest.

    What has grown beyond 1e100 stands still.
    """
    scaled, beta = np.broadcast_arrays(scaled, beta)
    pull, beta = np.multiply.outer(scaled / kappa, [1.0, kappa]), beta[..., None]
    e = before = np.ones(pull.shape)
    path = [e]
    for _ in range(steps):
        after = e - pull * e + beta * (e - before)
        small = np.abs(after).max(axis=-1, keepdims=True) <= 1e100
        e, before = np.where(small, after, e), np.where(small, e, before)
        path.append(e)
    return np.array(path)


def judge_descent(kappa, scaled):
    run = descend(Quadratic.of_condition(kappa), GradientDescent(scaled / kappa), [1.0, 1.0], 300)
    measured = float(contraction(distances(run.p)))
    promised = float(descent_rate([1.0, kappa], scaled / kappa))
    said = theory.descent(kappa, scaled, promised, measured)
    assert not hyphens(said)
    said = typed(said)
    slowest = max(abs(1 - scaled / kappa), abs(1 - scaled))
    eta, told = re.search(
        r"At η = (\S+) the distance is multiplied by \*\*([\d.]+)\*\*", said
    ).groups()
    assert close(eta, scaled / kappa)
    assert float(told) == pytest.approx(slowest, abs=6e-5)
    own = np.linalg.norm(errors(kappa, scaled, steps=300), axis=1)
    if found := re.search(r"by \*\*([\d.]+)\*\* in the run", said):
        good = np.flatnonzero(own <= 1e-12 * np.maximum.accumulate(own))
        last = int(good[0]) - 1 if len(good) else len(own) - 1
        slope = np.polyfit(np.arange(last // 2, last + 1), np.log(own[last // 2 : last + 1]), 1)[0]
        assert float(found[1]) == pytest.approx(np.exp(slope), abs=2e-4)
    else:
        assert "the run is there at once" in said
        assert own[min(2, len(own) - 1)] <= 1e-12
    best, rate = re.search(
        r"\}\)\$ = (\S+), with \(κ − 1\)/\(κ \+ 1\) = ([\d.]+)\.", said.replace("κ -", "κ −")
    ).groups()
    around = [max(abs(1 - b), abs(1 - b * kappa)) for b in np.geomspace(1e-4, 2, 999)]
    assert float(rate) <= min(around) + 6e-5
    assert close(best, 2 / (1 + kappa))
    assert (own[-1] > 2 * own[0]) == (scaled > 2 and slowest**300 > 2)


def judge_heavy_ball(kappa, scaled, beta, e):
    said = theory.heavy_ball(kappa, scaled, beta)
    assert not hyphens(said)
    said = typed(said)
    size = np.abs(e).max(axis=1)
    if "without swinging" in said:
        assert (e >= 0).all()
        assert size[-1] < size[0]
    elif "for ever" in said:
        assert (np.diff(np.sign(e[:, 1])) != 0).all()
        assert 0.01 < size[-1] < 1000
    elif "diverges" in said:
        assert size[-1] > 1e3
    else:
        assert "swings around the minimum and comes to it" in said
        assert (e[:, 1] < 0).any()
        assert size[-1] < 0.9
    rate, best_eta, best_beta, best = re.search(
        r"its error times ([\d.]+) a step in the long run; at best, η = (\S+), β = ([\d.]+), times "
        r"([\d.]+)\.$",
        said,
    ).groups()
    largest = max(abs(companion(beta, scaled / kappa * x)) for x in (1.0, kappa))
    assert float(rate) == pytest.approx(largest, abs=6e-5)
    assert float(best) <= largest + 6e-5
    assert float(best) <= lowest_rate(kappa) + 6e-5
    # The rate at the best setting is that of a double root: three digits of it are not enough.
    eta, beta = 4 / (1 + np.sqrt(kappa)) ** 2, ((np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)) ** 2
    assert close(best_eta, eta)
    assert float(best_beta) == pytest.approx(beta, abs=6e-4)
    assert float(root(kappa, eta * kappa, beta)) == pytest.approx(float(best), abs=1e-4)


def companion(beta, step):
    """The eigenvalue of largest magnitude of one step of heavy ball."""
    values = np.linalg.eigvals([[1 + beta - step, -beta], [1.0, 0.0]])
    return values[np.abs(values).argmax()]


def root(kappa, scaled, beta):
    """Largest |z| of both quadratic equations, for settings (...)."""
    b = 1 + beta - np.multiply.outer(np.array([1.0, kappa]), scaled) / kappa
    d = np.sqrt(b * b - 4 * beta + 0j)
    return np.maximum(abs(b + d), abs(b - d)).max(axis=0) / 2


@cache
def lowest_rate(kappa):
    """The lowest of a grid of all settings."""
    scaled, beta = np.meshgrid(np.linspace(0.01, 4, 400), np.linspace(0, 0.999, 400))
    return float(root(kappa, scaled, beta).min())


@pytest.mark.long
def test_every_sentence_about_quadratics_is_true():
    count = 0
    for kappa, scaled in product(KAPPAS, SCALED):
        judge_descent(kappa, scaled)
        count += 3
    for kappa in KAPPAS:
        settings = [*product((*SCALED, 2.5, 3.8, 4.2), BETAS), *((2 * (1 + b), b) for b in BETAS)]
        path = errors(kappa, *np.array(settings).T)
        for i, (scaled, beta) in enumerate(settings):
            judge_heavy_ball(kappa, scaled, beta, path[:, i])
            count += 1
    print(count, "sentences")
    assert count >= 500


@pytest.mark.parametrize("kappa", [1.0, 1.5, 20.0, 100.0])
def test_the_steps_of_the_three_methods_are_counted_right(kappa):
    eigenvalues = np.linspace(1, kappa, 50)
    best = best_optimizers(1.0, kappa)
    counts, ratios = [], []
    for rule in best:
        beta, ahead = getattr(rule, "beta", 0.0), type(rule).__name__ == "Nesterov"
        e, before, left = np.ones(50), np.ones(50), 0
        for k in range(1, int(40 * kappa) + 60):
            at = e + beta * (e - before) if ahead else e
            e, before = at - rule.eta * eigenvalues * at + (0 if ahead else beta * (e - before)), e
            # Nesterov's p is where the gradient is taken: ahead.
            shown = e + beta * (e - before) if ahead else e
            if np.linalg.norm(shown) > 1e-6 * np.sqrt(50):
                left = k
            if type(rule).__name__ == "Momentum" and kappa > 1 and k <= 60:
                ratios.append(np.linalg.norm(e) / np.sqrt(beta) ** k)
        counts.append(left)
    plain, ball, ahead = counts
    pages_runs = [
        descend(Quadratic(np.diag(eigenvalues)), rule, np.ones(50), max(counts) + 20).p
        for rule in best
    ]
    said = theory.steps_left(
        kappa, *[steps_above(distances(pages_runs[i]), 1e-6) for i in (1, 2, 0)]
    )
    assert re.findall(
        r"(\d+)(?:\*\*)? (?:steps with heavy|with Nes|without)", said.replace("**", "")
    ) == [str(n) for n in (ball, ahead, plain)]
    assert bool(theory.double_root(kappa)) == (kappa > 1)
    if kappa > 1:
        assert np.polyfit(np.arange(20, 60), ratios[20:60], 1)[0] > 0


def test_at_the_edge_what_rounding_turns_has_two_numbers():
    risk, rates, steps = wave(), (0.2, 0.6), 6000
    origin = uniform_fan_in(risk.network, np.random.default_rng(5))
    run = edge(risk, rates, origin, steps, 100)
    others = [
        descend(risk, GradientDescent(eta), moved(origin), steps, record_every=100) for eta in rates
    ]
    ends = np.array([other.value[-1] for other in others])
    said = typed(edges.at_the_edge(run, ends))
    held = [float(text) for text in re.findall(r"([\d.]+) \(η", said)]
    for ratio, eta, other, one in zip(
        held, rates, others, run.trajectory.p.swapaxes(0, 1), strict=True
    ):
        for p in (one, other.p):
            half = p[len(p) // 2 :]
            largest = np.linalg.eigvalsh(risk.hessian(half))[:, -1]
            assert abs(eta * largest.mean() / 2 - ratio) <= 0.025
    first, last = re.search(r"From (\S+) it comes down to (.+?)\. Where", said).groups()
    assert close(first, float(risk.value(origin)))
    for text, one, other in zip(
        re.split(r" and |, ", last), run.trajectory.value[-1], ends, strict=True
    ):
        told = [float(number) for number in text.split(" or ")]
        assert told[0] == pytest.approx(one, rel=0.06)
        assert told[-1] == pytest.approx(other, rel=0.12)
    assert " or " in last


@pytest.mark.long
def test_every_sentence_about_the_edge_on_a_ground_is_true():
    kinds = {"diverges": 0, "rounding decides": 0, "At the end": 0}
    count = 0
    for ground, eta in product(GROUNDS.values(), (1e-3, 0.03, 1.0)):
        spec = RaceExperiment(ground=ground())
        origin, objective = np.array(start(spec)), spec.ground.objective
        runs = [edge(objective, eta, p, 60, 1) for p in (origin, moved(origin))]
        said = edges.on_the_ground(*runs)
        assert not hyphens(said)
        said = typed(said)
        count += said.count(". ") + 1
        own = [own_edge(objective, eta, p, 60) for p in (origin, moved(origin, -SHAKE))]
        bound, first = re.search(
            r"lies at \*\*(\S+)\*\*\. \S+ begins at (\S+?)(?: and|\.\s)", said
        ).groups()
        assert close(bound, 2 / eta)
        assert close(first, own[0][0][0], 1e-9)
        for kind in kinds:
            kinds[kind] += kind in said
        if "rounding decides" in said:
            continue
        for largest, cost, lost in own:
            above = re.search(r"above the edge at ((?:under |over )?\d+ %)", said)[1]
            assert above == percent(float((np.array(largest) > 2 / eta).mean()))
            if diverges := re.search(r"diverges at step ([\d,]+)", said):
                assert lost == int(diverges[1].replace(",", ""))
            else:
                c, last = re.search(r"cost is (\S+), \S+ is \*\*(\S+)\*\*\.$", said).groups()
                assert lost < 0
                assert close(c, cost, 1e-12)
                assert close(last, largest[-1], 1e-9)
    print(count, kinds)
    assert count >= 60
    assert kinds["diverges"] >= 3
    assert kinds["At the end"] >= 5


def own_edge(objective, eta, p, steps):
    """λ_max at every finite point of gradient descent, its last cost, and where it is lost."""
    largest = []
    for k in range(steps + 1):
        with np.errstate(all="ignore"):
            value, g = float(objective.value(p)), objective.gradient(p)
        if not np.isfinite(value) or not np.isfinite(g).all() or np.abs(p).max() > 1e10:
            return largest, np.nan, k
        largest.append(float(np.linalg.eigvalsh(objective.hessian(p))[-1]))
        cost = value
        p = p - eta * g
    return largest, cost, -1


@pytest.mark.long
def test_every_sentence_about_flat_limits_is_true():
    starts = np.random.default_rng(0).uniform(-4, 4, (500, 2))
    for eta in (0.1, 0.5, 0.95):
        said = typed(edges.flat(flat_limits(Product(), eta, starts)))
        for by in (0.0, 3 * SHAKE):
            a, b = moved(starts, by).T
            with np.errstate(all="ignore"):
                for _ in range(4000):
                    r = a * b - 1
                    a, b = a - eta * r * b, b - eta * r * a
                there = np.abs(a * b - 1) * np.hypot(a, b) < 1e-7
            radius = (a * a + b * b)[there]
            count, sharpest, bound = re.search(
                r"500 starts \*\*(\d+)\*\* arrive .* = \*\*([\d.]+)\*\*, and 2/η is ([\d.]+);", said
            ).groups()
            assert int(count) == there.sum()
            assert float(sharpest) == pytest.approx(radius.max(), abs=6e-4)
            assert float(bound) == pytest.approx(2 / eta, abs=6e-4)
            assert radius.max() <= 2 / eta + 1e-9
    few = edges.flat(flat_limits(Product(), 0.5, np.array([[9.0, 9.0]])))
    assert "**0** arrive" in few
    assert "sharpest" not in few


def own_floor(risk, eta, m):
    """The second moment of the error, step by step, until it stands; infinite if it grows."""
    X = np.column_stack([risk.x, np.ones(len(risk.x))])
    r, A = X @ fitted(risk) - risk.y[:, 0], X.T @ X / len(X)
    M, shrink = np.zeros((3, 3)), np.eye(3) - eta * A
    for _ in range(100_000):
        each = np.einsum("ni,nj,n->ij", X, X, np.einsum("ni,ij,nj->n", X, M, X) + r**2) / len(X)
        after = shrink @ M @ shrink + eta**2 / m * (each - A @ M @ A)
        if np.abs(after).max() > 1e6:
            return np.inf
        if np.abs(after - M).max() <= 1e-14 * np.abs(after).max():
            break
        M = after
    return 0.5 * (A * M).sum()


@pytest.mark.long
@pytest.mark.parametrize("eta", [0.02, 0.1, 0.3, 0.5])
def test_every_sentence_about_the_floor_is_true(eta):
    risk, free, steps = line_fit(0.5), line_fit(0.0), max(300, int(24 / eta))
    for m in (1, 4, 16):
        drawn, shuffled, clean = (
            spread(one, eta, how(m), np.zeros(3), steps, 60, every=max(1, steps // 120))
            for one, how in (
                (risk, WithReplacement),
                (risk, ShuffledEpochs),
                (free, WithReplacement),
            )
        )
        own = own_floor(risk, eta, m)
        said = typed(noise.levels(drawn, shuffled, clean, floor(risk, eta, m), eta, m))
        assert ("no floor" in said) == np.isinf(own)
        if np.isinf(own):
            continue
        told = re.search(
            r"Mean of (\d+) seeds.* is \*\*(\S+)\*\* with replacement, \*\*(\S+)\*\* in theory, "
            r"and (\S+) in shuffled epochs.* falls (to|below) ([^\s:,]+)",
            said,
        ).groups()
        assert int(told[0]) == 60
        assert close(told[2], own)
        own_runs = own_excess(risk, eta, m, steps)
        assert drawn.excess[-1, 0] == pytest.approx(own_runs, rel=1e-6)
        half = len(drawn.k) // 2
        assert close(told[1], drawn.excess[half:].mean())
        assert close(told[3], shuffled.excess[half:].mean())
        end = clean.excess[-1].mean()
        assert end < 1e-3 * clean.excess[0].mean()
        if told[4] == "to":
            assert close(told[5], end)
            assert end >= 1e-24
        else:
            assert end < 1e-24 == float(told[5])
        if eta <= 0.1:
            # “The lower floor, while η is small.”
            assert float(told[3]) < float(told[1])


def own_excess(risk, eta, m, steps):
    """The last excess of the run of the first seed."""
    rows = WithReplacement(m).batches(risk.sample_count, steps, next(iter(generators(0, 1))))
    X = np.column_stack([risk.x, np.ones(len(risk.x))])
    y, p = risk.y[:, 0], np.zeros(3)
    best = np.linalg.solve(X.T @ X, X.T @ y)
    last = p
    every = max(1, steps // 120)
    for k, batch in enumerate(rows):
        p = p - eta * X[batch].T @ (X[batch] @ p - y[batch]) / m
        if (k + 1) % every == 0 or k + 1 == steps:
            last = p
    return 0.5 * np.square(X @ (last - best)).mean()


def test_the_floor_is_proportional_while_the_rate_is_small():
    risk, rates = line_fit(0.5), (0.02, 0.04, 0.1, 0.3, 0.4)
    exact = {(eta, m): own_floor(risk, eta, m) for eta in rates for m in (1, 2, 4, 16)}
    for (eta, m), value in exact.items():
        assert floor(risk, eta, m) == pytest.approx(value, rel=1e-6)
        small = small_step_floor(risk, eta, m)
        assert value > small
    assert exact[0.04, 4] / exact[0.02, 4] == pytest.approx(2, rel=0.05)
    assert exact[0.02, 2] / exact[0.02, 4] == pytest.approx(2, rel=0.05)
    ratio = exact[0.4, 1] / small_step_floor(risk, 0.4, 1)
    said = typed(noise.proportional(0.3, floor(risk, 0.3, 1), 0.141, 0.4, ratio))
    assert f"**{three(exact[0.3, 1])}**, and **0.141** in the runs" in said
    assert f"at η = 0.4 and m = 1 it is {ratio:.1f} times the line" in said
    assert np.isinf(own_floor(risk, 0.5, 1))
    assert "there is none any more" in noise.proportional(0.3, 0.1, 0.1, 0.5, np.inf)


@pytest.mark.parametrize("points", [1, 2, 10, 50])
def test_shares_seen_are_those_of_counting(points):
    said = noise.seen(points)
    shares = [1 - (1 - Fraction(1, N)) ** N for N in (points, 1000)]
    assert numbers(said.split("average: ")[1])[0] == pytest.approx(100 * float(shares[0]), abs=0.06)
    assert f"{100 * float(shares[1]):.1f} % for N = 1000" in said
    seen = {
        frozenset(batch)
        for batch in np.array(ShuffledEpochs(1).batches(points, points, np.random.default_rng(0)))
    }
    assert len(frozenset().union(*seen)) == points


def test_a_mean_of_rounding_is_not_printed():
    nothing = Spread(np.arange(3), np.full((3, 4), 5e-30))
    some = Spread(np.arange(3), np.full((3, 4), 0.1))
    assert "falls below 1.00e−24, where it is rounding" in noise.levels(
        some, some, nothing, 0.1, 0.1, 1
    )
