"""The third chapter without a browser: its runs, its sentences, its tables, its sections."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import SEEDS_STUCK, XorExperiment, write_numbers
from core.experiments.xor.many_starts import train_starts
from core.experiments.xor.solutions import SOLUTIONS
from core.spec import from_query
from pages.ui.chapter.sections import section_key
from pages.ui.stage import encode_families, encode_panels, encode_scene
from pages.ui.xor import presets
from pages.ui.xor.in_torch import recipe
from pages.ui.xor.linear.figures import gallery
from pages.ui.xor.many import starts as many
from pages.ui.xor.many.starts import bins, of_bar
from pages.ui.xor.notation import names
from pages.ui.xor.scene import scene
from pages.ui.xor.sentences import level_name, units
from pages.ui.xor.solutions.minimum import bent, say_argument, transformed
from pages.ui.xor.solutions.ways import ends, with_idle_units
from pages.ui.xor.tables import Mark, complaint, forward_tables, marked, number, shown
from pages.ui.xor.training import training
from tests import patience
from tests.pages.settling import settled

PAGE = str(Path(__file__).parents[2] / "pages" / "03_xor.py")
HAND = "1 1 1 1 0 -1 1 -2 0"
SHORT = {"steps": "300"}
OTHERS = (
    {"width": "1"},
    {"width": "64", "sampler": "with-replacement"},
    {"activation": "tanh", "optimizer": "adam", "width": "3"},
    {"start": "given", "start__numbers": HAND},
    {"start": "given", "start__numbers": "1 2 three", "activation": "sigmoid"},
)


@pytest.fixture(scope="module", autouse=True)
def a_short_strip():
    """Three learning rates instead of sixty: what is tested here is the one in the middle."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.ui.xor.training._RATES", (0.01, 0.05, 1.0))
        yield


def spec_of(**query):
    return from_query(XorExperiment, {k.replace("__", "."): v for k, v in query.items()})


def page(section=None, **query):
    app = AppTest.from_file(PAGE)
    for name, value in (SHORT | query).items():
        app.query_params[name.replace("__", ".")] = value
    app.session_state[section_key("xor")] = section
    return app.run()


def says(app, text):
    return any(text in element.value for element in app.markdown)


def press(app, label):
    return next(b for b in app.button if b.label == label).click().run()


# ------------------------------------------------------------------ the run


@pytest.mark.parametrize(
    "query",
    [{}, {"optimizer.eta": "0.0512"}, {"optimizer": "adam", "sampler": "shuffled-epochs"}],
    ids=str,
)
def test_the_run_on_stage_is_the_plain_run_of_its_spec(query):
    spec = from_query(XorExperiment, SHORT | query)
    made = training(spec)
    plain = replace(spec.recipes()["network"], record_every=made.run.k).run()
    np.testing.assert_allclose(made.run.p, plain.p, rtol=1e-12, atol=1e-14)
    assert made.run.k[-1] == 300
    assert made.strip.values[made.selected] == spec.optimizer.eta


@pytest.mark.parametrize("query", [{}, *OTHERS[:4]], ids=str)
def test_every_kind_of_experiment_makes_a_scene_that_is_quick_to_send(query):
    made = training(spec_of(**(SHORT | query)))
    shown_scene = scene(made, restart=0)
    parts = (encode_panels(shown_scene.repertoire), encode_families(shown_scene.repertoire))
    assert sum(len(part.bytes) for part in parts) < 2_000_000
    assert len(encode_scene(shown_scene)) < 30_000
    runs = shown_scene.repertoire.families["optimizer.eta"].runs[0]
    np.testing.assert_allclose(
        runs.cost[made.selected], made.risk.value(runs.p[made.selected]), rtol=1e-9
    )


def test_a_new_learning_rate_of_the_strip_sends_no_run_again():
    one, other = (scene(training(spec_of(**SHORT, optimizer__eta=eta)), 0) for eta in ("0.05", "1"))
    assert one.repertoire is other.repertoire
    assert one.run != other.run


# ------------------------------------------------------------------ presets and sentences


def final(label):
    settings = next(p for p in presets.PRESETS if p.label.endswith(label)).settings
    made = training(spec_of(**{k: str(v) for k, v in settings.items()}))
    told = scene(made, 0).readings[0]
    return made, told.sentences[told.sentence[-1]]


