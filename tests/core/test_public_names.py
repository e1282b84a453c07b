"""What notebooks import goes on being there, wherever it is kept."""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import core

# Each module on a line of its own, below it the public names that can be imported from it.
_LIST = Path(__file__).with_name("public_names.txt").read_text("utf-8")
NAMES = {
    module: names.split()
    for module, names in re.findall(r"^(\S+)\n((?:[ ].+\n)+)", _LIST, re.MULTILINE)
}


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in NAMES.items() for name in names]
)
def test_a_public_name_stays_importable(module: str, name: str) -> None:
    # A submodule of the same name would hide that the function or class is gone.
    assert not isinstance(getattr(import_module(module), name), ModuleType)


def test_the_package_goes_on_listing_its_names() -> None:
    assert set(NAMES["core"]) - set(core.__all__) == set()


@pytest.mark.parametrize("module", [module for module in NAMES if module != "core"])
def test_a_module_and_the_package_mean_the_same_by_a_name(module: str) -> None:
    shared = set(NAMES[module]) & set(NAMES["core"])
    assert shared
    assert [n for n in shared if getattr(import_module(module), n) is not getattr(core, n)] == []


def test_the_list_is_read_as_it_is_written() -> None:
    assert [module.removeprefix("core.") for module in NAMES] == [
        "core",
        "datasets",
        "landscape",
        "networks",
        "objectives",
        "optimizers",
    ]
    assert sum(map(len, NAMES.values())) == len(_LIST.split()) - len(NAMES)
    assert len(NAMES["core"]) > 130
