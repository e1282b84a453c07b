"""docs/adding.md is true: each example runs, and its menu and its URL know it at once."""

import importlib
import linecache
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from deno import find_deno_bin
from streamlit.testing.v1 import AppTest

import core
from core.experiments.logistic.experiment import LogisticExperiment, problem
from core.export import Recipe, run_again, torch_script
from core.networks.activations import Tanh
from core.networks.layers import Conv2d, Dense, Flatten, Sequential, pooling
from core.networks.network import Network
from core.objectives.checks import taylor_slope
from core.objectives.functions import Quadratic
from core.objectives.losses import SquaredError
from core.objectives.risk import Risk, logistic
from core.optimizers.first_order import GradientDescent
from core.optimizers.schedules import Scheduled
from core.spec import choice, from_query, menu, to_query
from core.training.descent import descend
from core.training.kernels import straight_line
from pages.ui.predict.kinds import Number
from pages.ui.stage import bundle
from pages.ui.stage.scene import Panel
from tests import patience
from tests.exported import in_each_language, printed
from tests.test_chapter_rooms import chapters, shared_chapters, trespasses, without_a_sentence

ROOT = Path(__file__).parents[1]
SECTIONS = dict(
    re.findall(
        r"^## (.+?)\n.*?```python\n(.*?)```",
        (ROOT / "docs" / "adding.md").read_text("utf-8"),
        re.DOTALL | re.MULTILINE,
    )
)
WHOLE = dict(
    re.findall(
        r"^## (.+?)\n(.*?)(?=^## |\Z)",
        (ROOT / "docs" / "adding.md").read_text("utf-8"),
        re.DOTALL | re.MULTILINE,
    )
)
FAMILIES = {
    "An optimizer": ("core.optimizers.first_order", "OPTIMIZERS"),
    "A learning-rate schedule": ("core.optimizers.schedules", "SCHEDULES"),
    "An activation": ("core.networks.activations", "ACTIVATIONS"),
    "A loss": ("core.objectives.losses", "LOSSES"),
    "A penalty": ("core.objectives.penalties", "PENALTIES"),
    "A data set": ("core.datasets.synthetic", "DATASETS"),
    "A plane": ("core.landscape.plane_choices", "PLANES"),
    "An objective": ("core.objectives.functions", "OBJECTIVES"),
    "A ground of the race": ("core.experiments.race.grounds", "GROUNDS"),
}
MENUS = vars(core)


def example(section):
    """The class that an example defines, run in the file that the text says it belongs to."""
    module, menu_name = FAMILIES[section]
    names = dict(vars(importlib.import_module(module)))
    known = set(names)
    # As if it stood in a file, so that its own code can be exported.
    lines = SECTIONS[section].splitlines(keepends=True)
    linecache.cache[section] = (len(SECTIONS[section]), None, lines, section)
    exec(compile(SECTIONS[section], section, "exec"), names)
    (name,) = set(names) - known
    return names[name], MENUS[menu_name]


CHAPTER = dict(
    re.findall(
        r"^`(pages/\S+?\.py)`.*?```python\n(.*?)```",
        (ROOT / "docs" / "adding.md").read_text("utf-8").partition("## A chapter")[2],
        re.DOTALL | re.MULTILINE,
    )
)


@pytest.mark.parametrize("section", FAMILIES)
def test_an_added_member_is_found_by_its_menu_and_its_url(section):
    cls, family = example(section)
    larger = family | menu(cls)

    @dataclass(frozen=True)
    class Spec:
        member: object = choice(larger, next(iter(family)))

    (name,) = set(larger) - set(family)
    spec = from_query(Spec, {"member": name})
    assert isinstance(spec.member, cls)
    assert from_query(Spec, to_query(spec)) == spec


def test_the_added_optimizer_moves_each_coordinate_by_eta():
    cls, _ = example("An optimizer")
    p, _state = cls(eta=0.5).step(1, np.array([1.0, -2.0]), np.array([9.0, -0.1]), ())
    assert p.tolist() == [0.5, -1.5]


def test_the_added_schedule_scales_any_optimizer():
    cls, _ = example("A learning-rate schedule")
    p, _state = Scheduled(GradientDescent(0.6), cls()).step(4, np.zeros(1), np.ones(1), ())
    assert p.tolist() == [-0.3]


def test_the_added_objective_has_its_minimum_and_its_derivatives():
    cls, _ = example("An objective")
    assert cls().value(np.array([1.0, 3.0])) == 0
    p, d = np.array([0.3, -2.0]), np.array([1.0, 0.5])
    assert taylor_slope(cls(), p, d) == pytest.approx(2, abs=0.01)


def test_the_added_ground_can_be_raced_on():
    cls, _ = example("A ground of the race")
    ground = cls()
    rule = GradientDescent(ground.rates.plain)
    run = descend(ground.objective, rule, ground.start, 200)
    np.testing.assert_allclose(run.p[-1], ground.minima[0], atol=1e-6)


