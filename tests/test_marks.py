"""What `make check` leaves out, and that it leaves PyTorch out."""

import ast
from pathlib import Path

import pytest

from tests.conftest import pytest_collection_modifyitems

HERE = Path(__file__).parent


class Item:
    """A test with its marks, as far as they are asked for."""

    def __init__(self, nodeid: str, *marks: pytest.MarkDecorator) -> None:
        self.nodeid = nodeid
        self.marks = {mark.name: mark.mark for mark in marks}

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return self.marks.get(name)

    def add_marker(self, name: str) -> None:
        self.marks[name] = getattr(pytest.mark, name).mark


def test_of_a_wide_test_every_nth_is_quick_and_what_is_long_does_not_count() -> None:
    wide, long = pytest.mark.wide(3), pytest.mark.long
    items = [Item(f"a.py::one[{k}]", wide) for k in range(7)]
    items[1:1] = [Item("a.py::one[long]", wide, long)]
    others = [Item("a.py::two[0]", wide), Item("b.py::three")]
    pytest_collection_modifyitems([*items, *others])
    quick = [item.nodeid for item in [*items, *others] if "long" not in item.marks]
    assert quick == ["a.py::one[0]", "a.py::one[3]", "a.py::one[6]", "a.py::two[0]", "b.py::three"]


SLOW = {"torch", "sklearn", "scipy"}


def slow_at_its_top(path: Path) -> set[str]:
    """What a file imports at its top that takes seconds, by itself or through a benchmark."""
    names = set[str]()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    found = {name.partition(".")[0] for name in names} & SLOW
    for name in names:
        if name.startswith("tests.benchmarks."):
            found |= slow_at_its_top((HERE.parent / name.replace(".", "/")).with_suffix(".py"))
    return found


def test_nothing_slow_is_imported_before_a_test_needs_it() -> None:
    """Every worker collects every file, so that an import at its top is paid in every quick run."""
    for path in HERE.rglob("*.py"):
        if not path.is_relative_to(HERE / "benchmarks"):
            assert slow_at_its_top(path) == set(), path


def test_an_import_through_a_benchmark_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "test_one.py"
    file.write_text("from tests.benchmarks.boundary import measure\n")
    assert (
        slow_at_its_top(HERE / "benchmarks" / "replicas.py") == slow_at_its_top(file) == {"torch"}
    )
