"""The rooms of the pages: chapters stand side by side, pictures stand apart, no room is crowded."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ("chapter", "figures", "lecture", "losses", "own", "predict", "stage", "tables")
"""The rooms below the chapters; every other folder in pages/ui is a chapter."""

MOST_FILES = 12
PICTURES_MAY = ("numpy", "plotly", "core", "pages.ui.theme", "pages.ui.figures")


def imports(path: Path) -> set[str]:
    """The modules that a file imports, wherever in it, as dotted names; all are absolute here."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def chapters(root: Path) -> list[str]:
    names = {path.parent.relative_to(root / "pages" / "ui").parts for path in python(root)}
    return sorted({parts[0] for parts in names if parts} - set(SHARED))


def python(root: Path) -> list[Path]:
    return sorted((root / "pages" / "ui").rglob("*.py"))


def chapters_imported(path: Path, root: Path) -> set[str]:
    """The chapters that a file reaches into."""
    return {
        name
        for name in chapters(root)
        for module in imports(path)
        if f"{module}.".startswith(f"pages.ui.{name}.")
    }


def trespasses(root: Path) -> set[str]:
    """Files in pages/ui that import a chapter which is not their own."""
    ui = root / "pages" / "ui"
    return {
        f"{path.relative_to(ui).as_posix()} → {other}"
        for path in python(root)
        for other in chapters_imported(path, root) - {path.relative_to(ui).parts[0]}
    }


def shared_chapters(root: Path) -> set[str]:
    """Chapters that not exactly one page shows; the home page counts as any other."""
    pages = [chapters_imported(page, root) for page in sorted((root / "pages").glob("*.py"))]
    crowded = {" and ".join(sorted(names)) for names in pages if len(names) > 1}
    return crowded | {name for name in chapters(root) if sum(name in names for names in pages) != 1}


def pictures(root: Path) -> list[Path]:
    figures = root / "pages" / "ui" / "figures"
    return [path for path in python(root) if figures in path.parents or is_picture(path)]


def is_picture(path: Path) -> bool:
    return path.name.endswith("figures.py") or path.name == "theme.py"


def strangers(path: Path, root: Path) -> set[str]:
    """What a picture imports besides the standard library, NumPy, Plotly, core and pictures."""
    others = [one.relative_to(root).with_suffix("") for one in pictures(root)]
    may = (*PICTURES_MAY, *(".".join(one.parts) for one in others))
    return {
        module
        for module in imports(path)
        if module.partition(".")[0] not in sys.stdlib_module_names
        and not any(f"{module}.".startswith(f"{known}.") for known in may)
    }


def crowded(root: Path) -> dict[str, int]:
    """Rooms of more than twelve Python files."""
    counts = {room: len(list(room.glob("*.py"))) for room in {p.parent for p in python(root)}}
    return {room.name: count for room, count in counts.items() if count > MOST_FILES}


def without_a_sentence(root: Path) -> set[str]:
    """Rooms whose `__init__.py` is missing or does not begin with a sentence, or that hold code
    there though they are no shared room."""
    ui = root / "pages" / "ui"
    found = set()
    for room in sorted({path.parent for path in python(root)} - {ui}):
        face = room / "__init__.py"
        tree = ast.parse(face.read_text("utf-8")) if face.exists() else ast.Module([], [])
        said = (ast.get_docstring(tree) or "").partition("\n")[0].endswith((".", "?"))
        if not said or (room.relative_to(ui).parts[0] not in SHARED and len(tree.body) > 1):
            found.add(room.relative_to(ui).as_posix())
    return found


@pytest.mark.long
def test_no_chapter_imports_another_and_no_shared_room_imports_a_chapter():
    assert trespasses(ROOT) == set()


def test_every_chapter_has_one_page_and_every_page_one_chapter_at_most():
    assert chapters(ROOT) == [
        "convolutions",
        "digits",
        "higham",
        "implicit",
        "logistic",
        "optimizers",
        "regularization",
        "xor",
    ]
    assert shared_chapters(ROOT) == set()