def test_the_added_loss_has_the_right_derivatives():
    cls, _ = example("A loss")
    z, y, h = np.array([[0.3], [-2.0]]), np.array([[1.0], [0.0]]), 1e-6
    slope = (cls().per_sample(z + h, y, Tanh()) - cls().per_sample(z - h, y, Tanh())) / (2 * h)
    np.testing.assert_allclose(cls().delta(z, y, Tanh())[:, 0], slope / 2, atol=1e-8)


def test_the_added_activation_is_differentiated_and_quick():
    cls, _ = example("An activation")
    x, y = np.array([[0.5, 1.0], [-1.0, 2.0], [2.0, -0.3]]), np.array([[1.0], [0.0], [0.0]])
    risk = Risk(Network((2, 3, 1), cls(), cls()), SquaredError(), x, y)
    p, d = np.linspace(-1, 1, risk.size), np.cos(np.arange(risk.size))
    assert taylor_slope(risk, p, d) == pytest.approx(2, abs=0.01)
    drawn = np.arange(300)[:, None] % 3
    quick = straight_line.kernel(risk, GradientDescent(0.1), p, drawn)
    path, _ = quick(np.array([0, 300]), None)
    for row in drawn[:, 0]:
        p = p - 0.1 * risk.gradient(p, [row])
    np.testing.assert_allclose(path[-1], p, rtol=1e-12)


def added_layer():
    names = dict(vars(pooling))
    exec(compile(SECTIONS["A layer"], "A layer", "exec"), names)
    return names["Upsample"]


def test_the_added_layer_is_differentiated_and_stacked():
    network = Sequential((2, 2, 3), [added_layer()(3), Conv2d(2, 3, 2), Flatten(), Dense(1)])
    assert network.levels[1].below == (2, 6, 9)
    x, y = np.cos(np.arange(36.0)).reshape(3, 2, 2, 3), np.ones((3, 1))
    risk = Risk(network, SquaredError(), x, y)
    p, d = np.linspace(-1, 1, risk.size), np.cos(np.arange(risk.size))
    assert taylor_slope(risk, p, d) == pytest.approx(2, abs=0.01)
    z, back = Sequential((2, 2, 3), [added_layer()(3)]).pullback(np.empty(0), x)
    np.testing.assert_array_equal(z[0, 1, 3:, :3], np.full((3, 3), x[0, 1, 1, 0]))
    # The transpose: ⟨δ, U x⟩ = ⟨Uᵀ δ, x⟩.
    delta = np.sin(np.arange(z.size)).reshape(z.shape)
    assert (back(delta)[1] * x).sum() == pytest.approx((delta * z).sum())
    assert "nn.Upsample(scale_factor=3)," in torch_script(Recipe(risk, GradientDescent(), p, 1))


@in_each_language
def test_the_added_activation_is_exported_without_more(script):
    cls, _ = example("An activation")
    x, y = np.array([[0.5, 1.0], [-1.0, 2.0]]), np.array([[1.0], [0.0]])
    risk = Risk(Network((2, 3, 1), cls(), cls()), SquaredError(), x, y)
    recipe = Recipe(risk, GradientDescent(0.1), np.linspace(-1, 1, risk.size), 20)
    (line,) = printed(script(recipe))
    assert float(line) == pytest.approx(run_again(recipe).loss, rel=1e-10)


