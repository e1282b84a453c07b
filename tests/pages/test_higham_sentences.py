"""What the second chapter says at each step is true: every sentence, recomputed from the run."""

import re
from dataclasses import replace
from itertools import cycle, product

import numpy as np
import pytest

from core.experiments.diagnosis import diagnose_network
from core.experiments.higham.experiment import (
    Drawn,
    FourLayers,
    HighamExperiment,
    OneLayer,
    ThreeLayers,
    TwoLayers,
    risk,
)
from core.networks.activations import ACTIVATIONS, ReLU
from core.objectives.losses import BinaryCrossEntropy, HalfSquaredError
from core.objectives.risk import Risk
from core.training.descent import log_steps
from core.training.samplers import FullBatch, ShuffledEpochs, WithReplacement
from pages.ui.chapter.words import percent, three
from pages.ui.higham.sentences import tell
from tests.pages.judging import judged as sentences_judged
from tests.pages.judging import typed

JUDGES = (tell,)
ETAS = (0.001, 0.05, 0.5, 3.0, 10.0)
SAMPLERS = (FullBatch(), ShuffledEpochs(1), WithReplacement(1), WithReplacement(4))
LAYERS = (TwoLayers(), OneLayer(5), ThreeLayers(3, 2, 2), FourLayers(2, 2, 2, 2))
LOSSES = (HalfSquaredError(), BinaryCrossEntropy())


def settings():
    """Every activation, sampler and η; layers, losses, points and starts by turns."""
    others = cycle(product(LAYERS, LOSSES, (False, True)))
    every = product(ACTIVATIONS.values(), SAMPLERS, ETAS)
    for seed, ((activation, how, eta), (layers, loss, eleventh)) in enumerate(
        zip(every, others, strict=False)
    ):
        yield HighamExperiment(
            activation=activation(),
            sampler=how,
            eta=eta,
            hidden=layers,
            loss=loss,
            eleventh=eleventh,
            seed=seed,
        )


def run_of(spec, steps, frames=24):
    """A beginning of the run of a spec."""
    return replace(
        spec.recipes()["network"], steps=steps, record_every=log_steps(steps, frames)
    ).run()


class Truth:
    """A run recomputed point by point, and one of its records."""

    def __init__(self, spec, run):
        self.spec, self.run, self.f = spec, run, 0
        self.whole = risk(spec)
        x, y = self.whole.x, self.whole.y
        self.N = len(x)
        each = [
            Risk(self.whole.network, self.whole.loss, x[i : i + 1], y[i : i + 1])
            for i in range(self.N)
        ]
        self.costs = np.mean([one.value(run.p) for one in each], axis=0)
        self.all_gradients = np.stack([one.gradient(run.p) for one in each], axis=1)
        self.outputs = self.whole.network(run.p, x)
        self.all_eigenvalues = np.linalg.eigvalsh(self.whole.hessian(run.p))

    @property
    def p(self):
        return self.run.p[self.f]

    @property
    def right(self):
        F, y = self.outputs[self.f], self.whole.y
        return sum(F[i, y[i].argmax()] > F[i, y[i].argmin()] for i in range(self.N))

    @property
    def gradients(self):
        return self.all_gradients[self.f]

    @property
    def norm(self):
        return np.linalg.norm(self.gradients.mean(axis=0))

    @property
    def eigenvalues(self):
        return self.all_eigenvalues[self.f]

    def costs_since(self, step):
        """The costs since a step; it must be the last one that is recorded up to half of now."""
        k = self.run.k
        before = max(i for i in range(self.f + 1) if 2 * k[i] <= k[self.f])
        assert k[before] == step
        return self.costs[before : self.f + 1]


def same(said, value):
    """Whether a printed number is the value to about the digits it has."""
    assert float(said) == pytest.approx(value, rel=6e-3, abs=1e-14)


