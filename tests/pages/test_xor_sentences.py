"""What the third chapter says at each step is true: every sentence, recomputed from the run."""

import re
from dataclasses import replace
from itertools import cycle, product

import numpy as np
import pytest

from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import SEEDS_STUCK, XorExperiment, risk
from core.experiments.xor.many_starts import success_by_width, train_starts
from core.experiments.xor.stuck import proved_stuck
from core.networks.activations import ReLU, Sigmoid, Tanh
from core.objectives.risk import Risk
from core.optimizers.first_order import OPTIMIZERS, GradientDescent
from core.rounding import moved
from core.training.descent import log_steps
from core.training.regimes import Regime, regimes
from core.training.samplers import FullBatch, ShuffledEpochs, WithReplacement
from core.training.seeds import train
from pages.ui.chapter.words import percent, three
from pages.ui.xor.linear.scene import linear_scene
from pages.ui.xor.many.starts import fates, say_success
from pages.ui.xor.sentences import tell
from pages.ui.xor.training import diagnosed, training
from tests.pages.judging import hyphens, typed
from tests.pages.judging import judged as sentences_judged

JUDGES = (
    tell,
    fates,
    say_success,
    linear_scene,
)
ETAS = (0.001, 0.05, 1.0, 10.0)
SAMPLERS = (FullBatch(), ShuffledEpochs(1), WithReplacement(2))
WIDTHS = (1, 2, 3, 8)
LEVELS = {"¼": 1 / 4, "1/6": 1 / 6, "1/8": 1 / 8}
COUNTS = ("none", "one", "two", "three", "four")


def settings():
    """Every optimizer, sampler and η; activations, widths and starts by turns."""
    others = cycle(product((ReLU(), Tanh(), Sigmoid()), WIDTHS))
    every = product(OPTIMIZERS.values(), SAMPLERS, ETAS)
    for seed, ((rule, how, eta), (activation, width)) in enumerate(
        zip(every, others, strict=False)
    ):
        optimizer = rule(eta=eta) if "eta" in rule.__dataclass_fields__ else rule()
        yield XorExperiment(
            optimizer=optimizer, sampler=how, activation=activation, width=width, seed=seed
        )


def run_of(spec, steps, frames=16):
    return replace(
        spec.recipes()["network"], steps=steps, record_every=log_steps(steps, frames)
    ).run()


class Truth:
    """A run recomputed point by point, and one of its records."""

    def __init__(self, spec, run):
        self.spec, self.run, self.f = spec, run, 0
        whole = risk(spec)
        x, y = xor.points()
        each = [Risk(whole.network, whole.loss, x[i : i + 1], y[i : i + 1]) for i in range(4)]
        self.whole, self.y = whole, y[:, 0]
        (W, c), (w, b) = whole.network.unflatten(run.p)
        self.z = np.einsum("fhi,ni->fnh", W, x) + c[:, None]
        h = spec.activation(self.z)
        self.outputs = np.einsum("fnh,fh->fn", h, w[:, 0]) + b
        with np.errstate(over="ignore"):
            self.costs = np.square(self.outputs - self.y).mean(axis=1)
        self.gradients = np.mean([one.gradient(run.p) for one in each], axis=0)

    @property
    def right(self):
        return int((np.where(self.y > 0.5, 1, -1) * (self.outputs[self.f] - 0.5) > 1e-6).sum())

    @property
    def dead(self):
        """Units that are surely off at all points, and those that may be."""
        z = self.z[self.f].max(axis=0)
        surely = z < -1e-9 * (1 + np.abs(self.run.p[self.f]).max())
        return set(np.flatnonzero(surely) + 1), set(np.flatnonzero(z <= 1e-9) + 1)

    def costs_since(self, step):
        k = self.run.k
        before = max(i for i in range(self.f + 1) if 2 * k[i] <= k[self.f])
        assert k[before] == step
        return self.costs[before : self.f + 1]


def judge(said, true):
    """AssertionError unless everything that a sentence says is so."""
    lost, k = int(true.run.diverged_at), true.run.k[true.f]
    if diverged := re.match(r"Diverged at step ([\d,]+)\.", said):
        assert 0 <= lost == int(diverged[1].replace(",", "")) <= k
        return
    assert not 0 <= lost <= k
    cost = float(true.costs[true.f])
    assert f"{COUNTS[true.right]} of four points on the right side of ½" in said
    if norm := re.search(r"‖∇C‖ = ([\d.e+-]+\d)", said):
        norm_now = np.linalg.norm(true.gradients[true.f])
        assert float(norm[1]) == pytest.approx(norm_now, rel=6e-3, abs=1e-14)
    judge_dead(said, true)
    if said.startswith("Exactly 0"):
        assert cost == pytest.approx(0, abs=1e-30)
    elif said.startswith("Solved"):
        assert 0 < cost <= 1e-4
        assert f"the cost is {typed(three(float(true.run.value[true.f])))}," in said
    elif said.startswith("The start"):
        assert k == 0
    elif said.startswith("Stuck"):
        judge_stuck(said, true, cost)
    else:
        judge_change(said, true, cost)


