"""The fourth chapter without a browser: its scene, its sentences, its presets, its page."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.race import race as races
from core.experiments.race.experiment import (
    METHODS,
    Entrant,
    Nobody,
    RaceExperiment,
    moved_to,
    with_rate,
)
from core.experiments.race.grounds import (
    GROUNDS,
    LogisticCrossEntropy,
    Quadratic,
    Rosenbrock,
    Saddle,
)
from core.experiments.race.rate_finder import find
from core.experiments.race.standings import standings, winner
from core.experiments.race.timing import Timing
from core.optimizers import Adam, GradientDescent, Momentum, Nesterov
from core.optimizers.second_order import Newton
from core.spec import from_query, to_query
from core.training.samplers import ShuffledEpochs
from pages.ui.chapter.presets import lesson
from pages.ui.chapter.sections import section_key
from pages.ui.optimizers import cached, presets
from pages.ui.optimizers.entries import entries
from pages.ui.optimizers.formulas import stacked, update_lines
from pages.ui.optimizers.presets import PRESETS, lined_up
from pages.ui.optimizers.race_figures import rates, schedules
from pages.ui.optimizers.scene import scene
from pages.ui.optimizers.words.rates import best
from pages.ui.optimizers.words.steps import UNDECIDED_RANK, notes, ranks, tell
from pages.ui.optimizers.words.verdicts import fairness, verdict
from pages.ui.stage import encode_families, encode_panels, encode_scene
from tests.pages.settling import settled

PAGE = str(Path(__file__).parents[2] / "pages" / "04_optimizers.py")
PRESET = {preset.label: preset.spec(RaceExperiment) for preset in PRESETS}


def entered(*entrants, **settings):
    who = [Entrant(each) if not isinstance(each, Entrant) else each for each in entrants]
    return replace(RaceExperiment(), **lined_up(*who), **settings)


def page(section=None, **query):
    app = AppTest.from_file(PAGE)
    for name, value in query.items():
        app.query_params[name.replace("__", ".")] = value
    if section:
        app.session_state[section_key("race")] = section
    return settled(app.run())


def said(app):
    return " ".join(block.value for block in app.markdown)


def told(spec):
    raced = cached.raced(spec)
    names = [entry.spoken for entry in entries(spec)]
    found = tell(raced, names)
    return [found.sentences[number] for number in found.frame], raced, names


def judged(raced, names):
    """The verdict where everybody's step takes the same."""
    count = len(raced.race.runs)
    return verdict(raced, Timing(np.full(count, 1e-5), np.full(count, 1.1e-5)), names)


