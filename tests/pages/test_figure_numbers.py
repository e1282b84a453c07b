"""Numbers in pictures are written as those in prose are: one minus, one exponent."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.landscape import sample
from core.objectives import Product
from core.objectives.plane import Plane
from core.theory.edge_of_stability import edge
from core.theory.quadratics import best_heavy_ball
from pages.ui.figures.curves import bars, curves, lines
from pages.ui.figures.cut_surfaces import cut_contours, cut_surface
from pages.ui.figures.histograms import Bins, counts, histogram
from pages.ui.figures.numbers import three, told_apart
from pages.ui.higham.landscape.figures import regions, spectrum_strip
from pages.ui.optimizers.theory.edge_figures import costs, sharpness_paths
from pages.ui.optimizers.theory.figures import against_promise, phase_diagram
from tests.pages.judging import in_picture

UI = Path(__file__).parents[2] / "pages" / "ui"
ON_STAGE = Path(__file__).parents[1] / "js" / "numbers.test.js"
PICTURES = [*UI.glob("figures/*.py"), *UI.rglob("*figures.py")]
# For a reader neither the code of a color nor KaTeX is a number.
TYPED_ELSEWHERE = {"formulas.py", "numbers.py"}


@pytest.mark.parametrize("ends", [(1, 1e6), (2, 500), (1e-12, 1), (0.3, 0.9), (3, 3), (0, 7), ()])
def test_numbers_along_a_logarithmic_axis_are_whole_and_of_one_size(ends):
    """What Plotly writes by itself between powers of ten is a small digit, 2 for 20 or for 200."""
    values = np.linspace(*ends, 5) if ends else np.empty(0)
    for figure in (
        curves(values, {"one": values}, ["red"], ("x", "y")),
        lines(values, {"one": values}, ["red"], "x", "y", log_x=True),
    ):
        axes = [axis for axis in (figure.layout.xaxis, figure.layout.yaxis) if axis.type == "log"]
        assert axes
        for axis in axes:
            if axis.tickvals is None:
                assert axis.dtick == 1
                continue
            assert len(axis.tickvals) >= 2
            said = [float(text.replace("−", "-").replace(",", "")) for text in axis.ticktext]
            np.testing.assert_allclose(said, axis.tickvals)


def test_no_figure_leaves_the_numbers_of_a_logarithmic_axis_to_plotly():
    for file in UI.rglob("*.py"):
        text = file.read_text("utf-8")
        for found in re.finditer(r'"?type"?(?:: |=)"log"', text):
            around = text[max(0, found.start() - 120) : found.end() + 120]
            assert re.search(r"tickvals|marked\(|dtick", around), file


def test_a_sentence_has_a_number_as_the_table_beside_it_on_stage_has_it():
    """Both are held against one list, that of the stage's own test."""
    pairs = re.findall(r'\[(-?[\d.e-]+), "([^"]+)"\]', ON_STAGE.read_text("utf-8"))
    assert len(pairs) > 15
    assert [(value, three(float(value))) for value, _ in pairs] == pairs


def test_no_page_rounds_to_three_digits_in_a_way_of_its_own():
    for file in [*UI.parent.glob("*.py"), *UI.rglob("*.py")]:
        for line in file.read_text("utf-8").splitlines():
            assert not re.search(r"[:\"']\.3g[}\"']", line) or "hoverformat" in line, (file, line)


def small():
    """Pictures of numbers so small, large or negative that a program would write them otherwise."""
    square = np.linspace(-1e-5, 1e-5, 5)
    surface = sample(Product(), Plane(np.zeros(2), np.eye(2)), square, square)
    yield from (draw(surface, ("Δu", "Δv"), 1e-6) for draw in (cut_surface, cut_contours))
    yield bars(["1", "2"], {"run": np.array([1 - 1e-9, 1e-9])}, ["#000000"])
    yield histogram(Bins(np.geomspace(1e-9, 1e-5, 9), 4), "cost")
    yield counts(np.linspace(0, 1e-5, 5), np.arange(4), {"¼": 0.25})
    yield spectrum_strip(np.arange(3), np.array([[-2e-5, 3.0], [-1.0, 2e6], [0.0, 1.0]]), 2e6)
    yield regions(np.linspace(-1, 1, 9).reshape(3, 3), np.zeros((2, 2)), np.eye(2), "F₁ − F₂")
    yield phase_diagram(1e5, (1e-5, 0.0), best_heavy_ball(1.0, 1e5))
    yield against_promise([("run", 0.5 ** np.arange(9.0), 1e-5)])
    lost = edge(Product(), [1e-6], np.array([4.0, 1.0]), 10, 1)
    yield from (draw(lost) for draw in (sharpness_paths, costs))


@pytest.mark.parametrize("figure", list(small()))
def test_no_picture_shows_a_number_as_a_program_writes_it(figure):
    assert not in_picture(figure.to_plotly_json())


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: str(path.relative_to(UI)))
def test_no_picture_formats_a_number_by_itself(path):
    """Formats such as `:.3g` stand in one place, and none within a template."""
    tree = ast.parse(path.read_text("utf-8"))
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    formats = [text for text in strings if isinstance(text, str) and re.search(r"%{[^}]*:", text)]
    assert not formats
    if path.name not in TYPED_ELSEWHERE:
        assert not [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None
        ]


def test_what_a_program_types_is_found_in_a_picture():
    for typed in (
        {"layout": {"annotations": [{"text": "floor 1e-05"}]}},
        {"layout": {"xaxis": {"ticktext": ["-3"]}}},
        {"data": [{"name": "η = 1e-06"}]},
        {"data": [{"text": ["1", "-2"]}]},
        {"data": [{"hovertemplate": "%{x:.3g}"}]},
        {"data": [{"texttemplate": "%{y:.3g} %"}]},
    ):
        assert in_picture(typed)
    assert not in_picture({"data": [{"hovertemplate": "%{x}", "x": [-3], "name": "−3"}]})


@given(some.floats(0.1, 10), some.floats(-1e-9, 1e-9))
def test_two_numbers_that_differ_do_so_in_print(one, apart):
    other = one + apart
    pair = told_apart(one, other)
    assert (pair[0] == pair[1]) == (one == other)
    assert [float(text) for text in pair] == pytest.approx([one, other], rel=6e-3)
    if one != other:
        assert (float(pair[0]) > float(pair[1])) == (one > other)