def judge(said, true):
    """AssertionError unless everything that a sentence says is so."""
    spec, lost = true.spec, int(true.run.diverged_at)
    if diverged := re.match(r"Diverged at step ([\d,]+)\.", said):
        assert 0 <= lost == int(diverged[1].replace(",", "")) <= true.run.k[true.f]
        assert np.isfinite(true.p).all()
        return
    assert not 0 <= lost <= true.run.k[true.f]
    if right := re.search(r"(\d+) of (\d+) points right", said):
        assert (int(right[1]), int(right[2])) == (true.right, true.N)
    if norm := re.search(r"‖∇C‖ = ([\d.e+-]+\d)", said):
        same(norm[1], true.norm)
    if bends := re.search(r"bends down in (\d+) of (\d+)", said):
        found = true.eigenvalues
        size = np.abs(found).max()
        # What is nearer to 0 than rounding has no sign.
        certain, perhaps = ((found < -share * size).sum() for share in (1e-11, 1e-13))
        assert certain <= int(bends[1]) <= perhaps
        assert int(bends[2]) == len(found)
    difference = true.outputs[true.f] @ [1, -1]
    if pale := re.search(r"F₁ − F₂ differs by at most ([\d.e+-]*\d)\.", said):
        same(pale[1], max(difference) - min(difference))
        assert float(pale[1]) <= 0.2
    elif said.startswith(("The start", "On a plateau")):
        assert max(difference) - min(difference) > 0.199
    if said.startswith("The start"):
        assert true.f == 0
        return
    if said.startswith("The cost is 0"):
        assert true.costs[true.f] == 0
        return
    costs = true.costs_since(int(re.search(r"step ([\d,]+)", said)[1].replace(",", "")))
    first, now = costs[0], costs[-1]
    assert true.f > 0
    swing = np.ptp(costs) / first if first else np.inf
    if said.startswith("On a plateau"):
        assert swing < 0.05
        if swing > 2e-12:
            assert f"within {percent(swing)} since" in said
        elif swing < 5e-13:
            assert "the same to twelve digits" in said
    elif said.startswith("Up and down"):
        assert abs(now / first - 1) < 0.05 <= swing * (1 + 1e-9)
    elif said.startswith("Uphill"):
        assert now > 1.05 * first
        judge_reasons(said, true)
    else:
        assert said.startswith(("Falling", "All"))
        assert now < 0.95 * first * (1 + 1e-9)
        assert f"by {percent(1 - now / first)} since" in said
        assert said.startswith("All") == (true.right == true.N)
    assert spec.sampler.size(true.N) < true.N or "drawn" not in said


def judge_reasons(said, true):
    g, spec = true.gradients, true.spec
    m = spec.sampler.size(true.N)
    noise = np.sqrt(np.square(g - g.mean(axis=0)).sum(axis=1).mean() / m)
    if not isinstance(spec.sampler, WithReplacement):
        noise *= np.sqrt((true.N - m) / (true.N - 1))
    misses = re.search(r"of (one|\d+) drawn points? misses ∇C by ([\d.e+-]+\d) in", said)
    if m < true.N and noise > 1.001 * true.norm:
        assert misses
        assert misses[1] == ("one" if m == 1 else str(m))
        same(misses[2], noise)
    elif m == true.N or noise < 0.999 * true.norm:
        assert not misses
    assert ("too long" in said) == (m == true.N)
    if m == true.N:
        # A thousandth of the step from the record before would not have climbed.
        before = true.costs[: true.f]
        p, g = true.run.p[: true.f], true.all_gradients[: true.f].mean(axis=1)
        assert (true.whole.value(p - 1e-3 * spec.eta * g) <= before * (1 + 1e-12)).all()
    if above := re.search(r"η = ([\d.]+) is above 2/λ_max = ([\d.e+-]+\d) here", said):
        assert above[1] == typed(three(spec.eta))
        same(above[2], 2 / true.eigenvalues[-1])
        assert spec.eta > 0.999 * 2 / true.eigenvalues[-1]
    elif len(true.p) <= 60:
        assert spec.eta < 1.001 * 2 / max(true.eigenvalues[-1], 1e-300)


def judged(spec, run):
    """The first words of a run's sentences, all of which are true."""
    return sentences_judged(
        tell(spec, run, diagnose_network(risk(spec), run.p)), Truth(spec, run), judge
    )


@pytest.mark.long
def test_every_sentence_of_many_short_runs_is_true():
    words = [word for spec in settings() for word in judged(spec, run_of(spec, 60, 12))]
    print(len(words), "sentences")
    assert len(words) >= 1000
    assert {"The", "On", "Up", "Uphill", "Falling"} <= set(words)


@pytest.mark.long
@pytest.mark.parametrize("eta", [0.05, 1.0, 10.0])
@pytest.mark.parametrize("how", [FullBatch(), WithReplacement(1)], ids=str)
def test_every_sentence_of_long_runs_is_true(how, eta):
    spec = HighamExperiment(sampler=how, eta=eta)
    assert len(judged(spec, run_of(spec, 4000))) == 24


def test_a_full_batch_that_overshoots_is_not_called_noisy():
    spec = HighamExperiment(sampler=FullBatch(), eta=10.0, activation=ReLU(), start=Drawn())
    run = run_of(spec, 60, 40)
    told = tell(spec, run, diagnose_network(risk(spec), run.p))
    uphill = [said for said in told.sentences if said.startswith("Uphill")]
    assert uphill
    assert not any("drawn" in said or "noisy" in said for said in uphill)
    assert any("is above 2/λ_max" in said for said in uphill)
