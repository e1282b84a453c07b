"""The bytes of a scene, of its panels and families, and of chunks of a run, on the wire.

    [uint32, little-endian: length of the header]
    [header: JSON in UTF-8, padded with spaces to a multiple of 4: version, digest, deflated]
    [block, deflated if the header says so:
        [uint32: length of the content] [uint32: 0]
        [content: JSON in UTF-8, padded with spaces to a multiple of 8]
        [the arrays, each at a multiple of 8]]

In the content an array is {"$": [dtype, shape, offset from the first array]}, with a fourth item
"delta" where each entry along the first axis is stored as its difference (modulo 256) from the one
before. Equal arrays are stored once. Numbers that JSON cannot hold (NaN, ±∞) are null in the
content; inside arrays they are themselves.
"""

import base64
import json
import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pages.ui.stage.scene.panel import Panel
from pages.ui.stage.scene.scene import Chunk, Repertoire, Scene
from pages.ui.store import KEPT

VERSION = 3
_SENT_AS = {"i8": "i4", "u8": "u4", "f2": "f4", "b1": "u1"}
_SINGLE_PRECISION = {"p", "cost", "accuracy", "values"}
_DEFLATE_LEVEL = 1
_WORTH_DEFLATING = 0.85
_FIGURES = {"figure3d", "figure2d"}


@dataclass(frozen=True)
class Message:
    """The bytes to send, and the name of their content."""

    digest: str
    bytes: bytes


def encode_scene(scene: Scene) -> bytes:
    """The scene's bytes, in which its panels and its families are only named by their digests."""
    names = [f.name for f in fields(scene) if f.name not in ("repertoire", "beside")]
    own = {name: getattr(scene, name) for name in names}
    families = [encode_families(each) for each in (scene.repertoire, *scene.beside)]
    parts = [encode_panels(scene.repertoire), *families]
    return _message(own | {"repertoire": [part.digest for part in parts]}).bytes


def encode_panels(repertoire: Repertoire) -> Message:
    """The bytes of a repertoire's panels; kept for the object."""
    return _encoded(repertoire, "panels")


def encode_families(repertoire: Repertoire) -> Message:
    """The bytes of a repertoire's families; kept for the object."""
    return _encoded(repertoire, "families")


def _encoded(repertoire: Repertoire, part: str) -> Message:
    content = {part: getattr(repertoire, part)}
    # With the object itself, whose bytes the key would hold unseen.
    return KEPT.found((repertoire, part), lambda: (repertoire, _message(content)))[1]


def encode_chunks(chunks: Sequence[Chunk]) -> bytes:
    """The bytes of chunks of one run."""
    return _message({"chunks": list(chunks)}).bytes


def _message(content: Mapping[str, Any]) -> Message:
    arrays = _Block()
    packed = _json(arrays.pack(content))
    packed += b" " * (-len(packed) % 8)
    block = len(packed).to_bytes(8, "little") + packed + arrays.joined()
    digest = blake2b(block, digest_size=8).hexdigest()
    deflated = zlib.compress(block, _DEFLATE_LEVEL)
    pays = len(deflated) < _WORTH_DEFLATING * len(block)
    header = _json({"version": VERSION, "digest": digest, "deflated": pays})
    header += b" " * (-len(header) % 4)
    return Message(
        digest, len(header).to_bytes(4, "little") + header + (deflated if pays else block)
    )


class _Block:
    """Collects the arrays while the header is written."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._end = 0
        self._places: dict[bytes, int] = {}

    def joined(self) -> bytes:
        return b"".join(self._parts)

    def pack(self, value: Any, name: str = "") -> Any:
        """JSON for a value called `name`, its arrays replaced by their places."""
        if isinstance(value, np.generic):
            value = value.item()
        match value:
            case np.ndarray():
                return self._pack_array(value, name)
            case {"dtype": str(), "bdata": str()}:
                return self._pack_array(_plotly_array(value), name)
            case float():
                return value if math.isfinite(value) else None
            case None | bool() | int() | str():
                return value
            case Mapping():
                packed = {str(key): self.pack(item, str(key)) for key, item in value.items()}
                return packed | {"digest": _digest(value)} if name in _FIGURES else packed
            case list() | tuple():
                return [self.pack(item, name) for item in value]
            case _ if is_dataclass(value):
                kind: dict[str, Any] = {"kind": value.kind} if isinstance(value, Panel) else {}
                packed = {f.name: self.pack(getattr(value, f.name), f.name) for f in fields(value)}
                return packed | kind
        found = type(value).__name__
        raise TypeError(f"{name or 'this'} cannot be sent to the stage: it is a {found}.")

    def _pack_array(self, values: NDArray[Any], name: str) -> Any:
        if values.dtype.kind not in "biuf":
            return self.pack(values.tolist(), name)
        code = values.dtype.str[1:]
        code = "f4" if name in _SINGLE_PRECISION else _SENT_AS.get(code, code)
        with np.errstate(over="ignore"):
            values = values.astype(f"<{code}")
        place = [code, list(values.shape)]
        if name == "fields":
            values = np.diff(values, axis=0, prepend=np.zeros_like(values[:1]))
            return {"$": [*place, self._place(values), "delta"]}
        return {"$": [*place, self._place(values)]}

    def _place(self, values: NDArray[Any]) -> int:
        """Byte offset of the array in the block, where equal bytes stand once."""
        content = values.tobytes()
        key = blake2b(content, digest_size=16).digest()
        if key not in self._places:
            padding = -len(content) % 8
            self._places[key] = self._end
            self._parts += [content, bytes(padding)]
            self._end += len(content) + padding
        return self._places[key]


def _digest(figure: Mapping[str, Any]) -> str:
    """A name for a figure's content: the stage draws a figure anew only when it changes."""
    block = _Block()
    content = _json(block.pack(dict(figure)))
    return blake2b(content + block.joined(), digest_size=8).hexdigest()


def _json(content: Any) -> bytes:
    text = json.dumps(content, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    return text.encode()


def _plotly_array(spec: Mapping[str, Any]) -> NDArray[Any]:
    """The array that plotly.py has written as {"dtype", "bdata", "shape": "n, m"}."""
    values = np.frombuffer(base64.b64decode(spec["bdata"]), dtype=f"<{spec['dtype']}")
    shape = spec.get("shape")
    return values.reshape([int(n) for n in str(shape).split(",")]) if shape else values