@pytest.mark.long
@pytest.mark.parametrize("name", GROUNDS)
def test_on_every_ground_the_dots_are_at_their_true_costs(name):
    spec = moved_to(RaceExperiment(), GROUNDS[name]())
    made, raced = scene(spec, restart=0), cached.raced(spec)
    parts = (encode_panels(made.repertoire), encode_families(made.repertoire))
    assert sum(len(part.bytes) for part in parts) < 400_000
    assert len(encode_scene(made)) < 60_000
    runs = made.repertoire.families["run"].runs
    for each, reading in zip(runs, made.readings, strict=True):
        value = spec.ground.objective.value(each.p[0])
        np.testing.assert_allclose(reading.columns[0].values, value, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(
            each.cost[0], np.maximum(value - raced.stands.lowest, 0), rtol=1e-9, atol=1e-12
        )
    surface, curve, table = made.repertoire.panels
    assert surface.lane is None
    assert np.isfinite(surface.value).all()
    assert table.rank.shape == (6, len(raced.race.k))
    assert [axis.name for axis in curve.axes] == ["evaluations", "seconds"]


@pytest.mark.long
def test_the_surface_is_drawn_logarithmically_only_where_it_is_positive():
    for ground, kind in ((Rosenbrock(), "log"), (Saddle(), None)):
        panel = scene(moved_to(RaceExperiment(), ground), restart=0).repertoire.panels[0]
        assert panel.figure3d["layout"]["scene"]["zaxis"].get("type") == kind
        assert (panel.value.min() > 0) == (kind == "log")


@pytest.mark.parametrize("name", ["quadratic", "saddle", "product", "logistic-squared"])
def test_a_legend_says_what_a_click_does_and_fits_its_line(name):
    spec = moved_to(RaceExperiment(steps=20), GROUNDS[name]())
    note = scene(spec, restart=0).repertoire.panels[0].note
    assert note.endswith("to start elsewhere")
    assert len(note) <= 90


def test_specs_that_differ_in_the_class_alone_have_their_own_cache_entries():
    runs = [
        cached.raced(entered(method(eta=0.01))).race.runs[0].trajectory.p
        for method in (Momentum, Nesterov)
    ]
    assert not np.array_equal(*runs)


@pytest.mark.long
def test_how_a_race_is_drawn_makes_no_new_race_and_a_rate_no_new_landscape_or_finder():
    spec = RaceExperiment()
    other = with_rate(spec, "one", 0.02)
    assert cached.raced(spec) is cached.raced(replace(spec, log_cost=False))
    assert cached.raced(spec) is not cached.raced(other)
    assert cached.landscape(spec) is cached.landscape(other)
    assert cached.found(spec) is cached.found(other)


def test_entrants_of_one_optimizer_share_its_color_and_differ_in_number_label_and_dash():
    one, two, three = entries(entered(Adam(eta=0.1), Momentum(), Adam(eta=0.2)))
    assert one.color == three.color != two.color
    assert one.dash != three.dash
    assert three.spoken == "Adam (η = 0.2)"
    assert (one.name, three.name) == ("1 Adam, η = 0.1", "3 Adam, η = 0.2")
    assert len({entries(entered(method()))[0].color for method in METHODS.values()}) == len(METHODS)


def test_the_sentence_names_leader_arrivals_and_losses():
    sentences, raced, _ = told(entered(GradientDescent(0.1), Newton(), Momentum(0.01), steps=300))
    stands, k = raced.stands, raced.race.k
    assert sentences[0].startswith("All at the start, where the cost is 197 and ‖∇C‖ = 125")
    assert sentences[1] == (
        "Arrived, at most a millionth of the way left: Newton at step 1. "
        "Of the others, Momentum leads, Gradient descent follows."
    )
    lost = int(raced.race.runs[0].trajectory.diverged_at)
    assert f"Gradient descent diverged at step {lost:,}." in sentences[-1]
    # It swings through the minimum before it stays there.
    [(came, left), *_, (again, _)] = stands.visits(2)
    passing = f"Momentum was there at step {k[came]} and left again at step {k[left]}."
    assert passing in sentences[left]
    assert passing not in sentences[left - 1] + sentences[again]
    arrival = f"Momentum again at step {k[stands.arrived[2]]:,}"
    assert arrival in sentences[stands.arrived[2]]
    assert arrival not in sentences[stands.arrived[2] - 1]


def test_of_a_long_race_the_arrival_is_known_only_to_the_recorded_step():
    sentences, raced, names = told(entered(Newton(), Momentum(0.01), steps=1000))
    assert sentences[1].startswith(
        "Arrived, at most a millionth of the way left: Newton by step 3."
    )
    # In seconds, which are measured, either of them may be first.
    assert "at most 3" in judged(raced, names)


def test_a_rest_at_a_saddle_is_told_with_its_curvature():
    sentences, raced, _ = told(PRESET["Trap Newton"])
    assert "Newton rests at a saddle: the smaller curvature is −1." in sentences[-1]
    assert "Newton is still" not in sentences[-1]
    words, number = notes(raced)
    assert [words[n] for n in number[:, -1]] == ["✓", "at a saddle", "✓"]
    assert [words[n] for n in number[:, 1]] == ["", "", ""]


def test_the_verdict_names_a_winner_for_each_way_of_counting():
    # A step each, but Newton's costs three evaluations.
    spec = entered(GradientDescent(1.0), Newton(), ground=Quadratic(1.0), steps=20)
    _, raced, names = told(spec)
    assert judged(raced, names) == (
        "**First to arrive:** in steps **Gradient descent and Newton** (1); in gradient "
        "evaluations **Gradient descent** (1); in seconds **Gradient descent and Newton**, too "
        "close to tell (10 µs to 11 µs). *Arrived:* within 4.36e−5 of the lowest cost, 0, a "
        "millionth of the way from the start, and there to the end."
    )


def test_where_rounding_throws_a_run_out_it_decides_who_is_first():
    # RMSProp is there after four steps like Newton, and leaves again if it stops at 6e-33, not 0.
    _, raced, names = told(moved_to(RaceExperiment(), GROUNDS["product"]()))
    assert judged(raced, names).startswith("**Rounding decides who is first** in steps: Newton")


def test_where_all_diverge_the_verdict_says_so():
    _, raced, names = told(entered(GradientDescent(1.0), steps=1000))
    assert judged(raced, names) == "Nobody wins: every run has diverged."


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (
            entered(GradientDescent(), Adam()),
            "**Fair:** the same start and the same budget of 300 gradient evaluations.",
        ),
        (
            entered(GradientDescent(), ground=LogisticCrossEntropy(), sampler=ShuffledEpochs(m=2)),
            "**Fair:** the same start, the same batches of 2 and the same budget of 600 gradient",
        ),
        (
            entered(GradientDescent(), ground=LogisticCrossEntropy()),
            "the same start, the full gradient and the same budget of 1,800 gradient evaluations",
        ),
        (RaceExperiment(), "**Not a fair race.** Different budgets: 300 steps"),
    ],
)
def test_fairness_is_said_with_its_numbers(spec, words):
    assert words in fairness(spec)