def outputs(made):
    return made.diagnosis.output[-1]


@pytest.mark.long
def test_the_default_folds_the_plane_and_the_book_stays_where_it_is():
    made, said = final("Fold the plane")
    assert made.run.value[-1] < 1e-10
    for p in made.run.p:
        W, c = made.risk.network.unflatten(p)[0]
        crossing = np.linalg.solve(W, -c)
        assert (np.abs(crossing - 0.5) < 0.6).all(), "the lines cross within the picture"
    z = made.risk.network.forward(made.run.p[-1], made.risk.x)[0][0]
    assert np.linalg.matrix_rank(z - z[0], tol=1e-3) == 2
    assert said.startswith("Solved: four of four points on the right side of ½")
    made, said = final("… to a line")
    z = made.risk.network.forward(made.run.p[-1], made.risk.x)[0][0]
    assert np.linalg.matrix_rank(z - z[0], tol=1e-3) == 1
    np.testing.assert_allclose(z[1], z[2], atol=1e-3)
    made, said = final("textbook's solution")
    assert (made.run.value == 0).all()
    assert (made.run.p == xor.hand_solution()).all()
    assert said.startswith("Exactly 0")


@pytest.mark.long
def test_stuck_presets_end_as_their_lessons_say():
    made, said = final("¼")
    np.testing.assert_allclose(outputs(made), 0.5, atol=1e-3)
    assert "Stuck at ¼: " in said
    made, said = final("1/6")
    error = np.abs(outputs(made) - made.risk.y[:, 0])
    np.testing.assert_allclose(np.sort(error), [0, 1 / 3, 1 / 3, 2 / 3], atol=2e-3)
    assert "Stuck at 1/6: " in said
    made, said = final("1/8")
    error = np.abs(outputs(made) - made.risk.y[:, 0])
    np.testing.assert_allclose(np.sort(error), [0, 0, 0.5, 0.5], atol=2e-3)
    h = xor.steps(made.risk.network, made.run.p[-1]).h
    assert np.ptp(h[error > 0.4], axis=0).max() < 1e-6, "they lie at one place"
    assert "Stuck at 1/8: " in said


@pytest.mark.long
@pytest.mark.parametrize("label", ["Use tanh", "Widen to 8 units"])
def test_the_other_presets_solve(label):
    made, said = final(label)
    assert made.run.value[-1] <= xor.SOLVED
    assert said.startswith("Solved")


def test_dead_units_are_named_and_only_relus_die():
    dead = write_numbers(np.array([1, 1, 1, 1, 0, -3, 1, -2, 0.0]))
    made = training(spec_of(**SHORT, start="given", start__numbers=dead))
    told = scene(made, 0).readings[0]
    assert "; unit 2 is dead, off at all points" in told.sentences[told.sentence[0]]
    smooth = training(spec_of(**SHORT, start="given", start__numbers=dead, activation="tanh"))
    assert not smooth.diagnosis.dead.any()


def test_words_for_units_and_levels():
    assert units(np.array([False, True])) == "unit 2"
    assert units(np.array([True, False, True, True])) == "units 1, 3 and 4"
    assert units(np.ones(9, dtype=bool)) == "9 of 9 units"
    assert [level_name(c) for c in (0.25, 0.1666, 0.1251, 0.2, 0.0)] == ["¼", "1/6", "1/8", "", ""]


# ------------------------------------------------------------------ by hand


def test_the_tables_of_the_book_are_its_own():
    tables = {t.name: t.values for t in forward_tables(xor.network(), xor.hand_solution(), "")}
    np.testing.assert_array_equal(tables["XW + c"], [[0, -1], [1, 0], [1, 0], [2, 1]])
    np.testing.assert_array_equal(tables["h"], [[0, 0], [1, 0], [1, 0], [2, 1]])
    np.testing.assert_array_equal(tables["output"][:, 0], [0, 1, 1, 0])
    # The page says that before the ReLU the four points lie on one line.
    centered = tables["XW + c"] - tables["XW + c"][0]
    assert np.linalg.matrix_rank(centered) == 1


