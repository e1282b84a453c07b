"""What the second chapter's sections say about a run is true, recomputed from its parameters."""

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from core.experiments.higham import paper
from core.experiments.higham.experiment import (
    Drawn,
    HighamExperiment,
    OneLayer,
    ThreeLayers,
    TwoLayers,
    risk,
)
from core.landscape.spectrum import spectrum
from core.networks import symmetry
from core.networks.activations import ACTIVATIONS, Sigmoid
from core.training.samplers import FullBatch, ShuffledEpochs, WithReplacement
from pages.ui.chapter.words import percent, three
from pages.ui.higham.landscape.copies import highest_between, say_flips, say_line, say_lines
from pages.ui.higham.landscape.least_squares import say_fits
from pages.ui.higham.landscape.planes import say_spectrum
from pages.ui.higham.many_seeds import say_ends
from tests.pages.judging import typed

JUDGES = (
    say_flips,
    say_line,
    say_lines,
    say_fits,
    say_spectrum,
    say_ends,
)
NETWORKS = (
    OneLayer(1),
    OneLayer(2),
    OneLayer(3),
    TwoLayers(2, 2),
    TwoLayers(),
    ThreeLayers(2, 1, 2),
)


def ends():
    """Parameters where runs of every activation and size may end: drawn, moved on, and 0."""
    for seed, (activation, hidden) in enumerate(product(ACTIVATIONS.values(), NETWORKS)):
        spec = HighamExperiment(hidden=hidden, activation=activation(), start=Drawn(), seed=seed)
        made = replace(spec.recipes()["network"], steps=40, record_every=40)
        yield spec, made.start
        yield spec, made.run().p[-1]


def cost_along(whole, p, q):
    return np.array([float(whole.value(p + t * (q - p))) for t in np.linspace(0, 1, 101)])


@pytest.mark.long
def test_what_lies_between_a_point_and_its_copies_is_true():
    judged = 0
    for spec, p in ends():
        whole = risk(spec)
        others = symmetry.copies(whole.network, p)[1:]
        if not len(others):
            continue
        end = float(whole.value(p))
        highest = highest_between(whole, p, others)
        lines = [cost_along(whole, p, q).max() for q in others[:2]]
        np.testing.assert_allclose(highest[:2], lines, rtol=1e-9)
        for q, top in zip(others[:2], lines, strict=False):
            judge_line(say_line(float(np.linalg.norm(q - p)), end, float(top)), p, q, end, top)
            judged += 1
        judge_lines(say_lines(end, highest), end, highest)
        judged += 1
    print(judged, "sentences")
    assert judged >= 200


def judge_line(said, p, q, end, top):
    assert said.startswith(f"The two are {three(float(np.linalg.norm(p - q)))} apart and cost ")
    if "Nowhere" in said:
        assert top <= end * (1 + 1e-8)
    else:
        assert top > end
        assert f"rises to {three(float(top))}" in said
        assert ("practically no barrier" in said) == (top <= 1.1 * end)
        if "practically" in said:
            assert f"by {percent(top / end - 1)}:" in said


def judge_lines(said, end, highest):
    assert f"the cost is {three(end)}." in said
    assert "half of them" not in said
    low = sum(top <= 1.1 * end for top in highest)
    counted = re.search(r"To (it|\d+ of them|\d+) there is practically no barrier", said)
    assert bool(counted) == (low > 0)
    if counted and counted[1] != "it":
        assert int(counted[1].split()[0]) == low
    if median := re.search(r"with the median ([\d.e+-]+\d)", typed(said)):
        assert abs(float(median[1]) / np.median(highest) - 1) < 6e-3


def test_the_copy_that_is_hardly_behind_a_barrier_is_counted():
    end = paper.published_points()[-1]
    whole = paper.problem()
    highest = highest_between(whole, end, symmetry.copies(whole.network, end)[1:])
    said = say_lines(float(whole.value(end)), highest)
    assert "To 1 of them there is practically no barrier" in said
    assert "with the median 0.253." in said
    assert float(highest.min()) == pytest.approx(3.72e-5, rel=2e-3)


