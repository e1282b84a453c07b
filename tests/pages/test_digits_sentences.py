"""What the chapter on digits says is true: every sentence, recomputed from the networks."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from core.datasets import moved
from core.experiments.digits.around import around, cost
from core.experiments.digits.attack import attacks
from core.experiments.digits.experiment import DigitsExperiment, training_digits, unseen_digits
from core.experiments.digits.marks import marked, unvalued
from core.experiments.digits.networks import (
    Convolutional,
    FullyConnected,
    OverBatch,
    OverLayer,
    SoftmaxRegression,
)
from core.experiments.digits.prior import Anywhere, Centered, Contest
from core.experiments.digits.shifts import Reader, accuracy_of_moved
from core.optimizers.adam import Adam
from core.optimizers.first_order import GradientDescent, Momentum
from core.training.samplers import FullBatch, ShuffledEpochs
from pages.ui.digits.inside.attack import say_attack, say_attacks
from pages.ui.digits.inside.landscape import say_along, say_plane, say_rescaled, say_spectrum
from pages.ui.digits.inside.layers import say_layers
from pages.ui.digits.presets import PRESETS
from pages.ui.digits.prior import say_shuffles
from pages.ui.digits.recording import Recording, as_shown
from pages.ui.digits.sentences import tell
from pages.ui.digits.shifts import say_moved, say_readers
from tests.pages.judging import judged, typed

JUDGES = (
    *(tell, say_attack, say_attacks, say_layers, say_moved, say_plane, say_readers, say_rescaled),
    *(say_along, say_shuffles, say_spectrum),
)
SPECS = [
    DigitsExperiment(epochs=2, sampler=ShuffledEpochs(200)),
    DigitsExperiment(
        network=FullyConnected(16), optimizer=Adam(0.03), sampler=FullBatch(), count=50, epochs=60
    ),
    DigitsExperiment(epochs=30, count=60, sampler=ShuffledEpochs(5), network=FullyConnected(20)),
    DigitsExperiment(optimizer=GradientDescent(1e6), count=50, epochs=5),
    DigitsExperiment(optimizer=Momentum(3.0), count=100, epochs=3, sampler=ShuffledEpochs(25)),
    DigitsExperiment(
        network=Convolutional(3, 2, OverBatch(), 0.3), optimizer=Adam(0.02), count=80, epochs=4
    ),
    DigitsExperiment(
        network=FullyConnected(6, OverLayer()), moves=True, decay=0.01, count=100, epochs=2
    ),
]


def recorded(spec):
    recording = Recording(spec)
    recording.advance(60)
    assert recording.finished
    return recording.recorded()


def wrongs(spec, run, part):
    """How many digits are wrong at each frame, and the cross-entropy, by shares."""
    wrong, cost = [], []
    for p in as_shown(run.p):
        z = spec.model().logits(p, part.x)
        shares = np.exp(z - z.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        wrong.append(int((z.argmax(axis=1) != part.labels).sum()))
        with np.errstate(divide="ignore"):
            cost.append(-np.log(shares[np.arange(len(z)), part.labels]).mean())
    return np.array(wrong), np.array(cost)


def whole(text):
    return int(text.replace(",", ""))


def judge_training(said, true):
    f, lost = true.f, int(true.run.diverged_at)
    if diverged := re.match(r"Diverged at step ([\d,]+)\.", said):
        assert 0 <= lost == whole(diverged[1]) <= true.run.k[f]
        return
    assert not 0 <= lost <= true.run.k[f]
    if right := re.match(r"All ([\d,]+) are right; the cross-entropy is ([\d.e+-]+\d)\.", said):
        assert (true.wrong[f], whole(right[1])) == (0, true.N)
        assert float(right[2]) == pytest.approx(true.cost[f], rel=6e-3)
        return
    count = re.search(r"([\d,]+) of ([\d,]+) are wrong", said)
    assert (whole(count[1]), whole(count[2])) == (true.wrong[f], true.N)
    assert said.startswith("The start") == (f == 0)
    if compared := re.search(r"is (below|above) the ([\d.]+) of the start", said):
        assert (compared[1] == "below") == (true.cost[f] < true.cost[0])
        assert float(compared[2]) == pytest.approx(true.cost[0], rel=6e-3)


def judge_test(said, true):
    f, wrong = true.f, true.wrong
    count = re.match(r"(\d+) of 400 are wrong", said)
    assert int(count[1]) == wrong[f]
    if "last finite" in said:
        assert 0 <= true.run.diverged_at <= true.run.k[f]
        return
    ended = true.run.k[f] == true.spec.steps
    assert ("at the end" in said) <= ended
    assert ("until now" in said) <= (not ended)
    # Between two recorded steps it may have been better.
    if "few" in said:
        assert ("of the steps shown" in said) == (list(true.run.k[: f + 1]) != list(range(f + 1)))
    least = wrong[: f + 1].min()
    if ", the fewest" in said:
        assert wrong[f] == least < min(wrong[:f], default=401)
    elif "as few as at best" in said:
        assert wrong[f] == least == min(wrong[:f])
    elif f:
        named = re.search(r"(?:before|now): (\d+)", said)
        assert int(named[1]) == least < wrong[f]
    if when := re.search(r"after epoch ([\d.]+)", said):
        first = int(wrong.argmin() if wrong[: f + 1].min() == wrong.min() else 0)
        first = int(wrong[: f + 1].argmin())
        epoch = true.run.k[first] * true.spec.batch / true.spec.count
        assert float(when[1].rstrip(".")) == pytest.approx(epoch, abs=0.0501)


@pytest.mark.parametrize("spec", SPECS, ids=range(len(SPECS)))
def test_every_sentence_of_a_run_is_true(spec):
    found = recorded(spec)
    train, test = tell(spec, found)
    for told, part, judge in (
        (train, training_digits(spec.count), judge_training),
        (test, unseen_digits(), judge_test),
    ):
        wrong, cost = wrongs(spec, found.run, part)
        true = SimpleNamespace(
            spec=spec, run=found.run, wrong=wrong, cost=cost, N=len(part.labels), f=0
        )
        assert len(judged(told, true, judge)) == len(found.run.k)


def test_the_runs_that_are_judged_end_in_all_ways():
    said = " ".join(
        s for spec in SPECS for told in tell(spec, recorded(spec)) for s in told.sentences
    )
    ends = (
        "Diverged",
        "All 50 are right",
        "the fewest",
        "at the end",
        "as few as at best",
        "steps shown",
    )
    for words in ends:
        assert words in said


def test_a_slice_at_a_time_records_the_same_run():
    spec = SPECS[0]
    slowly = Recording(spec)
    while not slowly.finished:
        slowly.advance(0.0)
    one, other = slowly.recorded(), recorded(spec)
    np.testing.assert_allclose(one.run.p, other.run.p, rtol=0, atol=1e-12)
    assert np.array_equal(one.test.read, other.test.read)
    assert slowly.most_bytes >= one.run.p.nbytes + one.train.read.nbytes + one.test.read.nbytes


@pytest.fixture(
    scope="module", params=[SoftmaxRegression(), Convolutional()], ids=["linear", "CNN"]
)
def network(request):
    spec = DigitsExperiment(network=request.param, epochs=2)
    return spec, spec.recipes()["network"].run().p[-1]


def test_what_a_move_costs_is_what_is_said(network):
    spec, p = network
    part = unseen_digits()
    said = typed(say_moved(accuracy_of_moved(spec.model(), p, part)))
    share = [float(number) for number in re.findall(r"0\.\d+", said)]
    found = [
        (spec.model().logits(p, moved(part.x, *step)).argmax(axis=1) == part.labels).mean()
        for step in ((0, 0), (1, 0), (0, 1), (-1, 0), (0, -1))
    ]
    assert share[:5] == pytest.approx(found, abs=6e-4)
    assert share[5] == pytest.approx(found[0] - np.mean(found[1:]), abs=6e-4)
    flat = say_moved(np.full((5, 5), 0.5))
    assert flat.endswith("On average a single pixel costs nothing.")


def test_who_loses_least_is_named():
    def reader(network, moves, loss):
        grid = np.full((5, 5), 0.8 - loss)
        grid[2, 2] = 0.8
        return Reader(DigitsExperiment(network=network, moves=moves), grid)

    found = [
        reader(network, moves, loss)
        for network, losses in (
            (Convolutional(), (0.3, 0.1)),
            (FullyConnected(), (0.2, 0.15)),
        )
        for moves, loss in zip((False, True), losses, strict=True)
    ]
    assert say_readers(found) == (
        "Without moves in training, the fully connected network loses least by a pixel, 0.200; "
        "with moves in training, the convolutional network loses least by a pixel, 0.100."
    )


def test_what_turns_a_digit_is_what_is_said(network):
    spec, p = network
    found = attacks(spec.model(), p, unseen_digits())
    for n in range(0, 400, 7):
        said = typed(say_attack(found, n))
        z = spec.model().logits(p, unseen_digits().x[n : n + 1])[0]
        first = re.match(r"A (\d), read as (\d); the margin over (\d) is ([\d.e-]+)\.", said)
        label, i, j = (int(first[k]) for k in (1, 2, 3))
        assert (label, i) == (unseen_digits().labels[n], z.argmax())
        assert float(first[4]) == pytest.approx(z[i] - z[j], rel=6e-3)
        if not np.isfinite(found.measured[n]):
            assert "up to ε = 1 nothing turns" in said
            continue
        predicted, measured = found.predicted[n], found.measured[n]
        words = re.search(r"(as predicted, to six digits|later|earlier)", said)[1]
        same = abs(measured / predicted - 1) <= 1e-6
        assert words == (
            "as predicted, to six digits"
            if same
            else "later"
            if measured > predicted
            else "earlier"
        )
        assert same or not isinstance(spec.network, SoftmaxRegression)
        turned = found.changed(unseen_digits().x, n, measured * (1 + 1e-9))
        assert f"to a {spec.model().logits(p, turned[None])[0].argmax()}:" in said
    said = typed(say_attacks(found))
    finite = np.isfinite(found.measured)
    assert said.startswith(f"{finite.sum()} of 400 ")
    half = re.search(r"by ε = \*\*([\d.]+)\*\*", said)
    assert float(half[1]) == pytest.approx(np.median(found.measured), rel=6e-3)


def test_what_presets_say_of_their_networks_and_runs_is_so():
    by_label = {preset.label: preset for preset in PRESETS}
    shared, all_pixels, softmax, _, few = PRESETS
    for preset in (shared, all_pixels, softmax):
        size = preset.spec(DigitsExperiment).model().size
        assert re.search(rf"\b{size} parameters", preset.look), preset.label
    assert len(by_label) == len(PRESETS)
    # From one seed many more are wrong than from another.
    spec = all_pixels.spec(DigitsExperiment)
    wrong = [int(run_to_end(replace(spec, seed=seed)).test.wrong[-1]) for seed in (1, 3)]
    assert max(wrong) > 2 * min(wrong)
    assert "depends on the start" in all_pixels.look
    ended = run_to_end(few.spec(DigitsExperiment))
    assert (int(ended.train.wrong[-1]), ended.test.wrong[-1] > 0) == (0, True)


def run_to_end(spec):
    recording = Recording(spec)
    while not recording.finished:
        recording.advance(5)
    return recording.recorded()


@pytest.mark.parametrize("rule", [Convolutional(3, 5), FullyConnected(4), SoftmaxRegression()])
def test_what_sharing_saves_is_counted(rule):
    said = say_layers(Recording(DigitsExperiment(network=rule, count=50, epochs=1)))
    numbers = [whole(number) for number in re.findall(r"\*\*([\d,]+)\*\*", said)]
    assert numbers[0] == rule().size
    if isinstance(rule, Convolutional):
        maps = [(64, 3 * 64), (3 * 16, 6 * 16), (24, 10)]
        assert numbers[1] == sum((below + 1) * above for below, above in maps)
    else:
        assert len(numbers) == 1


def contest(network, shuffled, ends, cost=0.0, place=None):
    accuracy = np.array(ends)[:, None] * np.ones((1, 2))
    return Contest(place or Centered(), network, shuffled, accuracy, np.full((len(ends), 2), cost))


def test_what_a_shuffle_costs_and_who_is_best_is_said_where_it_is_clear():
    cnn, dense = Convolutional(), FullyConnected()
    apart = [
        contest(cnn, False, (0.90, 0.92)),
        contest(cnn, True, (0.80, 0.82)),
        contest(dense, False, (0.50, 0.52), 1.0),
        contest(dense, True, (0.50, 0.52), 1.0 + 1e-12),
    ]
    said = say_shuffles(apart)
    assert "The convolutional network reads best." in said
    assert "The shuffle costs the convolutional network 0.100." in said
    assert "a difference of at most 1.00e−12" in said
    assert f"epoch {Centered.epochs}, mean" in said
    close = [
        apart[0],
        apart[1],
        contest(dense, False, (0.88, 0.93)),
        contest(dense, True, (0.88, 0.93)),
    ]
    assert "no clear difference" in say_shuffles(close)
    assert "a difference of 0 in" in say_shuffles(close)
    gained = [apart[1], replace(apart[0], shuffled=True), *apart[2:]]
    assert "The shuffle gains the convolutional network 0.100." in say_shuffles(gained)
    elsewhere = [replace(one, place=Anywhere()) for one in apart]
    assert f"epoch {Anywhere.epochs}, mean" in say_shuffles(elsewhere)


@pytest.mark.parametrize("rule", [Convolutional(1, 2), FullyConnected(3)], ids=str)
def test_what_is_around_the_end_is_what_is_said(rule):
    spec = DigitsExperiment(network=rule, count=60, epochs=4)
    run = spec.recipes()["network"].run()
    found, risk, p = around(spec, run), cost(spec), run.p[-1]
    said = typed(say_plane(found))
    assert float(re.search(r"is \*\*([\d.e-]+)\*\*;", said)[1]) == pytest.approx(
        risk.value(p), rel=6e-3
    )
    assert ("no minimum" in said) == bool((found.surface.value < risk.value(p)).any())
    if lower := re.search(r"lower by ([\d.e-]+\d)", said):
        assert float(lower[1]) == pytest.approx(
            found.surface.value[16, 16] - found.surface.value.min(), rel=6e-3
        )
    exact = np.linalg.eigvalsh(risk.hessian(p))
    said = typed(say_spectrum(found))
    assert f"of all {len(p)} eigenvalues" in said
    assert float(re.search(r"max}\$ is \*\*([\d.e-]+)\*\*", said)[1]) == pytest.approx(
        exact[-1], rel=6e-3
    )
    counted = re.search(r"(\d+) are negative", said)
    assert bool(counted) != ("None is negative beyond rounding" in said)
    negative = int(counted[1]) if counted else 0
    assert (exact < -1e-9).sum() <= negative <= (exact < -1e-14).sum()
    number = int(re.search(r"after \*\*(\d+)\*\*", said)[1])
    largest = exact[::-1][:21]
    gaps = largest[:-1] / np.maximum(largest[1:], 1e-300)
    assert number == gaps[: (largest > 0).sum() - 1].argmax() + 1
    said, seen = typed(say_along(found.along, run.k)), found.along.shadow
    worst = int(np.abs(risk.value(run.p) - seen.shown).argmax())
    wrong, off, way, random = (
        float(n) for n in re.findall(r"(?:by up to \*\*|is |are |left )(\d[\d.e-]*\d)", said)
    )
    assert wrong == pytest.approx(np.abs(risk.value(run.p) - seen.shown)[worst], rel=6e-3)
    assert f"at step {run.k[worst]:,}," in said
    assert off == pytest.approx(seen.distance[worst], rel=6e-3)
    assert way == pytest.approx(np.linalg.norm(run.p[-1] - run.p[0]), rel=6e-3)
    shares = [int(n) for n in re.findall(r"(\d+)\*{0,2} %|(\d+) %", said) for n in n if n]
    assert random / way == pytest.approx(shares[-1] / 100, abs=0.006) or "under 1 %" in said
    said = say_spectrum(replace(found, exact=None))
    assert said.startswith("By Lanczos with 40 Hessian-vector products")
    moved_by, still = ([[1.0, 2.0], [1.0 + 1e-15, 5.0]], [[1.0, 2.0], [1.0, 2.0]])
    assert "from 2 to **5**" in say_rescaled(replace(found, rescaled=np.array(moved_by)))
    assert "stays at 2" in say_rescaled(replace(found, rescaled=np.array(still)))
    assert "not at all" in say_rescaled(replace(found, rescaled=np.array([[1.0, 2], [1.0, 5]])))


@pytest.mark.long
def test_what_the_presets_promise_comes_so():
    few = {"Share the kernels": "all", "Move the digits in training": "moved"}
    ends = {}
    for preset in PRESETS:
        spec = preset.spec(DigitsExperiment)
        run = unvalued(spec.recipes()["network"]).run()
        train = marked(spec.model(), run.p[-1:], training_digits(spec.count))
        test = marked(spec.model(), run.p[-1:], unseen_digits())
        ends[few.get(preset.label, preset.label)] = train.wrong[0], test.wrong[0]
        number = re.search(r"(\d+) parameters", preset.look)
        assert number is None or int(number[1]) == spec.model().size
    assert ends["moved"][0] > 1.5 * ends["all"][0]
    assert ends["Take 200 digits only"][0] == 0 < 40 < ends["Take 200 digits only"][1]
