"""The chapter on convolutions: what its page shows and says."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.convolution.experiment import ConvolutionExperiment as Experiment
from core.experiments.convolution.one_kernel import OneKernel, exercise
from core.spec import from_query
from pages.ui.convolutions import by_hand, presets
from pages.ui.stage import KernelPanel

PAGE = Path(__file__).parents[2] / "pages" / "07_convolutions.py"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGE))
    for name, value in query.items():
        app.query_params[name.replace("__", ".")] = value
    app.run()
    assert not app.exception
    return app


def spec_of(app: AppTest) -> Experiment:
    return from_query(Experiment, dict(app.session_state[Experiment.__name__]["query"]))


def panel(spec: Experiment) -> KernelPanel:
    (found,) = by_hand.scene(spec).repertoire.panels
    assert isinstance(found, KernelPanel)
    return found


def test_the_browser_is_told_what_the_engine_computes_with():
    topic = OneKernel(kernel="1 2 3 4 5 6 7 8 9", padding=1, stride=2, true_convolution=True)
    found, told = exercise(topic), panel(Experiment(topic))
    np.testing.assert_array_equal(told.image, found.x)
    np.testing.assert_array_equal(told.kernel, found.kernel)
    np.testing.assert_array_equal(told.delta, found.delta)
    assert (told.stride, told.padding, told.dilation, told.turned) == (2, 1, 1, True)
    assert told.title == "Convolution"
    assert not told.blanks
    assert panel(Experiment(fill_in=True)).blanks


def test_a_kernel_that_finds_no_place_gets_the_margin_that_it_needs_and_the_page_says_so():
    app = opened(topic__dilation="2")
    assert [one.value for one in app.warning] == [
        r"A padding of 0 leaves no place for a kernel that spans 5 pixels\: allowed is 1 and "
        r"more\. Padding 1 is shown instead\."
    ]
    assert spec_of(app).topic == OneKernel(padding=1, dilation=2)
    app.run()
    assert not app.warning


@pytest.mark.parametrize("name", ["image", "kernel", "delta"])
def test_numbers_that_cannot_be_read_are_named_and_the_usual_ones_shown(name):
    app = opened(**{f"topic__{name}": "1 2 <b>"})
    (warning,) = app.warning
    assert "allowed are" in warning.value
    assert warning.value.endswith(r"The usual ones are shown instead\.")
    assert spec_of(app).topic == OneKernel()


def test_a_cell_that_was_edited_stands_in_the_address(monkeypatch):
    class Told:
        cells = ("topic.kernel", [1.0, -2.5, 0, 0, 0, 0, 0, 0, 7])

    memory = {
        Experiment.__name__: {"query": {}, "written": {}, "sentences": []},
        presets.STAGE: Told(),
    }
    monkeypatch.setattr("pages.ui.convolutions.presets.st.session_state", memory)
    presets.take_cells()
    assert memory[Experiment.__name__]["query"] == {"topic.kernel": "1 -2.5 0 0 0 0 0 0 7"}
