"""A run as a script on the pages: what is shown and what is downloaded is what ran."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.higham import experiment as network_experiment
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.xor.experiment import XorExperiment
from core.export import Ending, numpy_script, torch_script
from core.optimizers.first_order import GradientDescent
from core.spec import from_query
from core.training.descent import descend
from pages.ui.chapter import export
from pages.ui.figures.numbers import three
from pages.ui.higham.in_torch import recipe as higham_recipe
from pages.ui.logistic.in_torch import recipe as logistic_recipe
from pages.ui.losses.loss_view import views
from pages.ui.xor.in_torch import recipe as xor_recipe
from tests.exported import printed

PAGES = Path(__file__).parents[2] / "pages"


def last_loss(script):
    return float(printed(script)[0])


def page(name, section_key, **query):
    app = AppTest.from_file(str(PAGES / name))
    for key, value in query.items():
        app.query_params[key.replace("__", ".")] = value
    app.session_state[section_key] = "In PyTorch"
    app = app.run()
    assert not app.exception
    return app


def choose(app, label, key):
    group = next(group for group in app.button_group if group.key == key)
    return group.set_value(label).run()


def said_loss(app):
    """What is said to be printed, at least to the nine digits that are compared."""
    (text,) = [block.value for block in app.markdown if "the script prints" in block.value]
    said, digits = re.search(r"`(.*?)` to (\d+) digits", text).groups()
    assert int(digits) > 9
    return float(said)


def shown(source, **arguments):
    """A page that shows nothing but the export of one recipe."""
    app = AppTest.from_string(
        "import numpy as np\n"
        "from core.export import Recipe\n"
        "from core.objectives import Quadratic\n"
        "from core.optimizers import GradientDescent, Momentum\n"
        "from pages.ui.chapter.export import show_export\n"
        f"{source}\n"
    ).run()
    assert not app.exception
    return app


@pytest.mark.long
@pytest.mark.parametrize("loss", ["squared loss", "cross-entropy"])
def test_the_first_chapter_exports_the_run_of_each_loss(loss):
    query = {"optimizer": "adam", "optimizer__eta": "0.1", "sampler__m": "2", "steps": "300"}
    app = page("01_logistic_regression.py", "logistic-section", **query)
    app = app.radio(key="logistic-export-loss").set_value(loss).run()
    assert "torch.optim.Adam(model.parameters(), lr=0.1" in app.code[-1].value
    app = choose(app, "NumPy", "logistic-export-language")
    spec = from_query(LogisticExperiment, {k.replace("__", "."): v for k, v in query.items()})
    (view,) = [view for view in views(spec) if view.risk.loss.title == loss]
    assert last_loss(app.code[-1].value) == pytest.approx(float(view.diagnosis.cost[-1]), rel=1e-10)
    assert said_loss(app) == pytest.approx(float(view.diagnosis.cost[-1]), rel=1e-9)


@pytest.mark.long
def test_the_ridge_is_said_to_be_printed_apart():
    app = page("01_logistic_regression.py", "logistic-section", ridge="0.1", as_printed="true")
    said = " ".join(block.value for block in app.markdown)
    assert "in a second line" in said
    assert "6 times the mean" in said


@pytest.mark.long
def test_own_names_do_no_harm():
    table = '"""a\\n\nimport os",label\n1,0\n2,1\n3,0\n'
    app = page("01_logistic_regression.py", "logistic-section", data="own-table", data__table=table)
    app = choose(app, "NumPy", "logistic-export-language")
    assert last_loss(app.code[-1].value) == pytest.approx(said_loss(app), rel=1e-9)


@pytest.mark.long
def test_the_second_chapter_exports_what_is_on_stage():
    app = page("02_higham_network.py", "higham-section", steps="2000", eta="1")
    app = choose(app, "NumPy", "higham-export-language")
    assert last_loss(app.code[-1].value) == pytest.approx(said_loss(app), rel=1e-9)
    assert "RandomState" in app.code[-1].value
    assert any("is 20 times that" in block.value for block in app.markdown)


@pytest.mark.wide(2)
@pytest.mark.parametrize(
    "query",
    [
        {"steps": "1000", "start": "drawn", "seed": "3"},
        {"steps": "1000", "sampler": "shuffled-epochs", "sampler.m": "3", "eleventh": "true"},
        {"steps": "1000", "sampler": "full-batch", "loss": "binary-cross-entropy"},
        {"steps": "1000", "sampler": "with-replacement", "sampler.m": "2", "activation": "elu"},
    ],
)
def test_every_kind_of_draw_of_the_second_chapter_can_be_repeated(query):
    spec = from_query(HighamExperiment, query)
    recipe = higham_recipe(spec, 1000)
    script = numpy_script(recipe)
    assert "zlib" not in script
    picks = spec.recipes()["network"].rows
    start = network_experiment.start(spec)
    run = descend(recipe.objective, GradientDescent(spec.eta), start, 1000, picks)
    assert last_loss(script) == pytest.approx(float(run.value[-1]), rel=1e-10)


@pytest.mark.long
@pytest.mark.parametrize(
    "query",
    [
        {"seed": "1722"},
        {"seed": "1", "optimizer": "adam", "activation": "tanh", "width": "5"},
        {"sampler": "shuffled-epochs", "sampler.m": "3", "optimizer": "momentum"},
    ],
)
def test_runs_of_the_third_chapter_in_both_languages(query):
    spec = from_query(XorExperiment, query | {"steps": "600"})
    recipe = xor_recipe(spec)
    run = descend(recipe.objective, recipe.optimizer, recipe.start, 600, recipe.rows)
    assert run.value[-1] > 1e-6
    for script in (torch_script, numpy_script):
        assert last_loss(script(recipe)) == pytest.approx(float(run.value[-1]), rel=1e-10)