@pytest.mark.parametrize(
    ("entry", "mark"),
    [
        ("", Mark.EMPTY),
        (" ", Mark.EMPTY),
        ("-1", Mark.RIGHT),
        ("−1.0", Mark.RIGHT),
        ("-1,004", Mark.RIGHT),
        ("1", Mark.WRONG),
        ("-1.02", Mark.WRONG),
        ("one", Mark.NO_NUMBER),
        ("nan", Mark.NO_NUMBER),
        ("1e999", Mark.NO_NUMBER),
        ("1_0", Mark.NO_NUMBER),
        ("<b>1</b>", Mark.NO_NUMBER),
    ],
)
def test_a_cell_is_marked(entry, mark):
    assert marked(entry, -1.0) is mark


@pytest.mark.parametrize("value", [0.0, -0.0, 1 / 3, -2.0, 1234.5678, 1e-9])
def test_what_is_shown_counts_as_right(value):
    assert marked(shown(value), value) is Mark.RIGHT
    assert number(shown(value)) is not None


def test_one_sentence_about_all_that_is_no_number():
    assert complaint([]) == ""
    assert complaint(["x"]) == "“x” is no number: write one such as -1, 0.25 or 2."
    assert "(and 2 more)" in complaint(["x", "y", "z"])


@pytest.mark.long
def test_cells_are_marked_shown_and_cleared_and_survive():
    app = page(presets.BY_HAND)
    assert len(app.text_input) == 28
    for cell, entry in zip(app.text_input[:3], ("0", "7", "<b>"), strict=True):
        cell.set_value(entry)
    app.run()
    assert says(app, "1 of 28 cells right ✓, 1 wrong ✗.")
    assert len(app.warning) == 1
    assert "is no number" in app.warning[0].value
    assert [c.label.rpartition(" ")[-1] for c in app.text_input[:2]] == ["right", "wrong"]
    for button in [b for b in app.button if b.label == "Show me"]:
        button.click()
    app.run()
    assert says(app, "All 28 cells are right.")
    assert says(app, "error is **0**")
    app.session_state[section_key("xor")] = "In PyTorch"
    app.run()
    app.session_state[section_key("xor")] = presets.BY_HAND
    app.run()
    assert says(app, "All 28 cells are right.")
    press(app, "Clear the tables")
    assert not any(c.value for c in app.text_input)


@pytest.mark.long
def test_the_tables_of_the_run_on_stage():
    app = page(presets.BY_HAND, activation="tanh", width="3")
    app.session_state["xor-hand-weights"] = "those of the run's end"
    app.run()
    assert not app.exception
    assert len(app.text_input) == 3 * 12 + 4
    app = page(presets.BY_HAND, width="8")
    app.session_state["xor-hand-weights"] = "those of the run's end"
    app.run()
    assert not app.text_input
    assert any("at most 3 hidden units" in caption.value for caption in app.caption)


@pytest.mark.long
@pytest.mark.parametrize("fate", SEEDS_STUCK)
def test_tables_of_a_stuck_run_print_no_rounding(fate):
    app = page(presets.BY_HAND, steps="8000", seed=str(SEEDS_STUCK[fate][0]))
    app.session_state["xor-hand-weights"] = "those of the run's end"
    app.run()
    formulas = next(text.value for text in app.markdown if text.value.startswith("$W = "))
    powers = [int(power) for power in re.findall(r"10\^\{(-?\d+)\}", formulas)]
    assert all(power > -12 for power in powers), formulas


# ------------------------------------------------------------------ the other sections


@pytest.mark.long
@pytest.mark.parametrize("query", [{}, *OTHERS], ids=range(len(OTHERS) + 1))
def test_every_section_stands_below_every_kind_of_experiment(query):
    app = page(**query)
    # The others do not look at the run; each has a test of its own.
    for section in ("The cost surface", presets.MANY_STARTS, "In PyTorch"):
        app.session_state[section_key("xor")] = section
        app.run()
        assert not app.exception, section
        assert not app.error, section


@pytest.mark.long
def test_one_line_ends_at_a_half_and_fourteen_labelings_have_one():
    app = page(presets.ONE_LINE)
    assert says(app, "at w = (0, 0), b = 0.5.")
    assert says(app, "There every output is 0.5 and the mean squared error is **0.25**")
    assert says(app, "All 16 ways to label four points: 14 have a line")
    assert any("0110 and 1001" in caption.value for caption in app.caption)
    assert says(app, "14 of 16")