def judge_dead(said, true):
    surely, perhaps = true.dead
    named = re.search(r"; (?:units? ([\d, and]+)|(\d+) of \d+ units) (?:is|are) dead", said)
    if not isinstance(true.spec.activation, ReLU):
        assert not named
    elif named and named[1]:
        assert surely <= {int(number) for number in re.findall(r"\d+", named[1])} <= perhaps
    elif named:
        assert len(surely) <= int(named[2]) <= len(perhaps)
    else:
        assert not surely


def judge_stuck(said, true, cost):
    level = LEVELS[re.search(r"Stuck at (\S+):", said)[1]]
    assert abs(cost - level) <= 1e-3
    assert isinstance(true.spec.activation, ReLU)
    p = true.run.p[true.f]
    # No point within a hundredth is lower than the level but for what is left of the descent.
    near = p + np.random.default_rng(0).uniform(-0.01, 0.01, (200, len(p)))
    assert true.whole.value(near).min() >= level - 1e-4
    assert np.linalg.norm(true.gradients[true.f]) < 0.02


def judge_change(said, true, cost):
    spec = true.spec
    step = int(re.search(r"step ([\d,]+)", said)[1].replace(",", ""))
    costs = true.costs_since(step)
    first = costs[0]
    if said.startswith("Hardly moving"):
        assert np.ptp(costs) < 0.05 * first * (1 + 1e-6)
        level = re.search(r"near the level (\S+) since", said)
        assert not level or abs(cost - LEVELS[level[1]]) <= 1e-3
    elif said.startswith("Up and down"):
        assert abs(cost / first - 1) < 0.0501
        assert np.ptp(costs) > 0.0499 * first
    elif said.startswith("Uphill"):
        assert cost > 1.0499 * first
        m = spec.sampler.size(4)
        assert (f"Each step sees {m} of the 4 points" in said) == (m < 4)
        assert ("too long" in said) == (m == 4 and type(spec.optimizer) is GradientDescent)
    else:
        assert said.startswith("Falling")
        assert cost < 0.9501 * first
        assert f"by {percent(1 - cost / first)} since" in said


def judged(spec, run):
    """The first words of a run's sentences, all of which are true."""
    return sentences_judged(tell(spec, run, diagnosed(risk(spec), run.p)), Truth(spec, run), judge)


@pytest.mark.long
def test_every_sentence_of_many_short_runs_is_true():
    words = [word for spec in settings() for word in judged(spec, run_of(spec, 80))]
    print(len(words), "sentences")
    assert len(words) >= 1000
    assert {"The", "Hardly", "Up", "Uphill", "Falling"} <= set(words)


@pytest.mark.long
@pytest.mark.parametrize("seed", [1722, *(seeds[0] for seeds in SEEDS_STUCK.values()), 10])
def test_every_sentence_of_long_runs_is_true(seed):
    words = judged(XorExperiment(seed=seed), run_of(XorExperiment(seed=seed), 4000, 40))
    assert words[-1] == ("Solved" if seed == 1722 else "Stuck")


def test_the_first_step_is_not_compared_with_itself():
    spec = XorExperiment(optimizer=GradientDescent(0.05))
    told = tell(spec, run := run_of(spec, 10), diagnosed(risk(spec), run.p))
    assert run.value[1] < 0.95 * run.value[0]
    assert told.sentences[told.frame[1]].startswith("Falling")


@pytest.mark.parametrize(
    "spec",
    [
        XorExperiment(optimizer=GradientDescent(0.001)),
        XorExperiment(optimizer=GradientDescent(0.01), activation=Sigmoid()),
        XorExperiment(optimizer=GradientDescent(0.05), activation=Tanh()),
    ],
    ids=["small rate", "sigmoid", "tanh"],
)
def test_a_run_that_is_only_slow_is_not_called_stuck(spec):
    run = run_of(spec, 2000, 60)
    told = tell(spec, run, diagnosed(risk(spec), run.p))
    assert not any("Stuck" in said for said in told.sentences)