def test_off_the_presets_the_surface_says_what_it_is_there_to_show():
    assert lesson(entered(Adam()), PRESETS, presets.surface_lesson) == Quadratic().why


def test_what_the_presets_say_is_so():
    valley = cached.raced(PRESET["Roll along a valley"]).stands
    assert valley.excess[1, -1] < 0.1 * valley.excess[0, -1]
    saddle = cached.raced(PRESET["Escape a saddle"]).race
    left = [int(np.argmax(np.abs(run.trajectory.p[:, 1]) > 0.1)) for run in saddle.runs]
    assert 0 < 3 * max(left[3:]) < left[0]
    trapped = cached.raced(PRESET["Trap Newton"]).stands
    assert trapped.resting[1, -1] >= 0
    assert trapped.arrived[2] >= 0
    more = cached.raced(PRESET["Let two use more data"]).race
    assert [int(run.evaluations[-1]) for run in more.runs] == [300, 1800, 300, 1800]
    swings = [np.abs(np.diff(run.trajectory.p, 2, axis=0))[-100:].sum() for run in more.runs]
    assert max(swings[1], swings[3]) < 0.01 * min(swings[0], swings[2])


def test_diverged_runs_are_crosses_above_all_costs():
    spec = entered(GradientDescent(0.01), Newton(), steps=300)
    found, who = find(spec), entries(spec)
    figure = rates(found, who, cached.raced(spec).stands, "final cost")
    line = figure.data[0]
    lost = np.array(line.marker.symbol) == "x"
    assert (lost == found.diverged[0]).all()
    assert lost.any()
    assert np.array(line.y)[lost].min() > found.final[~found.diverged].max()
    ring = figure.data[1]
    assert (ring.x[0], ring.y[0]) == (0.01, cached.raced(spec).stands.excess[0, -1])
    assert [list(point) for point in line.customdata] == [[0, eta] for eta in found.eta]


def test_the_best_rates_are_the_first_to_arrive_and_that_of_now_is_among_them():
    spec = replace(RaceExperiment(), three=Nobody(), four=Nobody(), five=Nobody())
    found, out = cached.found(spec), cached.raced(spec)
    said = best(found, out, ["A", "B", "C"], [0.038, 0.01, 1.0])
    # Momentum is as early with another η, farther away: both are named.
    assert said == (
        "First to arrive: A with η = 0.038 (at step 158); B with η = 0.00464 and 0.01 (at step "
        "128); C with η = 1 (at step 1)."
    )
    assert best(found, out, ["A", "B", "C"], [0.038, 0.01, None]).endswith(" C has no η.")


def test_schedules_are_drawn_as_they_are_used():
    spec = from_query(
        RaceExperiment,
        {"one.optimizer.eta": "0.5", "one.schedule": "step-decay", "one.schedule.period": "50"},
    )
    line = schedules(entries(spec)[:1], 120).data[0]
    assert [line.y[0], line.y[49], line.y[50], line.y[-1]] == pytest.approx([0.5, 0.5, 0.05, 0.005])


@pytest.mark.parametrize("name", METHODS)
def test_the_lines_of_code_are_those_that_run(name):
    lines = update_lines(METHODS[name])
    tree = ast.parse(f"def step():\n{''.join(f'    {line}' for line in lines.splitlines(True))}")
    assert isinstance(tree.body[0].body[-1], ast.Return)