@pytest.mark.long
def test_lines_of_the_gallery_cross_the_picture_and_touch_the_line():
    x, _ = xor.points()
    line = np.array([1.0, -2.0, 0.3])
    drawn = gallery(x, np.array([[0, 0, 1, 1]]), [line]).data[0]
    np.testing.assert_allclose(drawn.x * line[0] + drawn.y * line[1] + line[2], 0, atol=1e-12)
    assert np.ptp(drawn.x) > 3 or np.ptp(drawn.y) > 3


@pytest.mark.parametrize("solution", range(len(SOLUTIONS)))
def test_transformed_solutions_compute_the_same(solution):
    p, net = SOLUTIONS[solution].p, xor.risk(xor.network())
    q = transformed(net, p, swapped=True, factors=[7.0, 0.013])
    assert net.value(q) < 1e-24
    grid = np.random.default_rng(0).uniform(-1, 2, (50, 2))
    np.testing.assert_allclose(net.network(q, grid), net.network(p, grid), atol=1e-12)
    assert not np.allclose(p, q)


@pytest.mark.long
def test_the_loss_stays_zero_under_the_readers_hands():
    app = page("Why a global minimum?")
    assert says(app, "at the textbook's solution it is 0.")
    assert says(app, "3 of the 8 pre-activations are exactly 0")
    # The lecture asks of how many dimensions it is, two scenes later.
    assert not says(app, "dimension **5 of 9**")
    assert not any("direction" in str(one.key) for one in app.get("button_group"))
    app.toggle(key="xor-walk").set_value(True).run()
    assert says(app, "dimension **5 of 9**")
    table = next(text.value for text in app.markdown if "| solution |" in text.value)
    rows = table.splitlines()[2:]
    assert len(rows) == len(SOLUTIONS) >= 6
    assert all(row.count("|") == 5 and "| 0 | " in row for row in rows)
    assert rows[0].endswith("| 5 of 9 |")
    app.selectbox(key="xor-solution").set_value(2).run()
    app.toggle(key="xor-swap").set_value(True).run()
    app.select_slider(key="xor-factor-1").set_value(4.0).run()
    assert not app.exception
    assert says(app, "The cost is **0** in double precision, ")


@pytest.mark.long
def test_slices_through_every_kind_of_point():
    app = page("The cost surface", width="1")
    for kind in ("unit 1's two scales", "two parameters I choose", "the two biases"):
        app.selectbox(key="xor-slice-kind").set_value(kind).run()
        for through in (SOLUTIONS[1].name, "the end of the run on stage"):
            app.selectbox(key="xor-slice-through").set_value(through).run()
            assert not app.exception
            assert says(app, "In the middle the cost is")
    app.selectbox(key="xor-slice-kind").set_value("two parameters I choose").run()
    app.selectbox(key="xor-slice-j").set_value(0).run()
    assert "two different parameters" in app.warning[0].value


@pytest.mark.long
def test_between_two_solutions_a_third_unit_opens_the_valley():
    app = settled(page("The cost surface"))
    assert says(app, "the level 1/6 at which runs get stuck")
    app.session_state["xor-way-idle"] = 1
    settled(app.run())
    assert says(app, "connected by a valley that is all but flat")
    settled(app.selectbox(key="xor-way-to").set_value(SOLUTIONS[0].name).run())
    assert any("two different solutions" in c.value for c in app.caption)


@pytest.mark.parametrize("idle", [0, 1, 2])
def test_idle_units_compute_nothing(idle):
    grid = np.random.default_rng(0).uniform(-1, 2, (20, 2))
    for p in ends().values():
        q = with_idle_units(p, idle)
        np.testing.assert_array_equal(xor.network(2 + idle)(q, grid), xor.network()(p, grid))


def job_done(app, name):
    job = app.session_state[name]
    patience.until(lambda: not job.running)
    app.run()
    assert not app.exception


@pytest.mark.long
def test_many_starts_and_all_widths_are_trained_beside_the_page(monkeypatch):
    assert many.RUNS >= 1000
    monkeypatch.setattr(many, "RUNS", 40)
    app = page(presets.MANY_STARTS, steps="20")
    press(app, "Train 40 starts")
    job_done(app, "xor starts")
    assert says(app, "of 40 are solved;")
    press(app, "Compare 7 widths")
    job_done(app, "xor widths")
    assert says(app, "Wilson's 95 % interval")