@pytest.mark.parametrize("path", pictures(ROOT), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_picture_imports_plotly_numpy_and_core_alone(path):
    assert strangers(path, ROOT) == set()


@pytest.mark.long
def test_all_pictures_together_load_no_streamlit():
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in pictures(ROOT)]
    assert len(modules) > 10
    program = (
        f"import importlib, sys\nfor module in {modules!r}: importlib.import_module(module)\n"
        "sys.exit('streamlit is loaded' if 'streamlit' in sys.modules else 0)"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


def test_no_room_is_crowded_and_each_says_what_it_is():
    assert crowded(ROOT) == {}
    assert without_a_sentence(ROOT) == set()


# ------------------------------------------------------------------ seen to fail


@pytest.fixture
def house(tmp_path):
    """Two chapters, a home page, and a picture each: all rules are kept."""
    tree = {
        "pages/00_home.py": "from pages.ui.losses.scene import picture",
        "pages/01_one.py": "from pages.ui.one import presets",
        "pages/02_two.py": "from pages.ui.two.deep.section import show",
        "pages/ui/theme.py": "import numpy",
        "pages/ui/losses/__init__.py": '"""Shared."""\nfrom core import spec',
        "pages/ui/losses/scene.py": "import streamlit",
        "pages/ui/figures/__init__.py": '"""Pictures."""',
        "pages/ui/figures/curves.py": "import plotly.graph_objects as go",
        "pages/ui/one/__init__.py": '"""One."""',
        "pages/ui/one/presets.py": "import streamlit",
        "pages/ui/two/__init__.py": '"""Two."""',
        "pages/ui/two/deep/__init__.py": '"""Deep."""',
        "pages/ui/two/deep/section.py": "from pages.ui.two.deep import figures",
        "pages/ui/two/deep/figures.py": "from pages.ui.figures.curves import curves",
    }
    for name, text in tree.items():
        written(tmp_path, name, text)
    return tmp_path


def written(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", "utf-8")


def test_the_made_up_house_keeps_all_rules(house):
    assert trespasses(house) == set()
    assert shared_chapters(house) == set()
    assert crowded(house) == {}
    assert without_a_sentence(house) == set()
    assert [path.name for path in pictures(house)] == [
        "__init__.py",
        "curves.py",
        "theme.py",
        "figures.py",
    ]
    assert all(strangers(path, house) == set() for path in pictures(house))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("pages/ui/one/more.py", "from pages.ui.two import deep", "one/more.py → two"),
        ("pages/ui/one/more.py", "from pages.ui import two", "one/more.py → two"),
        (
            "pages/ui/one/more.py",
            "def f():\n    import pages.ui.two.deep.section",
            "one/more.py → two",
        ),
        ("pages/ui/losses/scene.py", "from pages.ui.one.presets import X", "losses/scene.py → one"),
        ("pages/ui/widgets.py", "from pages.ui.one.presets import X", "widgets.py → one"),
    ],
)
def test_a_trespass_is_seen(house, name, text, found):
    written(house, name, text)
    assert trespasses(house) == {found}


def test_a_chapter_on_two_pages_or_on_none_is_seen(house):
    written(house, "pages/00_home.py", "from pages.ui.one.presets import PRESETS")
    assert shared_chapters(house) == {"one"}
    written(house, "pages/00_home.py", "")
    written(house, "pages/01_one.py", "")
    assert shared_chapters(house) == {"one"}


def test_a_page_of_two_chapters_is_seen(house):
    written(house, "pages/01_one.py", "from pages.ui import one, two")
    assert "one and two" in shared_chapters(house)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("pages/ui/figures/curves.py", "import streamlit as st", "streamlit"),
        (
            "pages/ui/figures/curves.py",
            "from pages.ui.chapter import jobs",
            "pages.ui.chapter.jobs",
        ),
        (
            "pages/ui/two/deep/figures.py",
            "from pages.ui.two.deep import section",
            "pages.ui.two.deep.section",
        ),
        ("pages/ui/one/race_figures.py", "def f():\n    import pandas", "pandas"),
        ("pages/ui/theme.py", "from streamlit import cache_data", "streamlit.cache_data"),
    ],
)
def test_a_picture_that_is_more_is_seen(house, name, text, found):
    written(house, name, text)
    assert strangers(house / name, house) == {found}


def test_a_thirteenth_file_is_seen(house):
    for number in range(10):
        written(house, f"pages/ui/one/part{number}.py", "")
    assert crowded(house) == {}
    written(house, "pages/ui/one/thirteenth.py", "")
    assert crowded(house) == {"one": 13}


def test_a_room_without_a_sentence_or_with_code_in_its_face_is_seen(house):
    written(house, "pages/ui/one/__init__.py", '"""One."""\nfrom core import spec')
    (house / "pages/ui/two/deep/__init__.py").unlink()
    written(house, "pages/ui/losses/__init__.py", '"""No full stop"""')
    assert without_a_sentence(house) == {"one", "two/deep", "losses"}