@pytest.mark.parametrize("name", METHODS)
def test_a_formula_stands_in_lines_that_a_column_holds_and_defines_its_hats(name):
    formula = METHODS[name].__doc__
    shown = stacked(formula)
    lines = shown.removeprefix(r"\begin{gathered}").removesuffix(r"\end{gathered}").split(r" \\ ")
    # What is printed of a line: commands are a sign each, braces none.
    signs = [len(re.sub(r"\\[a-zA-Z]+|[{}\s^_]", "", line)) for line in lines]
    assert max(signs) <= 40
    for hat in set(re.findall(r"\\hat \w", formula)):
        assert f"{hat} =" in shown


def test_the_hats_are_those_of_the_code():
    # After three equal gradients every corrected average is that gradient again.
    for method in (METHODS["adam"], METHODS["amsgrad"]):
        rule, state, g = method(eta=0.1), method().init(np.zeros(1)), np.array([3.0])
        for k in (1, 2, 3):
            _, state = rule.step(k, np.zeros(1), g, state)
        t, m, v = state[:3]
        assert m / (1 - rule.beta_1**t) == pytest.approx(3)
        assert v / (1 - rule.beta_2**t) == pytest.approx(9)


@pytest.mark.long
@pytest.mark.parametrize("name", GROUNDS)
def test_the_page_shows_every_ground(name):
    app = page("In PyTorch", ground=name)
    assert not app.exception
    assert not app.warning
    assert app.title[0].value == "Which optimizer wins, and at what?"
    usual = RaceExperiment() == of(app)
    assert (presets.QUESTION if usual else GROUNDS[name].why) in said(app)
    assert app.code[-1].value


@pytest.mark.long
@pytest.mark.parametrize(
    ("section", "query"),
    [
        ("Formulas", {"one__optimizer": "levenberg-marquardt", "two__schedule": "cosine"}),
        ("Learning rates", {"one__optimizer": "levenberg-marquardt", "two": "nobody"}),
        ("Learning rates", {"one__optimizer__eta": "100", "steps": "2000"}),
        ("In PyTorch", {"ground": "saddle", "start": "chosen-start", "start__a": "999"}),
    ],
)
def test_odd_races_are_shown(section, query):
    app = page(section, **query)
    assert not app.exception
    assert not app.warning


def test_a_race_of_one():
    app = page("Formulas", **dict.fromkeys(("two", "three", "four", "five", "six"), "nobody"))
    assert not app.exception
    assert "**Fair:**" in said(app)


def test_without_entrants_the_page_says_what_to_do():
    lanes = ("one", "two", "three", "four", "five", "six")
    app = page(**dict.fromkeys(lanes, "nobody"))
    assert not app.exception
    assert app.info[0].value.startswith("Nobody races: add an optimizer in the sidebar")
    [add] = [button for button in app.button if button.label == "Add an optimizer"]
    add.click().run()
    assert "**Fair:**" in said(app)


def test_nonsense_in_the_address_is_named_and_the_race_is_run():
    app = page(ground="moon", steps="1e9", one__optimizer__eta="fast")
    assert len(app.warning) == 3
    assert not app.exception
    assert "First to arrive" in said(app)


def of(app):
    return from_query(RaceExperiment, dict(app.session_state["RaceExperiment"]["query"]))


@pytest.mark.long
def test_another_surface_brings_its_own_start_and_learning_rates():
    app = page("Formulas", start="chosen-start", start__a="1")
    app.selectbox(key=presets.SURFACE).select("rosenbrock").run()
    assert of(app) == moved_to(RaceExperiment(), Rosenbrock())


@pytest.mark.long
def test_entrants_come_change_and_go():
    app = page("Formulas")
    app.button(key="race-leave-two").click().run()
    assert list(of(app).entrants) == ["one", "three", "four", "five", "six"]
    app.selectbox(key="race-method-one").select("adam").run()
    assert of(app).one.optimizer == Adam(eta=Quadratic().rates.adaptive)
    [add] = [button for button in app.button if button.label == "Add an optimizer"]
    add.click().run()
    assert of(app).two.optimizer == GradientDescent(eta=Quadratic().rates.plain)
    app.selectbox(key="race-method-two").select("levenberg-marquardt").run()
    assert not app.exception
    assert not app.warning


