"""The engine's rooms: what stands on which floor, and that every arrow runs down."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

CORE = Path(__file__).parents[1] / "core"
# From the ground up; rooms of one floor stand side by side and do not know each other.
FLOORS = (
    ("",),
    ("datasets", "networks"),
    ("networks.layers",),
    ("objectives",),
    ("optimizers",),
    ("training.kernels",),
    ("training",),
    ("export.source",),
    ("landscape", "export"),
    ("theory", "theory.convolutions"),
    ("regularization",),
    ("experiments",),
    (
        "experiments.logistic",
        "experiments.higham",
        "experiments.xor",
        "experiments.practice",
        "experiments.convolution",
        "experiments.regularization",
        "experiments.implicit",
        "experiments.digits",
    ),
    # One of the race's grounds is the plane of Higham & Higham's published run.
    ("experiments.race",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
MOST_FILES = 12


def faults(root: Path) -> list[str]:
    """What is wrong with the rooms below a folder, one sentence each."""
    return [*misplaced(root), *crowded(root), *silent(root), *climbing(root), *circular(root)]


def files(root: Path) -> list[Path]:
    """Every module but the faces: these re-export what stands behind them."""
    return sorted(path for path in root.rglob("*.py") if path.name != "__init__.py")


def room_of(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).parent.parts)


def misplaced(root: Path) -> Iterator[str]:
    for path in files(root):
        if room_of(path, root) not in FLOOR_OF:
            yield f"{path.relative_to(root).as_posix()} stands in no room"


def crowded(root: Path) -> Iterator[str]:
    rooms = [room_of(path, root) for path in files(root)]
    for room in sorted(set(rooms)):
        if rooms.count(room) > MOST_FILES:
            yield f"{room} has {rooms.count(room)} files"


def silent(root: Path) -> Iterator[str]:
    """Rooms whose face does not say in one line what they are."""
    for room in sorted({room_of(path, root) for path in files(root)}):
        face = root.joinpath(*room.split("."), "__init__.py")
        said = ast.get_docstring(ast.parse(face.read_text("utf-8"))) if face.is_file() else ""
        if not said or not said.endswith(".") or "\n" in said:
            yield f"{room or 'the root'} does not say in one sentence what it is"


@cache
def modules(root: Path) -> set[str]:
    return {".".join(path.relative_to(root).with_suffix("").parts) for path in root.rglob("*.py")}


@cache
def known(path: Path, root: Path) -> set[str]:
    """The modules of the engine that a module imports, as dotted names below it."""
    there = modules(root)
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.split(".")[0] == root.name:
                parts = name.split(".")[1:]
                ends = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
                fits = (e if e in there else f"{e}.__init__" for e in ends)
                found.add(next((fit for fit in fits if fit in there), "__init__"))
    return found


def climbing(root: Path) -> Iterator[str]:
    for path in files(root):
        room = room_of(path, root)
        for other in sorted({module.rpartition(".")[0] for module in known(path, root)} - {room}):
            if FLOOR_OF.get(other, len(FLOORS)) >= FLOOR_OF.get(room, 0):
                place = path.relative_to(root).as_posix()
                yield f"{place} imports {other or 'the root'}, which is not below it"
        if "__init__" in known(path, root):
            yield f"{path.relative_to(root).as_posix()} imports the engine's own face"


def circular(root: Path) -> Iterator[str]:
    arrows = {
        ".".join(path.relative_to(root).with_suffix("").parts): known(path, root)
        for path in files(root)
    }
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as fault:
        yield f"{' → '.join(reversed(fault.args[1]))} is a circle"


def test_the_engine_keeps_its_rooms() -> None:
    assert faults(CORE) == []


def test_every_room_that_is_listed_is_there() -> None:
    assert {room_of(path, CORE) for path in files(CORE)} == set(FLOOR_OF)


def built(root: Path, sources: dict[str, str]) -> Path:
    """A made-up engine: "training/descent" is core/training/descent.py."""
    core = root / "core"
    for name, source in sources.items():
        path = core / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
        for folder in [path.parent, *path.parent.parents]:
            if folder == root:
                break
            face = folder / "__init__.py"
            if not face.exists():
                face.write_text('"""A room."""\n', "utf-8")
    return core


CALM = {
    "arrays": "import numpy as np\n",
    "networks/network": "from core.arrays import Array\n",
    "objectives/risk": "from core.networks import Network\nfrom core.objectives import plane\n",
    "objectives/plane": "import core.arrays\n",
    "experiments/race/grounds": "from core.experiments.higham import paper\n",
    "experiments/higham/paper": "from core.networks.network import Network\n",
}


def test_an_engine_whose_arrows_run_down_has_no_fault(tmp_path: Path) -> None:
    assert faults(built(tmp_path, CALM)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            {"arrays": "from core.networks.network import Network\n"},
            "arrays.py imports networks, which is not below it",
        ),
        (
            {"networks/network": "def f():\n    from core.objectives import risk\n"},
            "networks/network.py imports objectives, which is not below it",
        ),
        (
            {"experiments/higham/paper": "import core.experiments.race.grounds\n"},
            "experiments/higham/paper.py imports experiments.race, which is not below it",
        ),
        (
            {"datasets/tables": "from core.networks.network import Network\n"},
            "datasets/tables.py imports networks, which is not below it",
        ),
        (
            {"objectives/plane": "from core.objectives.risk import Risk\n"},
            "objectives.plane → objectives.risk → objectives.plane is a circle",
        ),
        ({"objectives/plane": "from core import Risk\n"}, "imports the engine's own face"),
        ({"attic/box": ""}, "attic/box.py stands in no room"),
        ({f"networks/n{i}": "" for i in range(12)}, "networks has 13 files"),
        (
            {"networks/__init__": '"""One.\n\nTwo.\n"""\n'},
            "networks does not say in one sentence what it is",
        ),
    ],
)
def test_each_rule_finds_what_breaks_it(tmp_path: Path, change: dict[str, str], fault: str) -> None:
    assert any(fault in said for said in faults(built(tmp_path, CALM | change)))
