"""Which η is best, whether a race is fair and who wins it: recomputed by loops of our own."""

import re
from dataclasses import replace

import numpy as np
import pytest

from core.experiments.race.experiment import Entrant, RaceExperiment, rule, start, stream
from core.experiments.race.grounds import GROUNDS
from core.experiments.race.outcome import outcome
from core.experiments.race.rate_finder import find
from core.experiments.race.timing import Timing
from core.optimizers import Adam, GradientDescent, Momentum, Nesterov, RMSProp
from core.optimizers.second_order import LevenbergMarquardt, Newton, SecondOrder
from core.rounding import SHAKE, moved
from core.training.samplers import FullBatch, ShuffledEpochs, WithReplacement
from pages.ui.optimizers import presets
from pages.ui.optimizers.presets import lined_up
from pages.ui.optimizers.words.rates import best
from pages.ui.optimizers.words.verdicts import fairness, paying, verdict
from tests.pages.judging import hyphens, typed

JUDGES = (best, fairness, verdict, paying)
NAMES = ("Ann", "Bob", "Cat", "Dan", "Eve", "Fay")
STEPS = 40
NUMBER = r"[\d.]+(?:e-?\d+)?"


def specs():
    """Every ground, its samplers and batches by turns, with three rules and a second-order one."""
    rules = (GradientDescent(), Momentum(), Adam(), RMSProp(), Nesterov())
    for g, ground in enumerate(GROUNDS.values()):
        who = [Entrant(rules[(g + i) % len(rules)]) for i in range(3)]
        if g % 2:
            who.append(Entrant((LevenbergMarquardt, Newton)[g // 2 % 2]()))
        spec = RaceExperiment(ground=ground(), steps=STEPS, **lined_up(*who))
        yield spec
        if spec.ground.sample_count is not None:
            yield replace(spec, sampler=ShuffledEpochs(2))


def lowest(spec):
    points = spec.ground.minima
    values = [float(spec.ground.objective.value(np.array(p))) for p in points]
    return min(values) if points else spec.ground.floor


def descended(spec, entrant, eta, by):
    """The cost above the lowest (K, V) for each rate η (V,), and where each run is lost."""
    method = rule(spec, entrant)
    if method.has_rate:
        method = method.at_rate(eta[:, None])
    objective, drawn = spec.ground.objective, stream(spec, entrant)
    p = np.tile(moved(np.array(start(spec)), by), (len(eta), 1))
    rows = None
    if drawn is not None:
        rng = np.random.default_rng(drawn.seed)
        rows = drawn.sampler.batches(spec.ground.sample_count, spec.steps, rng)
    state, costs, alive = method.init(p), [objective.value(p)], np.ones(len(p), dtype=bool)
    with np.errstate(all="ignore"):
        for k in range(spec.steps):
            g = objective.gradient(p) if rows is None else objective.gradient(p, rows[k])
            q, state = method.step(k + 1, p, g, state)
            cost = objective.value(q)
            alive &= (
                np.isfinite(cost) & np.isfinite(q).all(axis=-1) & (np.abs(q).max(axis=-1) < 1e100)
            )
            p = np.where(alive[:, None], q, p)
            costs.append(np.where(alive, cost, np.inf))
    return np.array(costs) - lowest(spec)


def arrivals(excess):
    """The step from which on at most a millionth of the way is left, to the end; else ∞."""
    there = excess <= 1e-6 * excess[0]
    stays = np.logical_and.accumulate(there[::-1])[::-1]
    return np.where(stays.any(axis=0), stays.argmax(axis=0), np.inf)


def rates_in(text):
    """The ranges of η in “0.00464 and 0.01 to 0.1”."""
    ranges = [part.split(" to ") for part in re.split(r", | and ", text)]
    return [(float(one[0]), float(one[-1])) for one in ranges]


@pytest.mark.long
def test_every_sentence_about_the_best_rate_is_true():
    judged = {"first": 0, "lowest": 0, "lost": 0, "none": 0}
    for spec in specs():
        out, found = outcome(spec), find(spec)
        who = list(spec.entrants.values())
        rates = [getattr(each.optimizer, "eta", None) for each in who]
        said = best(found, out, NAMES[: len(who)], rates)
        assert not hyphens(said)
        for i, entrant in enumerate(who):
            judged[judge_best(typed(said), spec, found.eta, NAMES[i], entrant, rates[i])] += 1
    print(judged)
    assert sum(judged.values()) >= 30
    assert min(judged["first"], judged["lowest"], judged["none"]) >= 2


def judge_best(said, spec, scale, name, entrant, now):
    if now is None:
        assert f"{name} has no η." in said
        return "none"
    eta = np.append(scale[scale != now], now)
    both = [descended(spec, entrant, eta, by) for by in (0.0, SHAKE)]
    ends = np.maximum(both[0][-1], both[1][-1])
    home = np.maximum(*(arrivals(excess) for excess in both))
    if f"{name} diverges with all of them" in said:
        assert np.isinf(ends).all()
        return "lost"
    rates, rest = re.search(rf"{name} with η = ([^(]+) \(([^)]*)\)", said).groups()
    chosen = np.zeros(len(eta), dtype=bool)
    for low, high in rates_in(rates):
        chosen |= (eta >= low * (1 - 6e-3)) & (eta <= high * (1 + 6e-3))
    if step := re.search(r"(?:at|by) step (\d+)", rest):
        assert "First to arrive: " in said
        # Rounding apart, these arrive then, and nobody before.
        assert np.abs(home[chosen] - int(step[1])).max() <= 1
        assert home.min() >= int(step[1]) - 1
        assert (home[~chosen] >= int(step[1])).all()
        return "first"
    above = float(re.match(rf"({NUMBER}) above the lowest known", rest)[1])
    assert np.isinf(home).all()
    assert above == pytest.approx(max(0.0, ends.min()), rel=1e-2, abs=1e-12)
    assert ends[chosen] == pytest.approx(ends.min(), rel=1e-2, abs=1e-11)
    return "lowest"


def fair_specs():
    """Races in which batches, budgets and rules are equal or not, in all ways there are."""
    line_ups = (
        (Entrant(GradientDescent()), Entrant(Adam())),
        (Entrant(GradientDescent()), Entrant(Newton())),
        (Entrant(GradientDescent(), m=2), Entrant(GradientDescent(), m=3)),
        (Entrant(GradientDescent(), m=2), Entrant(Adam(), m=2)),
        (Entrant(Adam(), m=569), Entrant(LevenbergMarquardt()), Entrant(Newton())),
        (Entrant(GradientDescent(eta=10.0)), Entrant(Momentum()), Entrant(Adam(), m=1)),
        (Entrant(Newton()),),
    )
    for ground in GROUNDS.values():
        for sampler in (FullBatch(), ShuffledEpochs(1), ShuffledEpochs(4), WithReplacement(600)):
            for who in line_ups:
                yield RaceExperiment(ground=ground(), sampler=sampler, steps=7, **lined_up(*who))


def test_every_sentence_about_fairness_is_true():
    fair = unfair = 0
    for spec in fair_specs():
        said = fairness(spec)
        N, steps = spec.ground.sample_count, spec.steps
        seen, spent = [], []
        for entrant in spec.entrants.values():
            drawn = stream(spec, entrant)
            if N is None:
                rows = np.zeros((steps, 1), dtype=int)
            elif drawn is None:
                rows = np.tile(np.arange(N), (steps, 1))
            else:
                rows = np.array(drawn.sampler.batches(N, steps, np.random.default_rng(drawn.seed)))
            second = isinstance(entrant.optimizer, SecondOrder)
            assert not second or rows.shape[1] == (N or 1)
            # A gradient, and for second derivatives the differences of two more.
            seen.append(np.sort(rows, axis=1).tolist())
            spent.append(rows.size * (3 if second else 1))
        if "**Fair:**" in said:
            fair += 1
            assert all(rows == seen[0] for rows in seen)
            assert set(spent) == {spent[0]}
            assert f"the same budget of {spent[0]:,} gradient evaluations" in said
            m = len(seen[0][0])
            if N is not None:
                assert ("the full gradient" in said) == (m == N)
                assert m == N or f"the same batches of {m}" in said
            continue
        unfair += 1
        assert said.startswith(":material/balance: **Not a fair race.**")
        sizes = [len(rows[0]) for rows in seen]
        assert ("Different batches" in said) == (len(set(sizes)) > 1)
        for m in sizes if "Different batches" in said else ():
            assert re.search(rf"looks? at {m}\b", said)
        assert ("Different budgets" in said) == (len(set(spent)) > 1)
        for budget in spent if "Different budgets" in said else ():
            assert re.search(rf"take {budget:,}\b", said)
    print(fair + unfair, "sentences")
    assert min(fair, unfair) >= 40


@pytest.mark.long
def test_who_wins_in_each_unit_and_when_is_true():
    """Steps, evaluations and seconds: each winner from costs and prices alone."""
    judged = 0
    for spec in specs():
        out = outcome(spec)
        count = len(spec.entrants)
        timed = Timing(0.001 * np.arange(1.0, count + 1), 0.001 * np.arange(1.0, count + 1))
        said = verdict(out, timed, NAMES[:count])
        assert not hyphens(said)
        if "Rounding decides" in said or "Nobody wins" in said:
            continue
        excess = [np.maximum(run.trajectory.value - lowest(spec), 0) for run in out.race.runs]
        alive = [int(run.trajectory.diverged_at) < 0 for run in out.race.runs]
        home = np.array(
            [
                arrivals(each[:, None])[0] if ok else np.inf
                for each, ok in zip(excess, alive, strict=True)
            ]
        )
        prices = {
            "steps": np.ones(count),
            "gradient evaluations": np.array(
                [run.evaluations[-1] / STEPS for run in out.race.runs]
            ),
            "seconds": 0.001 * np.arange(1.0, count + 1),
        }
        for unit, price in prices.items():
            spent = home * price
            names = winners_of(typed(said), unit)
            if np.isfinite(spent).any():
                assert "First to arrive" in said
                first = {NAMES[i] for i in range(count) if spent[i] <= spent.min() * (1 + 1e-12)}
                assert names == first, (unit, said)
            else:
                assert "Nobody arrives" in said
                budget = min(price[alive]) * STEPS
                low = [
                    each[: int(budget / p + 1e-9) + 1].min() if ok else np.inf
                    for each, p, ok in zip(excess, price, alive, strict=True)
                ]
                assert names == {NAMES[i] for i in range(count) if low[i] == min(low)}, (unit, said)
            judged += 1
    print(judged, "verdicts")
    assert judged >= 20


def winners_of(said, unit):
    """Whom a verdict names in a unit."""
    if "however it is counted" in said:
        return set(
            re.findall("|".join(NAMES), said.split("however it is counted")[1].split("**")[0])
        )
    if said.startswith("**First"):
        return set(re.findall("|".join(NAMES), re.search(rf"in {unit} \*\*([^*]+)\*\*", said)[1]))
    order = ("steps", "gradient evaluations", "seconds").index(unit)
    return set(re.findall("|".join(NAMES), re.findall(r"for each \*\*([^*]+)\*\*", said)[order]))


@pytest.mark.long
def test_where_larger_batches_begin_to_pay_is_said_with_the_right_numbers():
    (preset,) = [each for each in presets.PRESETS if each.label == "Too expensive!"]
    spec = preset.spec(RaceExperiment)
    out = outcome(spec)
    said = typed(paying(out, NAMES))
    large, early, small, level, at = re.search(
        r"When (\w+) has spent its first ([\d,]+) .* evaluations, (\w+) is lower for the same\. It "
        r"levels off at (\S+) above .* from ([\d,]+) evaluations on",
        said,
    ).groups()
    i, j = NAMES.index(small), NAMES.index(large)
    few, all_ = (np.maximum(out.race.runs[n].trajectory.value - lowest(spec), 0) for n in (i, j))
    spent = [run.evaluations for run in out.race.runs]

    def of(costs, n, budget):
        return costs[np.searchsorted(spent[n], budget, side="right") - 1]

    early, at = (int(text.replace(",", "")) for text in (early, at))
    assert of(few, i, early) < of(all_, j, early)
    assert float(level) == pytest.approx(few[len(few) // 2 :].mean(), rel=0.02)
    later = all_[spent[j] >= at]
    assert (later < float(level) * 1.01).all()
    assert paying(outcome(replace(spec, steps=12)), NAMES) == ""
