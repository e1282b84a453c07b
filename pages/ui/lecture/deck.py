"""Scenes of a lecture: named states over all chapters, in order, as a small file or in a link."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from core.experiments.convolution.experiment import ConvolutionExperiment
from core.experiments.digits.experiment import DigitsExperiment
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race.experiment import RaceExperiment
from core.experiments.regularization.experiment import RegularizationExperiment
from core.experiments.xor.experiment import XorExperiment
from core.spec import SpecError, from_query

VERSION: Final = 2
"""Of the files that are written where a scene asks a question; the others are as in version 1."""
PLAYING: Final = "playing"
"""In place of a frame: the run plays from its start."""

PAGES: Final[Mapping[str, type[Any]]] = {
    "logistic_regression": LogisticExperiment,
    "higham_network": HighamExperiment,
    "xor": XorExperiment,
    "optimizers": RaceExperiment,
    "regularization": RegularizationExperiment,
    "implicit_regularization": ImplicitExperiment,
    "convolutions": ConvolutionExperiment,
    "digits": DigitsExperiment,
}
"""The chapters that have scenes, by the path of their page, and their experiments."""

VIEWS: Final = ("", "3d", "contour")
MOST_SCENES: Final = 100
_LONGEST: Final = 300
_MOST_BYTES: Final = 400_000
_LAST_FRAME: Final = 100_000
_SHOWN: Final = 40
_PROJECTIONS: Final = tuple({"type": name} for name in ("perspective", "orthographic"))


class DeckError(ValueError):
    """A deck that cannot be read: one sentence that names the value and what is allowed."""


@dataclass(frozen=True)
class LectureScene:
    """A state of a chapter, with one line of text and one question to the audience.

    query: the settings that differ from the defaults. section: the one below the stage, "" for the
    chapter's own. view: of the surfaces, "" for the chapter's own. camera: Plotly's, or None.
    frame: the moment of the run, or PLAYING. ask: the name of a question of the chapter's, which
    is asked before the run is shown, and "" for none.
    """

    page: str
    title: str
    line: str = ""
    question: str = ""
    query: dict[str, str] = field(default_factory=dict)
    section: str = ""
    view: str = ""
    camera: dict[str, Any] | None = None
    frame: int | str = PLAYING
    ask: str = ""


def to_json(deck: Sequence[LectureScene]) -> str:
    """A deck as a file; what is as by default is left out."""
    usual = asdict(LectureScene("", ""))
    scenes = [
        {name: value for name, value in asdict(scene).items() if value != usual[name]}
        for scene in deck
    ]
    version = VERSION if any(scene.ask for scene in deck) else VERSION - 1
    return json.dumps({"version": version, "scenes": scenes}, ensure_ascii=False, indent=1)


def from_json(text: str | bytes) -> tuple[LectureScene, ...]:
    """The deck in a file; DeckError says what is wrong with it."""
    if len(text) > _MOST_BYTES:
        raise DeckError(f"A deck of {len(text)} bytes is too large: {_MOST_BYTES} are allowed.")
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DeckError("This is no deck of scenes: it cannot be read as JSON.") from error
    match read:
        case {"version": 1 | 2, "scenes": [*scenes]}:
            pass
        case {"version": version, "scenes": _}:
            raise DeckError(f"version = {_short(version)} is not possible: allowed are 1 and 2.")
        case _:
            raise DeckError("This is no deck of scenes: it has no “version” and no “scenes”.")
    if len(scenes) > MOST_SCENES:
        raise DeckError(f"{len(scenes)} scenes are too many: {MOST_SCENES} are allowed.")
    return tuple(_scene(one, number) for number, one in enumerate(scenes, start=1))


def to_link(deck: Sequence[LectureScene]) -> str:
    """A deck as letters for an address."""
    packed = zlib.compress(to_json(deck).encode(), 9)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_link(text: str) -> tuple[LectureScene, ...]:
    """The deck in an address."""
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        opened = zlib.decompressobj()
        unpacked = opened.decompress(packed, _MOST_BYTES)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise DeckError(f"deck = {_short(text)} is not possible: it is no packed deck.") from error
    return from_json(unpacked)


@cache
def mathematics_of_ai() -> tuple[LectureScene, ...]:
    """The ready-made deck: the course *Mathematics of AI* in its own order."""
    file = Path(__file__).with_name("mathematics_of_ai.json")
    return from_json(file.read_text("utf-8"))


def _scene(read: object, number: int) -> LectureScene:
    if not isinstance(read, dict):
        raise DeckError(f"Scene {number} is {_short(read)}, and no scene.")
    names = LectureScene.__dataclass_fields__
    if unknown := sorted(set(map(str, read)) - set(names)):
        allowed = ", ".join(names)
        raise DeckError(f"Scene {number} has “{_short(unknown[0])}”: allowed are {allowed}.")
    for name, possible, allowed in (
        ("page", read.get("page") in tuple(PAGES), ", ".join(PAGES)),
        *((name, _is_line(read.get(name, "")), _A_LINE) for name in _WORDS),
        ("title", bool(read.get("title")), _A_LINE),
        ("query", _is_query(read.get("query", {})), "texts by the names of settings"),
        ("view", read.get("view", "") in VIEWS, "3d and contour"),
        ("camera", _is_camera(read.get("camera")), "eye, center and up with their x, y and z"),
        ("frame", _is_frame(read.get("frame", PLAYING)), f"“{PLAYING}” and 0 to {_LAST_FRAME}"),
    ):
        if not possible:
            given = _short(read.get(name))
            raise DeckError(f"Scene {number}: {name} = {given} is not possible: {allowed}.")
    scene = LectureScene(**read)
    try:
        from_query(PAGES[scene.page], scene.query)
    except SpecError as error:
        raise DeckError(f"Scene {number}: {error}") from error
    return scene


_WORDS: Final = ("title", "line", "question", "section", "ask")
_A_LINE: Final = f"allowed is one line of at most {_LONGEST} characters"


def _is_line(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and value.isprintable()


def _is_query(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(name, str) and isinstance(text, str) for name, text in value.items()
    )


def _is_camera(value: object) -> bool:
    """None, or Plotly's vectors and the name of a projection."""
    if value is None:
        return True
    if not isinstance(value, dict) or not set(value) <= {"eye", "center", "up", "projection"}:
        return False
    if value.get("projection", _PROJECTIONS[0]) not in _PROJECTIONS:
        return False
    vectors = [vector for name, vector in value.items() if name != "projection"]
    return bool(vectors) and all(_is_vector(vector) for vector in vectors)


def _is_vector(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"x", "y", "z"}
        and all(
            isinstance(one, int | float) and not isinstance(one, bool) and abs(one) < 1000
            for one in value.values()
        )
    )


def _is_frame(value: object) -> bool:
    if isinstance(value, bool):
        return False
    return value == PLAYING or (isinstance(value, int) and 0 <= value <= _LAST_FRAME)


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    plain = "".join(sign if sign.isprintable() else " " for sign in text[:_SHOWN])
    return f"“{plain}{'…' if len(text) > _SHOWN else ''}”"