@pytest.mark.long
def test_the_added_panel_is_found_typed_and_styled(tmp_path):
    stage = tmp_path / "pages" / "ui" / "stage"
    shutil.copytree(bundle.ROOT, stage, ignore=shutil.ignore_patterns("__pycache__"))
    data, module, sheet = re.findall(r"```\w+\n(.*?)```", WHOLE["A panel"], re.DOTALL)
    (stage / "panels" / "step_count.js").write_text(module)
    (stage / "panels" / "step_count.css").write_text(sheet)
    assert "StandingsPanel, StepCountPanel, " in bundle.kinds("KINDS = []", stage)
    assert "class StepCountPanel extends Panel" in bundle.javascript(bundle.STAGE, stage)
    assert sheet in bundle.stylesheet(stage)
    for command in ("check", "lint"):
        config = f"--config={ROOT / 'deno.json'}"
        said = [find_deno_bin(), command, "--quiet", config, str(stage / "panels")]
        run = subprocess.run(said, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
    names = {"dataclass": dataclass, "Panel": Panel}
    exec(compile(data, "A panel", "exec"), names)
    assert names["StepCountPanel"]("steps", "Steps", "").kind == "step-count"


@in_each_language
def test_the_added_optimizer_and_the_added_loss_are_exported_without_more(script):
    (optimizer, _), (loss, _) = example("An optimizer"), example("A loss")
    x, y = np.array([[0.5], [-1.0], [2.0]]), np.array([[1.0], [0.0], [0.0]])
    recipe = Recipe(logistic(x, y, loss()), optimizer(), np.array([0.3, -0.2]), 20)
    (line,) = printed(script(recipe))
    assert float(line) == pytest.approx(run_again(recipe).loss, rel=1e-10)


def test_the_added_penalty_has_its_derivatives_and_a_column_of_strengths():
    cls, _ = example("A penalty")
    x, y = np.array([[-1.0], [0.5], [2.0]]), np.array([[1.0], [0.0], [1.0]])
    P = np.array([[0.4, -1.1], [2.0, 0.3]])
    for each in (cls(0.7), cls(3.0)):
        risk = logistic(x, y, SquaredError(), each)
        assert taylor_slope(risk, P[0], np.array([0.6, -0.8])) == pytest.approx(2, abs=0.01)
    both = logistic(x, y, SquaredError(), cls(np.array([[0.7], [3.0]])))
    for v, strength in enumerate((0.7, 3.0)):
        alone = logistic(x, y, SquaredError(), cls(strength))
        np.testing.assert_allclose(both.value(P)[v], alone.value(P[v]), rtol=1e-14)
        np.testing.assert_allclose(both.gradient(P)[v], alone.gradient(P[v]), rtol=1e-14)
        np.testing.assert_allclose(both.hessian(P)[v], alone.hessian(P[v]), rtol=1e-13)


def test_the_added_data_set_is_a_ring():
    cls, _ = example("A data set")
    samples = cls()(np.random.default_rng(0))
    radius = np.linalg.norm(samples.x, axis=1)
    np.testing.assert_allclose(radius[samples.y[:, 0] == 1], 3)


def test_the_added_plane_holds_start_and_end():
    cls, _ = example("A plane")
    run = descend(Quadratic.of_condition(3), GradientDescent(), np.array([1.0, 2.0]), 5)
    plane = cls()(Quadratic.of_condition(3), run)
    np.testing.assert_allclose(plane.project(run.p[[0, -1]]), [[0, 0], [1, 0]], atol=1e-12)


def test_the_added_page_runs(tmp_path):
    page = tmp_path / "99_steps.py"
    page.write_text(SECTIONS["A page"], "utf-8")
    app = AppTest.from_file(str(page)).run()
    assert not app.exception
    assert app.title[0].value == "How many steps?"


@pytest.fixture
def added_chapter(tmp_path, monkeypatch):
    for name, text in CHAPTER.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    # `pages` has no `__init__.py`: a second folder of that name is a part of it.
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith("pages.ui.patience")]:
        del sys.modules[name]


def press(app, label):
    app = next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


@pytest.mark.long
def test_the_added_chapter_runs_and_has_the_mechanism_of_all(added_chapter):
    assert len(CHAPTER) == 4
    app = AppTest.from_file(
        str(added_chapter / "pages/99_patience.py"), default_timeout=patience.SECONDS
    )
    app.session_state["LogisticExperiment-share"] = True
    app.run()
    assert not app.exception
    assert app.title[0].value == "How long is long enough?"
    said = [block.value for block in press(app, "Wait").markdown]
    assert "Ten times as long, and it still lies there." in said
    assert "?steps=5000" in app.code[0].value
    seed = press(app, "New seed").number_input(key="LogisticExperiment/seed").value
    assert seed == 1
    assert any(block.value == "Is the run over, or is it only slow?" for block in app.markdown)


def test_what_the_added_chapter_says_is_so(added_chapter):
    presets = importlib.import_module("pages.ui.patience.presets")
    costs, slopes = [], []
    for preset in presets.PRESETS:
        spec = preset.spec(LogisticExperiment)
        found = problem(spec)
        risk = found.risks[0]
        run = descend(risk, spec.optimizer, found.start, spec.steps)
        costs.append(run.value[-1])
        slopes.append(np.linalg.norm(risk.gradient(run.p[-1])))
    assert costs[1] > 0.95 * costs[0], "still on the plateau"
    assert slopes[2] < 1e-12 < slopes[1]


def test_the_added_chapter_keeps_the_rules_of_the_rooms(added_chapter):
    assert chapters(added_chapter) == ["patience"]
    assert trespasses(added_chapter) == set()
    assert shared_chapters(added_chapter) == set()
    assert without_a_sentence(added_chapter) == set()


def test_the_added_question_is_answered_by_the_engine():
    names = {"LogisticExperiment": LogisticExperiment, "Number": Number}
    exec(compile(SECTIONS["A question before a run"], "A question before a run", "exec"), names)
    question, spec = names["HALF_WAY"], LogisticExperiment()
    assert question.fits(spec)
    at = question.answer(spec)
    found = problem(spec)
    value = descend(found.risks[0], spec.optimizer, found.start, 500).value
    half = (value[0] + value[-1]) / 2
    assert value[int(at)] <= half < value[int(at) - 3]
    marks = [question.mark(spec, str(share * at)) for share in (1, 1.5, 9)]
    assert marks == ["Right", "Nearly", "Wrong"]
    assert question.verdict(spec, str(at)).startswith(f"**Right.** You said {at:.0f}. It has come")


def test_the_readme_example_prints_what_it_says(capsys):
    (source,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
    )
    exec(compile(source, "README.md", "exec"), {})
    said = re.search(r"# (\[.*\])$", source, re.MULTILINE)[1]
    assert capsys.readouterr().out.strip() == said