def test_every_run_is_in_a_bar_that_loads_a_run_of_its_own():
    starts = train_starts(spec_of(steps="200"), 50)
    edges = bins(starts.value)
    found = [of_bar(starts, edges, bar) for bar in range(len(edges) - 1)]
    counts = np.histogram(np.minimum(starts.value, edges[-1]), edges)[0]
    assert counts.sum() == 50
    assert [seed is not None for seed in found] == [bool(count) for count in counts]
    for bar, seed in enumerate(found):
        if seed is not None:
            value = starts.value[starts.seed == seed][0]
            assert edges[bar] <= min(value, edges[-1]) <= edges[bar + 1]


@pytest.mark.long
def test_a_stuck_run_is_explained_point_by_point_and_unit_by_unit():
    app = page(presets.MANY_STARTS, steps="8000", seed=str(SEEDS_STUCK["1/4"][0]))
    assert says(app, "The run on stage ends stuck at ¼")
    assert says(app, "✗ wrong")
    assert says(app, "‖∇C‖ = ")


def test_the_script_is_the_run_on_stage():
    spec = spec_of(**SHORT, sampler="shuffled-epochs", optimizer="adam")
    made = recipe(spec)
    run = made.run()
    assert float(run.value[-1]) == pytest.approx(float(training(spec).run.value[-1]), rel=1e-9)
    drawn = made.stream.generator()
    np.testing.assert_array_equal(spec.sampler.batches(4, spec.steps, drawn), made.rows)


# ------------------------------------------------------------------ what readers may do wrong


def test_a_start_that_does_not_fit_is_explained_and_drawn():
    app = page(start="given", start__numbers="1 2 3")
    assert not app.exception
    assert "The start has 3 numbers: this network needs 9" in app.warning[0].value.replace("\\", "")


# ------------------------------------------------------------------ derivatives and names


@pytest.mark.parametrize("solution", range(len(SOLUTIONS)))
def test_the_gradient_exists_at_a_solution_and_is_zero(solution):
    cost, p = xor.risk(xor.network()), SOLUTIONS[solution].p
    directions = np.random.default_rng(0).normal(size=(1000, 9))
    steepest = [float((cost.value(p + t * directions) / t).max()) for t in (1e-2, 1e-3, 1e-4, 1e-5)]
    ratio = np.array(steepest[1:]) / steepest[:-1]
    np.testing.assert_allclose(ratio, 0.1, rtol=0.2)
    assert np.linalg.norm(cost.gradient(p)) == 0


def test_the_hessian_does_not_exist_at_the_solution_by_hand():
    cost, p = xor.risk(xor.network()), xor.hand_solution()
    below, above = bent(cost, p)
    c1 = names(2).index("c₁")
    assert (below[c1], above[c1]) == (1.5, 2.0)
    for t in (1e-3, 1e-4):
        e = t * np.eye(9)[c1]
        np.testing.assert_allclose(2 * cost.value(p + e) / t**2, 2.0, rtol=1e-6)
        np.testing.assert_allclose(2 * cost.value(p - e) / t**2, 1.5, rtol=1e-6)
    said = say_argument(cost, p)
    assert "would not even exist" not in said
    assert "The gradient exists, and is 0" in said
    assert "along c₁ the second derivative of C is 2 from above and 1.5 from below" in said


@pytest.mark.parametrize("width", [1, 2, 12])
def test_each_number_has_the_name_that_the_book_gives_it(width):
    network = xor.network(width)
    p = np.arange(network.size, dtype=float)
    made = xor.steps(network, p)
    lowered = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
    for name, value in zip(names(width), p, strict=True):
        letter, digits = name[0], name[1:].translate(lowered)
        if letter == "W":
            i, j = digits.split(",") if "," in digits else (digits[0], digits[1:])
            assert made.W[int(i) - 1, int(j) - 1] == value
        elif letter == "b":
            assert (made.b[0], digits) == (value, "")
        else:
            assert getattr(made, letter).ravel()[int(digits) - 1] == value


def test_the_diagram_says_the_same_names():
    shown_scene = scene(training(spec_of(**SHORT)), restart=0)
    diagram = next(p for p in shown_scene.repertoire.panels if p.name == "diagram")
    assert list(diagram.names) == ["W₁₁", "W₂₁", "W₁₂", "W₂₂", "c₁", "c₂", "w₁", "w₂", "b"]
