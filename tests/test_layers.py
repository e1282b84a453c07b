"""House rules that no reviewer should have to check: who imports whom, how long a file is."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = sorted(ROOT.glob("core/**/*.py"))
UI = sorted(ROOT.glob("pages/ui/**/*.py"))
FRONT_END = sorted([*ROOT.glob("pages/ui/**/*.js"), *ROOT.glob("pages/ui/**/*.css")])
PAGES = sorted(ROOT.glob("pages/*.py"))
APP = sorted(ROOT.glob("app.py"))
PICTURES = [
    path
    for path in UI
    if path.parent.name == "figures" or path.name.endswith(("figures.py", "theme.py"))
]
GUIDES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])

# What each layer may import besides the standard library.
CORE_MAY = ("numpy", "core")
PICTURES_MAY = ("numpy", "plotly", "core", "pages.ui.theme", "pages.ui.figures")
UI_MAY = ("numpy", "plotly", "streamlit", "core", "pages.ui")
PAGES_MAY = ("streamlit", "core", "pages.ui")
LAYERS = [
    *((path, CORE_MAY) for path in CORE),
    *((path, PICTURES_MAY if path in PICTURES else UI_MAY) for path in UI),
    *((path, PAGES_MAY) for path in PAGES + APP),
]
LENGTHS = [
    *((path, 250) for path in CORE + UI + FRONT_END),
    *((path, 100) for path in PAGES + APP),
]
MUST_STAY_OUT = ("streamlit", "plotly", "pandas", "scipy", "torch")


def name(value: object) -> str | None:
    return value.relative_to(ROOT).as_posix() if isinstance(value, Path) else None


def imported(source: str, package: str) -> set[str]:
    """Modules that a source file imports, as full dotted names."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1]
            origin = ".".join([*(parents if node.level else []), *filter(None, [node.module])])
            # `from pages.ui import theme` names a module only in its second half.
            modules |= {f"{origin}.{alias.name}" for alias in node.names}
    return modules


def strangers(modules: set[str], may: tuple[str, ...]) -> set[str]:
    """The modules that are neither in the standard library nor below one of `may`."""
    return {
        module
        for module in modules
        if module.partition(".")[0] not in sys.stdlib_module_names
        and not any(module == known or module.startswith(f"{known}.") for known in may)
    }


@pytest.mark.parametrize(("path", "may"), LAYERS, ids=name)
def test_a_file_imports_only_what_its_layer_may(path: Path, may: tuple[str, ...]) -> None:
    package = ".".join(path.relative_to(ROOT).parent.parts)
    assert strangers(imported(path.read_text("utf-8"), package), may) == set()


@pytest.mark.parametrize(
    ("source", "may", "found"),
    [
        ("import streamlit as st", CORE_MAY, {"streamlit"}),
        ("from pages import ui", CORE_MAY, {"pages.ui"}),
        ("def f():\n    import pandas.api", CORE_MAY, {"pandas.api"}),
        ("import numpy.linalg, math\nfrom . import spec\nfrom .spec import knob", CORE_MAY, set()),
        ("from pages.ui import stage", PICTURES_MAY, {"pages.ui.stage"}),
        ("from pages.ui import theme", PICTURES_MAY, set()),
        ("from pages import xor", PAGES_MAY, {"pages.xor"}),
        ("import corelib", CORE_MAY, {"corelib"}),
    ],
)
def test_the_rule_sees_through_every_form_of_import(
    source: str, may: tuple[str, ...], found: set[str]
) -> None:
    assert strangers(imported(source, "core"), may) == found


@pytest.mark.long
def test_core_alone_loads_no_other_layer_and_prints_nothing() -> None:
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in CORE]
    program = (
        f"import importlib, sys\nfor module in {modules!r}: importlib.import_module(module)\n"
        f"loaded = [name for name in {MUST_STAY_OUT!r} if name in sys.modules]\n"
        "sys.exit(f'core has loaded {loaded}' if loaded else 0)"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], cwd=ROOT, capture_output=True, text=True
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@pytest.mark.parametrize(("path", "most"), LENGTHS, ids=name)
def test_a_file_is_short_enough_to_read_in_one_sitting(path: Path, most: int) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= most


def test_no_page_and_no_experiment_asks_of_which_class_a_loss_is() -> None:
    """A loss says itself what follows from it, so that a page is right for the next one too."""
    experiments = [path for path in CORE if path.is_relative_to(ROOT / "core" / "experiments")]
    assert len(experiments) > 10
    asks = re.compile(r"isinstance\([^)]*\bloss\b")
    assert asks.search("if isinstance(view.risk.loss, SquaredError):")
    assert [path for path in experiments + UI + PAGES if asks.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("path", GUIDES, ids=name)
def test_commands_and_links_in_a_guide_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    commands = set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE))
    links = set(re.findall(r"\]\((?!https?:)([^)#]+)", text))
    assert commands <= targets
    assert {link for link in links if not (path.parent / link).exists()} == set()


def test_the_readme_gives_the_two_commands_that_set_everything_up() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make run" in readme
    assert "make test" in readme
    assert "pip install -r requirements.txt" in readme
    assert "streamlit run app.py" in readme


def test_the_app_needs_exactly_three_pinned_packages() -> None:
    lines = (ROOT / "requirements.txt").read_text("utf-8").split()
    assert [line.partition("==")[0] for line in lines] == ["numpy", "streamlit", "plotly"]
    assert all(re.fullmatch(r"[a-z]+==\d+(\.\d+)+", line) for line in lines)


def test_the_tests_need_the_app_and_pinned_packages_from_wherever_pip_looks() -> None:
    first, *lines = (ROOT / "requirements-dev.txt").read_text("utf-8").splitlines()
    assert first == "-r requirements.txt"
    names = [line.partition("==")[0] for line in lines]
    assert names == sorted(names)
    assert {"pytest", "torch"} <= set(names)
    assert all(re.fullmatch(r"[a-z-]+==\d+(\.\d+)+", line) for line in lines)


def test_make_installs_from_lists_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    stamps = dict(re.findall(r"^\.venv/([a-z]+)\.stamp: (.+)$", makefile, re.MULTILINE))
    assert set(re.findall(r"^[a-z]+: \.venv/([a-z]+)\.stamp", makefile, re.MULTILINE)) == set(
        stamps
    )
    assert all((ROOT / name).is_file() for names in stamps.values() for name in names.split())
