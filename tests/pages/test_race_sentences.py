"""What the race says at a step is true there: each sentence against costs and points alone.

Every ground, every optimizer, every sampler, η over four decades, several steps of each race.
Nothing here asks the standings: who is there, who leads, who rests is found from p and C again.
"""

import re
from dataclasses import replace

import numpy as np
import pytest

from core.experiments.race.experiment import METHODS, Entrant, RaceExperiment, UsualStart
from core.experiments.race.grounds import GROUNDS
from core.experiments.race.outcome import outcome
from core.experiments.race.timing import Timing
from core.optimizers.adam import Adam
from core.optimizers.first_order import RMSProp
from core.optimizers.second_order import LevenbergMarquardt
from core.training.samplers import SAMPLERS
from pages.ui.optimizers.presets import lined_up
from pages.ui.optimizers.words.steps import UNDECIDED_RANK, ranks, tell
from pages.ui.optimizers.words.verdicts import verdict

JUDGES = (
    tell,
    verdict,
)
NAMES = ("Ann", "Bob", "Cat", "Dan", "Eve", "Fay")
RATES = np.geomspace(1e-3, 10, 9)
STEPS, SHOWN = 60, (0, 1, 2, 5, 11, 23, 37, 60)
# The default race, in which RMSProp is there at step 21 and thrown out at 233.
LONG, SHOWN_LONG = 280, (1, 21, 50, 62, 96, 100, 176, 232, 233, 240, 249, 280)
WORD = "(?:Ann|Bob|Cat|Dan|Eve|Fay)"


def races():
    """A race for each ground, rate and half of the optimizers; samplers take turns."""
    yield RaceExperiment(steps=LONG)
    methods = list(METHODS.values())
    halves = methods[:6], methods[6:12], [*methods[12:], *methods[:5:2]]
    samplers = list(SAMPLERS.values())
    for g, ground in enumerate(GROUNDS.values()):
        for r, eta in enumerate(RATES):
            half = halves[(g + r) % 3]
            who = [
                Entrant(method() if method is LevenbergMarquardt else method(eta=float(eta)))
                for method in half
            ]
            sampler = samplers[(g + r) % len(samplers)]()
            yield RaceExperiment(
                ground=ground(),
                sampler=replace(sampler, m=2) if hasattr(sampler, "m") else sampler,
                start=UsualStart(),
                steps=STEPS,
                **lined_up(*who),
            )


class Seen:
    """A race as its points tell it up to record f."""

    def __init__(self, spec, out):
        self.spec, self.out, self.objective = spec, out, spec.ground.objective
        self.p = [run.trajectory.p for run in out.race.runs]
        self.lost = [int(run.trajectory.diverged_at) for run in out.race.runs]
        minima = spec.ground.minima
        self.lowest = (
            min(float(self.objective.value(np.array(p))) for p in minima)
            if minima
            else spec.ground.floor
        )
        self.cost = [self.objective.value(p) - self.lowest for p in self.p]
        self.slope = [np.linalg.norm(self.objective.gradient(p), axis=-1) for p in self.p]
        self.names = NAMES[: len(self.p)]

    def i(self, name):
        return self.names.index(name)

    def gone(self, i, f):
        return 0 <= self.lost[i] <= f

    def there(self, i, f):
        return not self.gone(i, f) and self.cost[i][f] <= 1e-6 * self.cost[i][0]

    def since(self, i, f):
        while f > 0 and self.there(i, f - 1):
            f -= 1
        return f

    def rests(self, i, f):
        if self.there(i, f) or self.gone(i, f) or f == 0:
            return False
        moved = np.linalg.norm(self.p[i][f] - self.p[i][f - 1])
        calm = moved <= 1e-6 * (1 + np.linalg.norm(self.p[i][f]))
        return bool(calm and self.slope[i][f] <= 1e-6 * self.slope[i][0])

    def under_way(self, f):
        return [
            i
            for i in range(len(self.p))
            if not (self.there(i, f) or self.gone(i, f) or self.rests(i, f))
        ]

    def rank(self, f):
        """Places by sorting; those gone have none."""

        def place(i):
            return (0, self.since(i, f)) if self.there(i, f) else (1, max(self.cost[i][f], 0.0))

        running = [i for i in range(len(self.p)) if not self.gone(i, f)]
        return [
            1 + sum(place(j) < place(i) for j in running) if i in running else 0
            for i in range(len(self.p))
        ]

    def curvatures(self, i, f):
        """By differences of gradients."""
        p, h = self.p[i][f], 1e-6 * (1 + np.abs(self.p[i][f]).max())
        g = self.objective.gradient
        H = np.stack([(g(p + h * e) - g(p - h * e)) / (2 * h) for e in np.eye(2)])
        return np.linalg.eigvalsh((H + H.T) / 2)