@pytest.mark.long
def test_batches_of_the_first_chapter_are_drawn_again():
    query = {"sampler": "with-replacement", "sampler.m": "3", "steps": "200", "data": "two-clouds"}
    (first, _) = views(from_query(LogisticExperiment, query))
    script = numpy_script(logistic_recipe(first))
    assert "rng.integers(N, size=(steps, 3))" in script
    assert last_loss(script) == pytest.approx(float(first.diagnosis.cost[-1]), rel=1e-10)


def test_a_run_that_diverges_ends_at_its_last_good_point():
    app = shown(
        "show_export(Recipe(Quadratic.of_condition(10), GradientDescent(5.0), np.ones(2), 500), "
        "key='lost')"
    )
    (said,) = [block.value for block in app.markdown]
    step = int(re.search(r"Step (\d+) diverges", said)[1])
    assert f"range({step - 1})" in app.code[0].value
    app = choose(app, "NumPy", "lost-language")
    assert last_loss(app.code[0].value) == pytest.approx(said_loss(app), rel=1e-9)


def test_a_chaotic_run_is_said_to_be_one():
    # v ← 2.5 v - 1.5 v³ wanders between the wells for ever.
    calm = "Recipe(Quadratic.of_condition(10), GradientDescent(0.1), np.ones(2), 300)"
    wild = "Recipe(DoubleWell(), GradientDescent(1.5), np.array([0.3, 0.1]), 400)"
    source = "from core.objectives import DoubleWell\nshow_export({}, key='run')"
    assert "chaotic" not in shown(source.format(calm)).markdown[0].value
    assert "chaotic" in shown(source.format(wild)).markdown[0].value


@pytest.mark.parametrize("shaken", [None, 0.0, 1e-13, 3e-10, 4e-6, 0.02, 0.3, 1.0, 40.0])
@pytest.mark.parametrize("loss", [0.02344369237619625, 1.0, 0.125, 9.99999999999, 3.4e-7])
def test_no_more_digits_are_printed_than_any_order_of_sums_gives(loss, shaken):
    end = Ending(loss, 100, vanished=False, shaken=shaken)
    said, why = export.last_loss(end), export.why_no_more(end)
    exact = re.search(r"`(.+)`", said)
    assert bool(exact) == (shaken is not None and shaken < 1e-3)
    assert ("digits." in said) == (shaken is not None and shaken <= 1e-11)
    if exact:
        digits = len(re.sub(r"e.*|\.", "", exact[1]).lstrip("0"))
        assert float(exact[1]) == pytest.approx(loss, rel=5 * 10.0**-end.digits)
        assert digits <= end.digits
        assert 10.0**-digits >= 99 * shaken
        assert said in (f"`{exact[1]}` to {end.digits} digits.", f"about `{exact[1]}`.")
    else:
        assert said == f"here {three(loss)}."
    # Chaos is what a reader of a few digits sees.
    assert ("chaotic" in why) == (shaken is not None and shaken > 1e-5)
    assert ("not known" in why) == (shaken is None)
    assert ("further off" in why) == (shaken is not None and shaken > 1e-11)
    if "further off" in why:
        told = re.search(r"moves by ([\d.e−]+) %", why)[1].replace("−", "-")
        assert float(told) == pytest.approx(100 * shaken, rel=0.5)


def test_a_loss_of_zero_but_for_rounding_is_not_given_digits():
    source = (
        "from core.experiments.xor import problem as xor\n"
        "from core.objectives import Risk\n"
        "linear = xor.linear_risk()\n"
        "y = linear.x @ np.array([[1.0], [2.0]]) + 0.3\n"
        "risk = Risk(linear.network, linear.loss, linear.x, y)\n"
        "start = np.array([0.3, -0.2, 0.1])\n"
        "show_export(Recipe(risk, GradientDescent(0.3), start, 2000), key='zero')"
    )
    said = shown(source).markdown[0].value
    assert "0 but for rounding" in said
    assert "after the last step, about" in said
    exact = "Recipe(Quadratic(), GradientDescent(0.05), np.ones(2), 700)"
    assert "after the last step, `" in shown(f"show_export({exact}, key='small')").markdown[0].value


def test_the_final_loss_of_a_page_is_not_computed_again():
    app = shown(
        "show_export(Recipe(Quadratic(), Momentum(), np.ones(2), 5), key='known', final=0.125, "
        "note='Twice that.')"
    )
    assert "after the last step, here 0.125." in app.markdown[0].value
    assert "Twice that." in app.markdown[0].value


def test_a_long_script_is_shown_in_part():
    app = shown(
        "from core.objectives import SquaredError\n"
        "from core.objectives import logistic\n"
        "x = np.random.default_rng(0).standard_normal((2000, 2))\n"
        "risk = logistic(x, np.ones((2000, 1)), SquaredError())\n"
        "show_export(Recipe(risk, Momentum(), np.zeros(3), 5), key='long')"
    )
    assert len(app.code[0].value) <= 20_000
    assert app.caption[0].value.endswith("the download has all of it.")


def test_what_has_no_script_is_a_sentence():
    app = shown(
        "from core.objectives import Objective\n"
        "class Own(Objective):\n"
        "    size = 2\n"
        "    def value(self, p): return p[..., 0]\n"
        "    def gradient(self, p, rows=None): return p\n"
        "    def hessian(self, p): return p\n"
        "show_export(Recipe(Own(), Momentum(), np.zeros(2), 5), key='own')"
    )
    assert app.markdown[0].value.startswith("This run has no script in PyTorch. Own cannot be")
    assert not app.code
