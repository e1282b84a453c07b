"""The page on what regularizes without a penalty: its sentences, its scenes, its sections."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.implicit import start
from core.experiments.implicit.copies import losses, variance
from core.experiments.implicit.decay import ADAM_L2, ADAMW, SGD, WeightDecay, samples
from core.experiments.implicit.deep import DeepNet
from core.experiments.implicit.experiment import ImplicitExperiment, problem, study
from core.experiments.implicit.masks import added
from core.experiments.implicit.noise import (
    EXPECTED,
    NOISY,
    DropInputs,
    MoveInputs,
    Noise,
    TurnLabels,
)
from core.experiments.implicit.problems import SEEDS
from core.experiments.implicit.sphere import drawn
from core.experiments.implicit.start import NETWORK, DiagonalNetwork, StartSize
from core.regularization import box_minimum, diagonal_network_limit, smoothed_floor
from core.spec import from_query, to_query
from pages.ui.chapter.words import share, three
from pages.ui.implicit import deep_view, deep_words, words
from pages.ui.implicit.presets import PRESETS
from pages.ui.implicit.scene import scene
from pages.ui.implicit.sections import copies, curved, from_zero, masks, sphere
from pages.ui.implicit.sections.choices import choices
from pages.ui.implicit.studies import need, of_family
from pages.ui.stage import encode_families, encode_panels
from tests.pages.judging import hyphens, typed

JUDGES = (
    words.verdict,
    words.ending,
    masks.sentence,
    curved.sentence,
    copies.sentence,
    sphere.sentence,
    from_zero.sentence,
    deep_words.verdict,
    deep_view._runs,
)
PAGE = Path(__file__).parents[2] / "pages" / "06_implicit_regularization.py"
SETTINGS = (
    {"steps": "400"},
    {"steps": "300", "topic.columns": "all-columns", "topic.falling": "false"},
    {"steps": "200", "topic.columns": "all-columns", "topic.m": "30", "seed": "4"},
    {"steps": "250", "topic.eta": "0.1", "topic.falling": "false"},
    {"steps": "120", "topic": "noise"},
    {"steps": "120", "topic": "noise", "topic.kind": "move-inputs", "seed": "2"},
    {"steps": "120", "topic": "noise", "topic.kind": "turn-labels", "seed": "3"},
    {"steps": "300", "topic": "start-size"},
    {"steps": "150", "topic": "start-size", "topic.eta": "0.1", "seed": "7"},
    {"steps": "1000", "topic.decay": "0.5", "topic.columns": "all-columns", "topic.m": "1"},
    {"steps": "1000", "topic.falling": "false", "topic.eta": "0.1"},
    {"steps": "1000", "topic.columns": "all-columns", "topic.eta": "0.1"},
)
every_setting = pytest.mark.parametrize(
    "query", SETTINGS, ids=lambda query: "&".join(query.values())
)


def numbers(said: str) -> list[float]:
    return [
        float(hit)
        for hit in re.findall(
            r"(?<![\w₁₂])-?\d[\d,]*\.?\d*(?:e-?\d+)?", typed(said).replace(",", "")
        )
    ]


def printed_as(value: float) -> float:
    return float(typed(three(float(value))))


@every_setting
def test_each_sentence_is_true_at_its_position(query):
    spec = from_query(ImplicitExperiment, query)
    found = study(spec)
    for v, value in enumerate(found.values):
        said = words.verdict(spec, found, v)
        assert not hyphens(said)
        match spec.topic:
            case WeightDecay():
                judge_decay(spec, found, v, said)
            case Noise(kind) if isinstance(kind, TurnLabels):
                judge_labels(spec, value, said)
            case Noise():
                judge_inputs(spec, found, v, said)
            case _:
                judge_start(spec, found, v, said)
        for lane in found.lanes:
            end = words.ending(found, lane, v)
            apart = np.abs(found.lanes[lane].w[-1, v] - found.lanes[lane].predicted[v]).max()
            assert numbers(end) == [printed_as(apart)]


def judge_decay(spec, found, v, said):
    x, y = samples(spec.topic)
    strength = found.values[v]
    ridge = np.linalg.solve(x.T @ x / len(x) + strength * np.eye(x.shape[1]), x.T @ y / len(x))
    box = box_minimum(x, y, 1 / strength)
    least = np.linalg.lstsq(x, y)[0]
    assert f"is {three(np.abs(box - ridge).max())} away" in said
    assert three(1 / strength) in said
    distance = found.lanes[ADAMW].distance[-1, v]
    assert ("This run" in said) == (distance > 0.05 / strength)
    if "This run" in said:
        tail = said.partition("This run")[2]
        assert f"ends {three(distance)} from there" in tail
        assert (f"looks at {spec.topic.m} of 442" in tail) == (spec.topic.m < 442)
        assert ("keeps η" in tail) == (not spec.topic.falling)
    at = int(found.lanes[SGD].diverged_at[v])
    edge = spec.topic.eta * (np.linalg.eigvalsh(x.T @ x / len(x))[-1] + strength)
    assert ("Gradient descent diverges" in said) == (at >= 0)
    if at >= 0:
        assert f"diverges, at step {at:,}" in said
        assert (f"η(λₘₐₓ + λ) is {three(edge)}, and above 2" in said) == (edge > 2)
    hidden = said.partition("does not show the whole path of ")[2]
    low, high = -0.28 * np.abs(least).max(), 1.12 * np.abs(least).max()
    for lane, name in ((SGD, "gradient descent"), (ADAM_L2, "Adam + L2"), (ADAMW, "AdamW")):
        w = found.lanes[lane].w[:, v]
        shown = ((w >= low) & (w <= high) | np.isnan(w)).all() or len(box) > 2
        assert (name in re.split(", | and |[.]", hidden)) == (not shown)
    if "asks for nothing" in said:
        assert np.abs(least).max() < 1 / strength
        np.testing.assert_allclose(box, least, atol=1e-9)
    else:
        assert np.abs(least).max() >= 1 / strength
        on = int((np.abs(np.abs(box) * strength - 1) <= 0.01).sum())
        names = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
        assert (
            f"{(*names, 'ten')[on]} of {(*names, 'ten')[len(box)]} weights within 1 % of it" in said
        )


def judge_inputs(spec, found, v, said):
    value = found.values[v]
    strength = value / (1 - value) if spec.topic.kind.slider == "dropped" else value**2
    assert f"= {three(strength)}, exactly" in said
    ends = [found.lanes[lane].distance[-1, v] for lane in (NOISY, EXPECTED)]
    assert [printed_as(end) for end in ends] == numbers(said)[-2:]


def judge_labels(spec, value, said):
    x, y = spec.topic.kind.data(
        np.random.default_rng(np.random.SeedSequence(spec.seed).spawn(1)[0])
    )
    best = spec.topic.kind.minimum(x, y, value)
    sizes = [value, np.linalg.norm(best[:2]), smoothed_floor(value)]
    assert [printed_as(size) for size in sizes] == numbers(said)[-3:]


def judge_start(spec, found, v, said):
    x, y, _ = problem(spec)
    alpha, lane = found.values[v], found.lanes[NETWORK]
    limit = diagonal_network_limit(x, y, alpha)
    assert f"ends at ‖w‖₁ = {three(np.abs(limit).sum())}" in said
    network = DiagonalNetwork(x, y)
    top = np.linalg.eigvalsh(network.hessian(np.full(network.size, alpha)))[-1]
    edge = spec.topic.eta * top
    assert ("beyond 2 a quadratic diverges" in said) == (edge > 2)
    if edge > 2:
        assert f"ηλₘₐₓ is {three(edge)}" in said
    if lane.diverged_at[v] >= 0:
        assert f"diverges, at step {lane.diverged_at[v]:,}" in said
    else:
        assert f"ends {three(lane.distance[-1, v])} from there" in said


def test_a_dead_net_is_not_said_to_be_helped():
    spec = from_query(ImplicitExperiment, DEEP[-1])
    found = deep_view.held(spec)
    said = deep_words.verdict(spec, found, len(found.values) - 1)
    assert "yet fewer are right for 20" in said
    assert "Nothing is left of the nets" in said


def test_weight_decay_changes_what_a_normalized_net_with_scale_and_output_layer_loses():
    """The section says so of the net on stage, and the contrary of units on a sphere alone."""
    query = {"topic": "deep-net", "topic.kind": "normalize", "steps": "300"}
    found = deep_view.held(from_query(ImplicitExperiment, query))
    losses = np.median(found.test[-1], axis=-1)[:-1]
    assert losses[-1] < 0.6 * losses[0]
    assert "a net of such units alone" in sphere._SAID
    assert "The net on stage\nis another" in sphere._SAID


@pytest.mark.parametrize("seed", [0, 5])
def test_what_is_said_of_the_quadratic_is_what_the_masks_give(seed):
    found = added((0.95, 0.7, 0.5), 5, seed)
    low = 1 - found.quadratic / found.exact
    said = masks.sentence(found)
    assert [int(hit) for hit in re.findall(r"(\d+) %", said)] == [
        round(100 * low[0]),
        5,
        round(100 * low[-1]),
    ]


def judge_right(found, v, said):
    """Help is not spoken of where fewer are right, nor harm where more are; a dead net is named."""
    right, usual = found.right[-1, v], found.right[-1, -1]
    fewer, more = int((right < usual).sum()), int((right > usual).sum())
    assert not (said.startswith("It helps") and fewer >= 15)
    assert not (said.startswith("It harms") and more >= 15)
    if ", yet " in said:
        now, before = share(np.median(right)), share(np.median(usual))
        count, other = (fewer, "fewer") if "is lower" in said else (more, "more")
        assert count >= 15
        medians = "" if now == before else f": {now} in place of {before}, by the median"
        assert f"yet {other} are right for {count}{medians}." in said
    dead = np.median(found.norm[-1, v]) < 1e-3
    assert ("Nothing is left" in said) == dead
    if dead:
        assert f"‖W‖ is {three(np.median(found.norm[-1, v]))}" in said
        assert f"{share(np.median(right))} are right by chance" in said


DEEP = tuple(
    {"topic": "deep-net", "topic.data": data, "topic.kind": kind, "topic.count": count}
    | {"steps": steps, "seed": seed}
    for data, kind, count, seed, steps in (
        ("two-moons", "decay", "20", "0", "100"),
        ("two-moons", "jitter", "60", "1", "100"),
        ("two-moons", "drop", "30", "2", "100"),
        ("two-moons", "stop", "300", "3", "100"),
        ("two-moons", "normalize", "30", "4", "100"),
        ("few-digits", "decay", "20", "5", "100"),
        # Nothing is left of a net held back so much for so long.
        ("two-moons", "decay", "20", "0", "600"),
    )
)


@pytest.mark.parametrize(
    "query",
    DEEP,
    ids=lambda query: f"{query['topic.data']}, {query['topic.kind']}, {query['steps']}",
)
def test_what_is_said_of_the_seeds_is_what_they_show(query):
    spec = from_query(ImplicitExperiment, query)
    found = deep_view.held(spec)
    starts = set()
    for v in range(len(found.values)):
        said = deep_words.verdict(spec, found, v)
        assert not hyphens(said)
        lower = int((found.test[-1, v] < found.test[-1, -1]).sum())
        higher = int((found.test[-1, v] > found.test[-1, -1]).sum())
        starts.add(said.split(":")[0])
        judge_right(found, v, said)
        opposed = ", yet " in said
        assert (said.startswith("It helps") or (opposed and "is lower" in said)) == (lower >= 15)
        assert (said.startswith("It harms") or (opposed and "is higher" in said)) == (higher >= 15)
        assert said.startswith("It changes nothing") == (lower == higher == 0)
        first, _, last = said.partition(" Validation picks ")
        first = first.partition(", yet ")[0].partition(" Nothing is left")[0]
        if opposed:
            assert numbers(first) == [max(lower, higher), SEEDS]
        elif said.startswith("It helps"):
            assert numbers(first) == [lower, SEEDS]
        elif said.startswith("It harms"):
            assert numbers(first) == [higher, SEEDS]
        elif said.startswith("The seeds"):
            assert numbers(first) == [lower, SEEDS, higher]
        medians = np.median(found.validation[-1], axis=-1)
        best = int(np.argmin(medians))
        if last.startswith("none"):
            assert best == len(found.values)
        else:
            assert numbers(last)[0] == printed_as(found.values[best])
        assert numbers(last)[-1] == printed_as(np.median(found.test[-1, best]))
    assert starts
    for each, loss in (("train", found.train), ("test", found.test)):
        ends = deep_view._runs(found, loss).regime
        medians = np.median(loss[-1], axis=-1)
        assert [numbers(end) for end in ends] == [[printed_as(m)] for m in medians[:-1]], each
    shown = deep_view.scene(spec)
    assert shown.home == (spec.slider, list(found.values).index(spec.value))
    assert (
        deep_view.scene(
            from_query(ImplicitExperiment, query | {spec.slider: str(spec.scale[0])})
        ).repertoire
        is shown.repertoire
    )


@pytest.mark.parametrize("seed", range(3))
def test_what_is_said_of_the_curve_is_what_halving_the_noise_does(seed):
    found = curved.curved((0.05, 0.1), seed)
    both, slope = (left[1] / left[0] for left in (found.after_second, found.after_slope))
    expected = [0.1, 0.05, printed_as(both), 16, printed_as(slope), 4]
    assert numbers(curved.sentence(found)) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (DropInputs, 0.05),
        (DropInputs, 0.8),
        (MoveInputs, 0.1),
        (MoveInputs, 1.0),
        (TurnLabels, 0.05),
        (TurnLabels, 0.5),
    ],
)
@pytest.mark.parametrize("seed", [0, 3])
def test_what_is_said_of_copies_is_what_means_of_them_are_off(kind, value, seed):
    count, groups = (1, 8, 64), 6
    found = copies.copies(kind(), value, seed, count, groups)
    rng, noise = (np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(2))
    x, y = kind().data(rng)
    p = np.tile(kind().minimum(x, y, value), (found.predicted.size, 1))
    at = [kind.names.index(name) for name in found.names]
    p[:, at] = [[a, b] for b in found.y for a in found.x]
    drawn = losses(kind(), p, x, y, value, noise, groups * count[-1])
    off = [
        np.sqrt(np.mean((mean - found.predicted.ravel()) ** 2))
        for mean in (drawn, drawn.reshape(groups, -1, len(p)).mean(axis=1))
    ]
    spread = np.sqrt(variance(kind(), p, x, y, value).mean())
    expected = [off[0], spread, 64, off[1], spread / 8, found.slope, -0.5]
    assert numbers(copies.sentence(found)) == [printed_as(each) for each in expected]
    # The mean square error of six means has itself an error: the slope has one of about a tenth.
    assert found.slope == pytest.approx(-0.5, abs=0.15)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_said_of_the_sphere_is_the_run(seed):
    found = drawn(seed, 0.5, 60)
    squares = np.square(found.w).sum(axis=1)
    after, eta, predicted, measured, left = numbers(sphere.sentence(found))
    assert (after, eta) == (60, 0.5)
    assert predicted == pytest.approx(squares[0] + 0.25 * np.square(found.gradient).sum(), rel=1e-9)
    assert measured == pytest.approx(squares[-1], rel=1e-9)
    assert left == pytest.approx(squares[0] / squares[-1], rel=5e-3)


@pytest.mark.parametrize("seed", range(3))
def test_gradient_descent_from_0_ends_at_the_least_norm(seed):
    x, y, _ = problem(ImplicitExperiment(seed=seed))
    found = start.from_zero(x, y, 20_000)
    least = np.linalg.pinv(x) @ y
    assert found.least == pytest.approx(np.linalg.norm(least))
    assert found.apart < 1e-6
    assert found.outside < 1e-10
    said = numbers(from_zero.sentence(found))
    norms = [printed_as(found.norm), printed_as(found.least)]
    assert said[0] == 20_000
    assert said[-4:] == [*norms, printed_as(found.apart), printed_as(found.outside)]


@every_setting
def test_the_scene_of_any_position_is_the_same_but_for_where_it_stands(query):
    spec = from_query(ImplicitExperiment, query)
    first, last = (
        from_query(ImplicitExperiment, to_query(spec) | {spec.slider: str(value)})
        for value in (spec.scale[0], spec.scale[-1])
    )
    assert of_family(first) == of_family(last)
    one, other = scene(first), scene(last)
    assert one.repertoire is other.repertoire
    assert one.home == (spec.slider, 0)
    assert other.home == (spec.slider, len(spec.scale) - 1)
    size = len(encode_panels(one.repertoire).bytes) + len(encode_families(one.repertoire).bytes)
    assert size < 450_000


@pytest.mark.parametrize(
    ("topic", "own"),
    [
        ("weight-decay", set()),
        ("noise", {"M noisy copies", "Dropout before a sigmoid", "Noise before a curve"}),
        ("start-size", {"From 0"}),
        ("deep-net", {"Batch normalization"}),
    ],
)
def test_each_topic_has_its_sections(topic, own):
    names = set(choices(from_query(ImplicitExperiment, {"topic": topic})))
    assert names == {"Why?", "In PyTorch"} | own


def test_a_value_between_two_positions_is_trained_and_shown():
    spec = from_query(ImplicitExperiment, {"topic.decay": "3.3", "steps": "100"})
    shown = scene(spec)
    assert shown.repertoire.families[spec.slider].axis[shown.home[1]] == 3.3


def test_what_it_costs_is_counted_before_it_is_done():
    quick = ImplicitExperiment()
    slow = from_query(ImplicitExperiment, {"topic": "noise", "steps": "20000"})
    assert need(quick).seconds < 1 < need(slow).seconds


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.label)
def test_each_preset_has_its_page(preset):
    app = AppTest.from_file(str(PAGE))
    for name, value in preset.settings.items():
        app.query_params[name] = str(value).lower()
    app.query_params["steps"] = "100"
    app.run()
    assert not app.exception
    assert not app.warning
    spec = replace(preset.spec(ImplicitExperiment), steps=100)
    assert any(
        str(one.label).startswith(("Decay", "Dropped", "Standard", "Share", "Every", "Sigma"))
        for one in app.select_slider
    )
    assert isinstance(spec.topic, WeightDecay | Noise | StartSize | DeepNet)


def test_adamw_ends_at_the_corner_in_the_first_preset():
    found = study(ImplicitExperiment())
    v = found.position(3.0)
    np.testing.assert_allclose(found.lanes[ADAMW].end[v], [1 / 3, 1 / 3], atol=1e-5)