def check_arrived(seen, f, text):
    home = [i for i in range(len(seen.p)) if seen.there(i, f)]
    arrivals = re.findall(rf"({WORD}) (again )?at (?:about )?step (\d+)", text)
    more = re.search(r"and (\d+) more", text)
    if text.startswith("All"):
        assert len(home) == len(seen.p)
        assert seen.since(seen.i(arrivals[1][0]), f) == max(seen.since(i, f) for i in home)
    else:
        assert len(home) == len(arrivals) + (int(more[1]) if more else 0)
    assert seen.since(seen.i(arrivals[0][0]), f) == min(seen.since(i, f) for i in home)
    for name, again, step in arrivals:
        i = seen.i(name)
        assert seen.since(i, f) == int(step)
        assert bool(again) == any(seen.there(i, e) for e in range(int(step)))


def check_leading(seen, f, text):
    way = seen.under_way(f)
    cost = {seen.names[i]: max(float(seen.cost[i][f]), 0.0) for i in way}
    names = re.findall(WORD, text.split(" lead")[0])
    follow = re.findall(WORD, text.split(" lead")[1])
    assert ("Of the others" in text) == (len(way) < len(seen.p))
    assert set(names) == {n for n in cost if cost[n] == min(cost.values())}
    rest = [c for c in cost.values() if c > min(cost.values())]
    assert set(follow) == {n for n in cost if len(names) == 1 and cost[n] == min(rest)}


def check_left(seen, f, text):
    name, came, left = re.match(
        rf"({WORD}) was there at step (\d+),? (?:and left again|thrown out) at step (\d+)", text
    ).groups()
    i, came, left = seen.i(name), int(came), int(left)
    assert came < left <= f
    assert seen.since(i, left - 1) == came
    assert not seen.there(i, left)
    if "v has forgotten" in text:
        check_memory(seen, i, came, left, text)
    else:
        assert not any(seen.there(i, e) for e in range(left, f + 1))


def check_memory(seen, i, came, left, text):
    """λ_max of ηH/√v, v as a sum over all gradients so far."""
    method = list(seen.spec.entrants.values())[i].optimizer
    assert isinstance(method, RMSProp | Adam)
    keep = method.alpha if isinstance(method, RMSProp) else method.beta_2
    g = seen.objective.gradient(seen.p[i])
    told = [float(x) for x in re.search(r"from (\S+) to ([^\s;]+)", text).groups()]
    H = seen.objective.hessian(seen.p[i][left - 1])
    for at, number in zip((came, left - 1), told, strict=True):
        v = (1 - keep) * sum(keep ** (at - 1 - j) * g[j] ** 2 for j in range(at))
        scale = method.eta / (np.sqrt(v) + method.epsilon)
        if isinstance(method, Adam):
            unbiased = np.sqrt(v / (1 - keep**at)) + method.epsilon
            scale = method.eta / unbiased * (1 - method.beta_1) / (1 + method.beta_1)
        assert max(np.linalg.eigvals(np.diag(scale) @ H).real) == pytest.approx(number, rel=6e-3)
    assert told[0] <= 2 <= told[1]


def check_rest(seen, f, text):
    name = re.match(WORD, text)[0]
    i = seen.i(name)
    assert seen.rests(i, f)
    if "hardly moves" in text:
        return
    signs = np.sign(seen.curvatures(i, f)).tolist()
    kind = re.search("minimum|saddle|maximum", text)[0]
    assert signs == {"minimum": [1, 1], "saddle": [-1, 1], "maximum": [-1, -1]}[kind]