def test_curvature_is_judged_where_it_was_looked_at():
    runs = 0
    for eta, how, hidden in product(
        (0.01, 0.1, 1.0, 10.0),
        (FullBatch(), ShuffledEpochs(2), WithReplacement(1)),
        (OneLayer(2), TwoLayers()),
    ):
        spec = HighamExperiment(eta=eta, sampler=how, hidden=hidden)
        run = replace(spec.recipes()["network"], steps=30, record_every=10).run()
        said = say_spectrum(spec, spectrum(risk(spec), run.p))
        largest = np.linalg.eigvalsh(risk(spec).hessian(run.p))[:, -1]
        above = sum(value > 2 / eta for value in largest)
        assert f"At {len(run.k)} recorded steps the mean cost has λₘₐₓ of at most" in said
        assert (f"more than 2/η = {three(2 / eta)} at {above} of them" in said) == (above > 0)
        assert "never" not in said
        assert ("whose own λₘₐₓ may be higher" in said) == (how != FullBatch())
        runs += 1
    assert runs == 24


@pytest.mark.long
def test_only_fits_that_are_equally_right_are_called_so():
    whole = paper.problem()
    start, turn, end = paper.published_points()
    rng = np.random.default_rng(0)
    others = [
        end,
        *symmetry.copies(whole.network, end)[[1, 7]],
        *(end + rng.normal(0, 2, (20, 23))),
    ]
    middles = (np.arange(80) + 0.5) / 80
    x = np.stack(np.meshgrid(middles, middles), axis=-1).reshape(-1, 2)
    for one, other in product((start, turn, end), others):
        said = say_fits(whole, one, other)
        F = [whole.network(p, x) for p in (one, other)]
        apart = np.mean((F[0][:, 0] > F[0][:, 1]) != (F[1][:, 0] > F[1][:, 1]))
        assert f"about {percent(apart)} of the square" in said
        right = [
            (np.sign(whole.network(p, whole.x) @ [1, -1]) == np.sign(whole.y @ [1, -1])).sum()
            for p in (one, other)
        ]
        assert f"has {right[0]} and the other {right[1]} of 10" in said
        assert ("not unique" in said) == (right == [10, 10] and apart > 0)
        assert "minimizers" not in said


def test_a_sign_is_flipped_only_where_there_is_one():
    for activation in ACTIVATIONS.values():
        network = HighamExperiment(activation=activation()).network
        said = say_flips(network)
        assert bool(said) == symmetry.flips(network, 2)
        if said:
            z = np.linspace(-3, 3, 7)
            mirrored = {"1 − σ(z)": 1 - activation()(z), "−σ(z)": -activation()(z)}
            value = re.search(r"σ\(−z\) = (.+?) for its", said)[1]
            np.testing.assert_allclose(activation()(-z), mirrored[value], atol=1e-12)
    assert "1 − σ(z)" in say_flips(HighamExperiment(activation=Sigmoid()).network)


@pytest.mark.parametrize("bad", [0, 1, 3, 8, 9, 500, 1000])
def test_how_many_seeds_end_is_told_with_every_share_that_is_not_nothing(bad):
    rng = np.random.default_rng(bad)
    squares = np.concatenate([rng.uniform(0.6, 4, bad), rng.uniform(1e-6, 0.4, 1000 - bad)])
    rng.shuffle(squares)
    for turned in (0.0, 0.002, 0.3):
        said = typed(say_ends(squares, 50_000, turned))
        assert said.startswith("After 50,000 steps the median is ")
        median, share = re.search(
            r"is \*\*(\S+)\*\*, and \*\*((?:over )?[\d.]+) %\*\* of", said
        ).groups()
        assert float(median) == pytest.approx(np.median(squares), rel=6e-3)
        assert float(share) == pytest.approx(bad / 10, abs=0.051 if bad < 100 else 0.51)
        stuck = np.flatnonzero(squares > 0.5)
        named = re.search(r"\(seeds? ([\d, ]+)(, …)?\)", said)
        assert bool(named) == bool(bad)
        if named:
            assert [int(n) for n in named[1].split(", ")] == stuck[:8].tolist()
            assert bool(named[2]) == (bad > 8)
        assert ("rounding decides that for " in said) == (turned > 0)
        assert "about 0 %" not in said