@pytest.mark.long
def test_the_strip_calls_stuck_what_is_proved_to_be():
    for spec in (XorExperiment(steps=1000), XorExperiment(steps=1000, activation=Sigmoid())):
        made = training(spec)
        labels = dict(zip(made.strip.values, labels_of(made), strict=True))
        assert labels[0.001] is not Regime.STUCK
        assert labels[0.01] is not Regime.STUCK
        for v, label in enumerate(labels.values()):
            if label is Regime.STUCK:
                assert min(abs(made.strip.final[v] - level) for level in LEVELS.values()) < 1e-3
    stuck = training(XorExperiment(steps=8000, seed=SEEDS_STUCK["1/4"][0]))
    assert labels_of(stuck)[stuck.selected] is Regime.STUCK


def labels_of(made):
    proved = proved_stuck(made.risk, made.strip.run.p[-1])
    return regimes(made.strip.run, 0.0, proved)


@pytest.mark.long
def test_shares_of_many_starts_call_stuck_what_is_proved_to_be():
    slow = XorExperiment(optimizer=GradientDescent(0.001), steps=8000)
    starts = train_starts(slow, 60)
    near = starts.fate == "1/4"
    assert near.sum() > starts.stuck[near].sum() > 0, "some are near ¼ and on their way"
    for p, value in zip(starts.p[starts.stuck], starts.value[starts.stuck], strict=True):
        around = p + np.random.default_rng(0).uniform(-0.01, 0.01, (200, len(p)))
        assert risk(slow).value(around).min() > value - 1e-3
    said = fates(starts)
    numbers = [float(n) for n in re.findall(r"([\d.]+) %", said.split(" Rounding")[0])]
    assert sum(numbers) == pytest.approx(100, abs=0.5 * len(numbers))
    smooth = train_starts(replace(slow, activation=Sigmoid()), 20)
    assert not smooth.stuck.any()
    assert "stuck" not in fates(smooth)


@pytest.mark.long
def test_shares_by_width_say_where_rounding_decides():
    spec, widths, count = XorExperiment(steps=300), (2, 8), 100
    found = success_by_width(spec, widths, count)
    for width, share, turned in zip(widths, found.solved, found.turned, strict=True):
        assert f"H = {width}: {percent(share)}" in say_success(found)
        each = [replace(spec, width=width, seed=spec.seed + r) for r in range(10)]
        runs = [one.recipes()["network"] for one in each]
        again = [replace(run, start=moved(run.start)) for run in runs]
        ends = train([*runs, *again]).value <= xor.SOLVED
        assert turned == (ends[:10] != ends[10:]).mean()
    assert ("Rounding" in say_success(found)) == bool(found.turned.any())
    shaken = replace(found, turned=np.array([0.0, 0.2]), solved=np.array([0.5, 0.4]))
    assert "the first tenth H = 8: 20 %: found by moving starts" in say_success(shaken)
    assert "More units are more chances" not in say_success(shaken)


@pytest.mark.long
def test_every_sentence_of_the_linear_model_is_true():
    kinds = {"All": 0, "Downhill": 0}
    words = ("none", "one", "two", "three", "four")
    for start in [*product((-2.0, -0.7, 0.0, 1.3, 2.0), repeat=2), (0.5, 0.5)]:
        reading = linear_scene(start, 0).readings[0]
        cost, w1, w2, b = (np.asarray(column.values, dtype=float) for column in reading.columns)
        outputs = np.stack([b, w2 + b, w1 + b, w1 + w2 + b], axis=-1)
        assert cost == pytest.approx(((outputs - [0, 1, 1, 0]) ** 2).mean(axis=-1), abs=1e-6)
        for f, number in enumerate(reading.sentence):
            said = reading.sentences[number]
            assert not hyphens(said)
            kinds[said.split()[0]] += 1
            if said.startswith("All"):
                within, at = re.search(r"within (\S+): the cost is (\S+),", said).groups()
                assert np.abs(outputs[f] - 0.5).max() <= 1.006 * float(typed(within)) + 1e-7
                assert float(at) == pytest.approx(cost[f], rel=6e-3)
                assert cost[f] >= 0.25 - 1e-7
            else:
                right = sum((outputs[f] > 0.5) == [False, True, True, False])
                # An output of ½ itself is on no side.
                right -= sum((np.abs(outputs[f] - 0.5) < 1e-9) & [True, False, False, True])
                assert f": {words[right]} of four points" in said, (start, f, outputs[f], said)
                low, high = re.search(r"between (\S+) and (\S+)\.$", typed(said)).groups()
                assert float(low) == pytest.approx(outputs[f].min(), rel=6e-3, abs=1e-6)
                assert float(high) == pytest.approx(outputs[f].max(), rel=6e-3, abs=1e-6)
                assert f == 0 or cost[f] < cost[f - 1] + 1e-7
    assert sum(kinds.values()) > 1000
    assert min(kinds.values()) > 100, kinds