def check_still(seen, f, text):
    name = re.match(WORD, text)[0]
    assert seen.under_way(f) == [seen.i(name)]
    assert not any(seen.there(seen.i(name), e) for e in range(f + 1))


def check_lost(seen, f, text):
    name, step = re.match(rf"({WORD}) diverged at step (\d+)", text).groups()
    assert seen.lost[seen.i(name)] == int(step) <= f


def check_path(seen, f, text):
    named = set(re.findall(WORD, text))
    for i, run in enumerate(seen.out.race.runs):
        far = np.linalg.norm(run.moved[0].p[: f + 1] - seen.p[i][: f + 1], axis=-1)
        parted = bool((far > 1e-6 * (1 + np.linalg.norm(seen.p[i][: f + 1], axis=-1))).any())
        assert (seen.names[i] in named) == parted


def check_start(seen, f, text):
    assert f == 0
    cost, slope = (float(x) for x in re.search(r"cost is (\S+) and ‖∇C‖ = (\S+)$", text).groups())
    assert cost == pytest.approx(seen.cost[0][0] + seen.lowest, rel=6e-3)
    assert slope == pytest.approx(seen.slope[0][0], rel=6e-3)


def check_undecided(seen, f, text):
    assert (ranks(seen.out)[:, f] == UNDECIDED_RANK).any()


CHECKS = {
    "All at the start": check_start,
    "rounding decides who leads": check_undecided,
    "Rounding decides the path": check_path,
    "rrived, at most a millionth": check_arrived,
    "All have arrived": check_arrived,
    " lead": check_leading,
    "was there": check_left,
    "has not arrived": check_still,
    "diverged at": check_lost,
    "rests": check_rest,
    "hardly moves": check_rest,
}


def check(seen, f, sentence):
    """Judge one sentence by the check that knows it; one that no check knows is a fault."""
    for words, judge in CHECKS.items():
        if words.lower() in sentence.lower():
            judge(seen, f, sentence)
            return words
    raise AssertionError(f"No check knows “{sentence}”")


def check_verdict(seen, text):
    """Who is first to stay, in steps; the lowest, where nobody arrives."""
    if text.startswith("**Rounding decides"):
        return
    last = len(seen.p[0]) - 1
    home = {i: seen.since(i, last) for i in range(len(seen.p)) if seen.there(i, last)}
    running = [i for i in range(len(seen.p)) if seen.lost[i] < 0]
    if not running:
        assert text.startswith("Nobody wins")
        return
    bold = re.findall(r"\*\*([^*]+)\*\*", text)
    if home:
        said = set(re.findall(WORD, next(b for b in bold if re.search(WORD, b))))
        assert said == {seen.names[i] for i in home if home[i] == min(home.values())}
    else:
        assert text.startswith("Nobody arrives")
        said = set(re.findall(WORD, next(b for b in bold if re.search(WORD, b))))
        cost = {i: max(float(seen.cost[i][last]), 0.0) for i in running}
        assert said == {seen.names[i] for i in cost if cost[i] == min(cost.values())}


@pytest.mark.long
def test_every_sentence_of_a_race_is_true_at_its_step():
    judged: dict[str, int] = {}
    for spec in races():
        out = outcome(spec)
        seen = Seen(spec, out)
        told = tell(out, seen.names)
        shown = ranks(out)
        for f in SHOWN if spec.steps == STEPS else SHOWN_LONG:
            story = told.sentences[told.frame[f]].removesuffix(".")
            for sentence in re.split(r"\. (?=[A-Z])", story):
                kind = check(seen, f, sentence)
                judged[kind] = judged.get(kind, 0) + 1
            firm = shown[:, f] != UNDECIDED_RANK
            assert (shown[firm, f] == np.array(seen.rank(f))[firm]).all()
            judged["rank"] = judged.get("rank", 0) + int(firm.sum())
        count = len(out.race.runs)
        timed = Timing(np.arange(1.0, count + 1), np.arange(1.0, count + 1))
        check_verdict(seen, verdict(out, timed, seen.names))
        judged["verdict"] = judged.get("verdict", 0) + 1
    print(judged, sum(judged.values()))
    assert sum(judged.values()) - judged["rank"] >= 1000
    assert {"was there", "rests", "has not arrived", "diverged at", " lead"} <= set(judged)
