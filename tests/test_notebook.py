"""The notebook in docs runs, with the engine alone, and shows what its words say."""

import ast
import json
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted(ROOT.glob("docs/*.ipynb"))


def cells(path, kind):
    content = json.loads(path.read_text("utf-8"))
    return ["".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_text_alone_and_imports_nothing_but_the_engine(path):
    content = json.loads(path.read_text("utf-8"))
    assert content["nbformat"] == 4
    for cell in content["cells"]:
        assert cell["cell_type"] in ("markdown", "code")
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    tree = ast.parse("\n".join(cells(path, "code")))
    imported = {
        module.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    assert imported - set(sys.stdlib_module_names) == {"core", "numpy"}


def test_the_notebook_of_two_losses_shows_what_it_says(capsys):
    found = {}
    for source in cells(ROOT / "docs" / "two_losses.ipynb", "code"):
        exec(compile(source, "two_losses.ipynb", "exec"), found)
    # The cross-entropy is convex, the squared loss is not.
    assert found["shares"]["entropy"] == 0 < 0.1 < found["shares"]["squared"] < 1
    run = found["run"]
    # From both starts to the only minimum, ln 2; the smallest rate is still on its way.
    np.testing.assert_allclose(run.value[-1, 1:], np.log(2), rtol=1e-9)
    assert run.value.shape[1:] == (3, 2)
    assert (run.diverged_at == -1).all()
    np.testing.assert_allclose(found["optimum"].p, [1.25067888, -4.36141802], rtol=1e-8)
    assert found["data"][:2] == b"PK"
    assert len(capsys.readouterr().out.splitlines()) >= 6
