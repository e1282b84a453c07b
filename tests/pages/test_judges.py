"""No function of `pages/ui` puts numbers into a sentence that no test holds it to.

A sentence is text of three words and more with something computed in it. Whoever writes a function
that returns or shows one names it in `JUDGES` of the test that recomputes what it says; what it
calls is judged with it. Sentences that only name settings, or show numbers as `core` found them and
assert nothing about them, stand in the two lists below.
"""

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UI = ROOT / "pages" / "ui"
# What is said to programmers, in errors or between Python and the browser, no reader sees.
SILENT = ("stage/", "queries.py")

CHECKED = {
    "chapter/export.py:show_export": "test_export.py",
    "chapter/export.py:why_no_more": "test_export.py",
    "chapter/sections.py:_open_asked": "test_chapters.py",
    "chapter/strips.py:say_undecided": "test_strips.py",
    "chapter/take_away.py:_take_file": "test_take_away.py",
    "convolutions/asked/questions.py:_many_layers": "test_predict_newer_sentences.py",
    "figures/landscapes.py:basin_map": "test_logistic.py",
    "higham/gradients.py:_say_who_leads": "test_higham.py",
    "higham/landscape/copies.py:_show_numbers": "test_higham.py",
    "higham/landscape/least_squares.py:show_least_squares": "test_higham.py",
    "higham/landscape/planes.py:_show_hidden": "test_higham.py",
    "higham/parameters.py:_verdict": "test_higham.py",
    "higham/parameters.py:show_parameters": "test_higham.py",
    "higham/propagation/by_hand.py:_show_gradient": "test_higham.py",
    "higham/propagation/by_hand.py:_show_passes": "test_higham.py",
    "higham/propagation/derivative.py:show_derivative": "test_higham.py",
    "lecture/hidden.py:read_hidden": "test_hidden.py",
    "logistic/own_data.py:scaling_sentence": "test_logistic.py",
    "own/form.py:readable": "test_logistic.py",
    "logistic/points.py:_none": "test_logistic.py",
    "logistic/separable.py:_verdict": "test_logistic.py",
    "losses/surfaces.py:convexity": "test_logistic.py",
    "optimizers/rates.py:show_rates": "test_optimizers.py",
    "optimizers/scene.py:_curve": "test_optimizers.py",
    "optimizers/theory/figures.py:against_promise": "test_optimizer_sections.py",
    "optimizers/theory/edge_figures.py:sharpness_paths": "test_optimizer_sections.py",
    "predict/asking.py:show_row": "test_predict.py",
    "predict/kinds.py:_read": "test_predict.py",
    "predict/kinds.py:tolerance": "test_predict.py",
    "tables/classes.py:_no_label": "test_tables.py",
    "tables/reading.py:_no_feature": "test_tables.py",
    "tables/words.py:_classes": "test_tables.py",
    "tables/words.py:_left_out": "test_tables.py",
    "tables/words.py:_written": "test_tables.py",
    "xor/by_hand.py:_say": "test_xor.py",
    "xor/linear/one_line.py:_show_gallery": "test_xor.py",
    "xor/linear/one_line.py:_show_minimum": "test_xor.py",
    "xor/many/why_stuck.py:show_why_stuck": "test_xor.py",
    "xor/many/why_stuck.py:_reasons": "test_xor.py",
    "xor/many/why_stuck.py:_wrong": "test_xor.py",
    "xor/presets.py:startable": "test_xor.py",
    "xor/tables.py:complaint": "test_xor.py",
}
"""Functions whose sentences a test reads on the page, and that test."""