@pytest.mark.long
def test_the_seconds_are_shared_until_a_reader_has_them_measured_anew():
    spec = entered(Adam(eta=0.123))
    same = from_query(RaceExperiment, to_query(spec))
    assert cached.timed(spec, 0) is cached.timed(same, 0)
    assert cached.timed(spec, 1) is not cached.timed(spec, 0)
    app = page("Formulas")
    assert presets._MEASURED not in app.session_state
    next(b for b in app.button if b.label == "Run again").click().run()
    assert app.session_state[presets._MEASURED] > 0
    assert not app.exception


def test_the_deterministic_part_of_a_race_is_the_same_again():
    spec = entered(Adam(eta=0.123))
    again = races.run(spec)
    np.testing.assert_array_equal(
        standings(spec.ground, again).cost, cached.raced(spec).stands.cost
    )


@pytest.mark.long
@pytest.mark.parametrize("name", GROUNDS)
def test_a_winner_that_is_named_wins_from_every_start_moved_in_the_thirteenth_digit(name):
    spec = moved_to(RaceExperiment(), GROUNDS[name]())
    raced = cached.raced(spec)
    names = [entry.spoken for entry in entries(spec)]
    sentence = judged(raced, names)
    steps = np.array([raced.race.k for _ in names], dtype=float)
    first = {winner(stands, steps).runs for stands in (raced.stands, *raced.moved)}
    assert ("Rounding decides" in sentence) or len(first) == 1


def test_a_race_says_whose_path_rounding_decides():
    sentences, raced, names = told(moved_to(RaceExperiment(), GROUNDS["beale"]()))
    chaotic, calm, *_ = raced.race.runs
    assert chaotic.parted > 0 > calm.parted
    assert f"the path of {names[0]}" in sentences[chaotic.parted]
    assert names[1] not in sentences[-1].split("Rounding decides")[1]
    assert "Rounding" not in sentences[chaotic.parted - 1]
    assert len(chaotic.moved) == 4
    assert not np.array_equal(chaotic.moved[0].p, chaotic.moved[1].p)


def test_where_moved_starts_have_other_winners_nobody_is_named_first():
    raced = cached.raced(entered(GradientDescent(0.03), Momentum(0.01)))
    names = ["A", "B"]
    swapped = replace(raced.stands, since=raced.stands.since[::-1])
    other = replace(raced, moved=(raced.stands, swapped, *raced.moved[2:]))
    assert judged(other, names).startswith("**Rounding decides who is first**")
    assert "Rounding" not in judged(raced, names)


def test_ranks_that_rounding_turns_are_none():
    raced = cached.raced(entered(GradientDescent(0.03), Momentum(0.01)))
    other = replace(raced, undecided=raced.undecided | (np.arange(len(raced.race.k)) == 7))
    assert (ranks(other)[:, 7] == UNDECIDED_RANK).all()
    assert (ranks(other)[:, 8] == raced.stands.rank[:, 8]).all()
    assert (
        "rounding decides who leads"
        in tell(other, ["A", "B"]).sentences[tell(other, ["A", "B"]).frame[7]].lower()
    )


def test_a_tie_of_seconds_is_called_one_and_ranges_are_printed():
    raced = cached.raced(entered(GradientDescent(0.03), Momentum(0.01)))
    k = raced.race.k[raced.stands.arrived]
    # Per step, so that both need 1.0 to 1.2 seconds, give or take.
    close = Timing(np.array([1.0, 1.1]) / k, np.array([1.2, 1.3]) / k)
    assert "in seconds **A and B**, too close to tell (1 s to 1.3 s)" in verdict(
        raced, close, ["A", "B"]
    )
    apart = Timing(np.array([1.0, 1.5]) / k, np.array([1.2, 1.9]) / k)
    assert "in seconds **A** (1 s to 1.2 s)" in verdict(raced, apart, ["A", "B"])


@pytest.mark.long
def test_budgets_of_their_own_are_not_joined_as_those_of_one_run():
    raced = cached.raced(PRESET["Train a real model"])
    names = [entry.spoken for entry in entries(PRESET["Train a real model"])]
    said = judged(raced, names)
    assert "after 500 steps" not in said
    assert "with 500 steps for each, with 1,000 gradient evaluations for each, and with" in said
