"""The stage's rooms: what stands on which floor, and that every arrow runs down."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.ui.stage import bundle
from pages.ui.stage.scene import Panel
from pages.ui.stage.scene.panel import kind_of

# From the ground up; rooms of one floor stand side by side and do not know each other.
FLOORS = (
    ("scene", "drawing"),
    ("wire", "files"),
    ("kernels", "model", "points", "surface"),
    ("panels",),
    ("charts", "diagrams", "digits", "images", "landscape", "space"),
    ("penalties",),
    ("player", "hall", "aloud"),
    ("components",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
ENTRIES = (
    *(bundle.CODE, bundle.STAGE, bundle.REPERTOIRE, bundle.CHUNK, bundle.FOLLOW),
    *(bundle.HALL, bundle.MOUNT),
)
IN_NO_ROOM = {"__init__.py", "bundle.py", "elements.py", "plotly_file.py"}
MOST_FILES = 12
ENDINGS = {".js", ".css", ".py"}
# Types in comments are knowledge too: `import("./other.js").Name`, `@import { Name } from …`.
JS_TARGET = re.compile(
    r'(?:^import [^"]*from |@import [^"]*from |\bimport\()"(\.[^"]+)"', re.MULTILINE
)
PY_TARGET = re.compile(r"^\s*(?:from|import) pages\.ui\.stage\.(\w+)", re.MULTILINE)


def faults(root: Path) -> list[str]:
    """What is wrong with the rooms below a folder, one sentence each."""
    return [*misplaced(root), *crowded(root), *climbing(root), *circular(root)]


def misplaced(root: Path) -> Iterator[str]:
    for path in files(root):
        place = path.relative_to(root)
        if len(place.parts) == 1 and place.name not in IN_NO_ROOM:
            yield f"{place} stands in no room"
        elif len(place.parts) > 1 and (len(place.parts) > 2 or place.parts[0] not in FLOOR_OF):
            yield f"{place.parent.as_posix()} is no room"


def crowded(root: Path) -> Iterator[str]:
    for room in FLOOR_OF:
        count = sum(path.is_relative_to(root / room) for path in files(root))
        if count > MOST_FILES:
            yield f"{room} has {count} files"


def climbing(root: Path) -> Iterator[str]:
    for path in files(root):
        room = path.parent.name
        if path.parent == root or room not in FLOOR_OF:
            continue
        for other in rooms_known(path, root):
            if other != room and FLOOR_OF.get(other, len(FLOORS)) >= FLOOR_OF[room]:
                yield f"{path.relative_to(root).as_posix()} imports {other}, which is not below it"


def rooms_known(path: Path, root: Path) -> set[str]:
    source = path.read_text("utf-8")
    if path.suffix == ".py":
        return set(PY_TARGET.findall(source))
    targets = (path.parent.joinpath(target).resolve() for target in JS_TARGET.findall(source))
    return {target.relative_to(root.resolve()).parts[0] for target in targets}


def circular(root: Path) -> Iterator[str]:
    for path in files(root):
        if path.suffix == ".js":
            try:
                bundle.modules(path.relative_to(root).as_posix(), root)
            except ValueError as fault:
                yield str(fault)


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.suffix in ENDINGS)


def test_the_stage_keeps_its_rooms() -> None:
    assert faults(bundle.ROOT) == []


def test_every_module_is_part_of_a_component() -> None:
    bundled = {name for entry in ENTRIES for name in bundle.modules(entry)}
    there = {path.relative_to(bundle.ROOT).as_posix() for path in bundle.ROOT.glob("**/*.js")}
    assert there == bundled


def test_every_style_sheet_stands_beside_its_module_and_is_collected() -> None:
    sheets = sorted(bundle.ROOT.glob("*/*.css"))
    assert all(path.with_suffix(".js").is_file() for path in sheets)
    collected = bundle.stylesheet()
    assert all(path.read_text("utf-8") in collected for path in sheets)
    assert collected.startswith((bundle.ROOT / "player" / "by_hand.css").read_text("utf-8"))


def test_no_room_has_an_underscore_so_no_two_modules_share_a_variable() -> None:
    assert not any("_" in room for room in FLOOR_OF)
    source = bundle.javascript(bundle.STAGE)
    variables = re.findall(r"^const (module_\w+) = \(", source, re.MULTILINE)
    assert len(variables) == len(set(variables)) == len(bundle.modules(bundle.STAGE)) - 1


def written(root: Path, **sources: str) -> Path:
    """A made-up tree: `panels__line_js="…"` is panels/line.js."""
    for name, source in sources.items():
        *stem, ending = name.replace("__", "/").split("_")
        path = root / f"{'_'.join(stem)}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    return root


CALM = {
    "drawing__canvas_js": "export const ink = 1;\n",
    "panels__line_js": 'import { ink as dark } from "../drawing/canvas.js";\n\n'
    "export const line = dark;\n",
    "player__stage_js": 'import { line } from "../panels/line.js";\n\nexport const all = line;\n',
}


def test_a_tree_whose_arrows_run_down_has_no_fault(tmp_path: Path) -> None:
    assert faults(written(tmp_path, **CALM)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            {"drawing__canvas_js": 'import { line } from "../panels/line.js";\n'},
            "drawing/canvas.js imports panels, which is not below it",
        ),
        (
            {"space__fold_js": 'import {\n  x\n}\n  from "../landscape/plot.js";\n'}
            | {"landscape__plot_js": "export const x = 1;\n"},
            "space/fold.js imports landscape, which is not below it",
        ),
        (
            {"drawing__dom_js": '/** @param {import("../player/stage.js").Stage} s */\n'},
            "drawing/dom.js imports player, which is not below it",
        ),
        (
            {"drawing__dom_js": '/** @import { Stage } from "../player/stage.js" */\n'},
            "drawing/dom.js imports player, which is not below it",
        ),
        (
            {"scene__scene_py": "from pages.ui.stage.wire import encode_scene\n"},
            "scene/scene.py imports wire, which is not below it",
        ),
        (
            {"drawing__a_js": 'import { b } from "./b.js";\nexport const a = () => b;\n'}
            | {"drawing__b_js": 'import { a } from "./a.js";\nexport const b = () => a;\n'},
            "drawing/a.js → drawing/b.js → drawing/a.js: "
            "these modules import each other in a circle.",
        ),
        (
            {"drawing__a_js": 'import { b } from "./b.js";\n'},
            "drawing/a.js imports ./b.js, which is not there.",
        ),
        (
            {"drawing__a_js": 'import * as all from "./canvas.js";\n'},
            'drawing/a.js: “import * as all from "./canvas.js";” '
            "is no import of names from a file.",
        ),
        ({"lonely_js": ""}, "lonely.js stands in no room"),
        ({"attic__box_js": ""}, "attic is no room"),
        ({"panels__deep__box_css": ""}, "panels/deep is no room"),
        ({f"model__m{k}_js": "" for k in range(13)}, "model has 13 files"),
    ],
)
def test_each_fault_is_found(tmp_path: Path, change: dict[str, str], fault: str) -> None:
    assert fault in faults(written(tmp_path, **(CALM | change)))


def test_modules_come_after_the_ones_that_they_import(tmp_path: Path) -> None:
    root = written(tmp_path, **CALM)
    ordered = bundle.modules("player/stage.js", root)
    assert ordered == ["drawing/canvas.js", "panels/line.js", "player/stage.js"]
    source = bundle.javascript("player/stage.js", root)
    assert "const { ink: dark } = module_drawing_canvas;" in source
    assert source.endswith("export const all = line;\n")


def test_a_panel_is_known_by_its_name_on_both_sides() -> None:
    written_list = bundle.kinds("export const KINDS = [];")
    classes = re.search(r"KINDS = \[(.*)\];", written_list)
    assert classes
    assert set(classes[1].split(", ")) == {panel.__name__ for panel in Panel.__subclasses__()}


def test_a_page_gets_the_panels_of_its_rooms_and_what_they_import() -> None:
    everything = set(bundle.modules(bundle.STAGE))
    homes = bundle.homes()
    assert homes.keys() == {panel.__name__ for panel in Panel.__subclasses__()}
    for room in set(homes.values()):
        some = set(bundle.modules(bundle.STAGE, rooms={room}))
        source = bundle.javascript(bundle.STAGE, rooms={room})
        there = re.findall(r"class (\w+Panel) extends Panel", source)
        assert set(there) == {panel for panel, home in homes.items() if home == room}
        assert some < everything
        for sheet in bundle.ROOT.glob("*/*.css"):
            needed = any(name.startswith(f"{sheet.parent.name}/") for name in some)
            text = sheet.read_text("utf-8")
            hall = sheet.parent.name == "hall"
            assert (text in bundle.stylesheet(rooms={room})) == (needed or hall)


def test_a_new_panel_is_found_where_it_stands(tmp_path: Path) -> None:
    root = written(
        tmp_path,
        panels__panel_js="export class Panel {}\n",
        panels__loss_curve_js='import { Panel } from "./panel.js";\n\n'
        "export class LossCurvePanel extends Panel {}\n",
        player__kinds_js="export const KINDS = [];\n",
    )
    assert bundle.modules("player/kinds.js", root)[:2] == [
        "panels/panel.js",
        "panels/loss_curve.js",
    ]
    assert "const KINDS = [LossCurvePanel];" in bundle.javascript("player/kinds.js", root)
    assert kind_of("LossCurvePanel") == "loss-curve"