SHOWN = {
    # Settings, names, titles, sizes of what is shown, and how a run is getting on.
    "chapter/jobs.py:_how_far",
    "chapter/live/under_way.py:_progress",
    "chapter/take_away.py:_show_link",
    "lecture/phone.py:phone_link",
    "logistic/reasons.py:show_reasons",
    "controls.py:_say",
    "convolutions/counting.py:_repertoire",
    "digits/inside/landscape.py:show_landscape",
    "digits/scene.py:scene",
    "higham/gradients.py:_show_race",
    "higham/in_torch.py:recipe",
    "higham/in_torch.py:show_in_torch",
    "higham/landscape/copies.py:_chosen_copy",
    "higham/landscape/copies.py:show_copies",
    "higham/landscape/planes.py:show_landscape",
    "higham/many_seeds.py:show_many_seeds",
    "higham/propagation/by_hand.py:show_by_hand",
    "higham/propagation/written_out.py:show_written_out",
    "higham/scene.py:_boundary",
    "higham/scene.py:_curve",
    "higham/scene.py:scene",
    "higham/show_run.py:show_run",
    "implicit/decay_panels.py:_bars",
    "implicit/deep_view.py:_against",
    "implicit/deep_view.py:_comparison",
    "implicit/deep_view.py:scene",
    "implicit/sections/in_torch.py:show_in_torch",
    "implicit/sections/masks_figures.py:added_loss",
    "logistic/basin_map.py:show_basins",
    "logistic/in_torch.py:_scaling",
    "logistic/in_torch.py:recipe",
    "logistic/reasons.py:_classes",
    "losses/scene.py:_boundary",
    "losses/scene.py:_strip",
    "optimizers/in_torch.py:show_in_torch",
    "optimizers/practice/issues.py:_show_clipping",
    "optimizers/practice/issues.py:_show_scaling",
    "optimizers/practice/issues.py:_show_stopping",
    "optimizers/scene.py:scene",
    "optimizers/theory/edge.py:_show_race",
    "optimizers/theory/edge.py:show_edge",
    "optimizers/theory/edge.py:show_flatness",
    "optimizers/theory/figures.py:phase_diagram",
    "optimizers/theory/noise.py:_show_floors",
    "optimizers/theory/noise.py:_show_runs",
    "optimizers/theory/quadratics.py:_show_momentum",
    "optimizers/theory/quadratics.py:_show_rates",
    "logistic/points.py:show_points",
    "losses/wide.py:_through_the_run",
    "losses/wide.py:scores",
    "own/columns.py:_place_many",
    "xor/scene.py:_points",
    "xor/spaces.py:space_panels",
    "own/form.py:place_own_data",
    "regularization/elsewhere.py:show_in_torch",
    "regularization/questions/bias_variance.py:_fits",
    "xor/by_hand.py:_fill_in",
    "xor/in_torch.py:show_in_torch",
    "xor/many/starts.py:_show_widths",
    "xor/many/starts.py:show_many_starts",
    "xor/scene.py:_strip",
    "xor/scene.py:scene",
    "xor/solutions/minimum.py:_show_catalog",
    "xor/solutions/minimum.py:_transform",
    "xor/solutions/ways.py:ends",
    # Numbers as `core` found them, which its own tests hold, with the range of a picture.
    "convolutions/upsampling.py:_repertoire",
    "digits/shifts.py:_table",
    "higham/gradients.py:_show_cloud",
    "higham/gradients.py:_show_coverage",
    "higham/landscape/planes.py:_show_shares",
    "logistic/reasons.py:_now",
    "optimizers/scene.py:_landscape",
    "xor/linear/one_line.py:_show_count",
    "xor/many/starts.py:_show_starts",
    "xor/many/starts.py:_show_success",
    "xor/solutions/slices.py:_show_slice",
    "xor/solutions/ways.py:show_ways",
}


@cache
def parsed():
    return {
        path.relative_to(UI).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(UI.rglob("*.py"))
        if not path.relative_to(UI).as_posix().startswith(SILENT)
    }


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def says(function):
    """Whether there is a sentence with something computed in it, but for those of errors."""
    raised = {
        id(part)
        for node in ast.walk(function)
        if isinstance(node, ast.Raise)
        for part in ast.walk(node)
    }
    for node in ast.walk(function):
        if not isinstance(node, ast.JoinedStr) or id(node) in raised:
            continue
        parts = [part.value if isinstance(part, ast.Constant) else "\0" for part in node.values]
        prose = re.sub(r"\$[^$]*\$|\\\w+", "", "".join(map(str, parts)))
        if "\0" in prose and len(re.findall(r"[a-z]{2,}", prose)) >= 3 and " " in prose:
            return True
    return False


def speakers():
    """`file:function` of each function with a sentence."""
    return {
        f"{file}:{function.name}"
        for file, tree in parsed().items()
        for function in functions(tree)
        if says(function)
    }


def judges():
    """`file:function` of each function that a test names as judged."""
    named = set()
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        if "\nJUDGES = " in path.read_text("utf-8"):
            for function in import_module(f"tests.pages.{path.stem}").JUDGES:
                file = Path(function.__code__.co_filename).relative_to(UI).as_posix()
                named.add(f"{file}:{function.__code__.co_name}")
    return named


def called(file, function):
    """`file:function` of what a function calls, in its file or by a name imported from another."""
    origin = {}
    for node in ast.walk(parsed()[file]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pages.ui."):
            there = node.module.removeprefix("pages.ui.").replace(".", "/") + ".py"
            origin |= {alias.asname or alias.name: there for alias in node.names}
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return {f"{origin.get(name, file)}:{name}" for name in names}


def judged_with(known):
    """These functions and all that they call, and so on."""
    by_name = {
        f"{file}:{function.name}": called(file, function)
        for file, tree in parsed().items()
        for function in functions(tree)
    }
    found, waiting = set(), set(known)
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting |= by_name.get(one, set()) - found
    return found


def test_every_sentence_has_a_judge():
    without = speakers() - judged_with({*judges(), *CHECKED}) - SHOWN
    assert not without, (
        f"No test judges what {sorted(without)} say: name them in JUDGES of a test that recomputes "
        "it."
    )


def test_nothing_is_listed_that_says_nothing_and_no_judged_sentence_is_excused():
    listed = {*CHECKED, *SHOWN}
    assert listed <= speakers(), sorted(listed - speakers())
    assert not set(CHECKED) & SHOWN
    assert not listed & judged_with(judges()), sorted(listed & judged_with(judges()))
    for file in {*CHECKED.values()}:
        assert (Path(__file__).parent / file).is_file()


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("def f(x):\n    return f'It is {x} steps away.'", True),
        ("def f(x):\n    return f'{x}: of this nobody knows'", True),
        ("def f(x):\n    raise ValueError(f'No such thing as {x} here.')", False),
        ("def f(x):\n    return f'key-{x}'", False),
        ("def f(x):\n    return 'It is a sentence without numbers.'", False),
    ],
)
def test_a_sentence_is_known_by_its_words(source, sentence):
    (function,) = functions(ast.parse(source))
    assert says(function) == sentence
