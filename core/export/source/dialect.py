"""Arrays in a script: short ones as lists of numbers, long ones packed into text."""

import base64
import zlib
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_WIDTH = 92
# More numbers than this make a wall of digits that nobody reads.
_MOST_LISTED = 600


@dataclass(frozen=True)
class Dialect:
    """How arrays are made in `module`: by `array` from lists, by `unpacked` from text."""

    module: str
    array: str
    unpacked: str

    def assigned(self, name: str, values: NDArray[Any]) -> str:
        """Statements that make an array (n,) or (n, m)."""
        if values.size > _MOST_LISTED:
            return self.packed(name, values)
        if values.ndim == 1:
            return self._listed(name, [", ".join(map(repr, values.tolist()))])
        return self._listed(name, [repr(row) for row in values.tolist()])

    def samples(self, name: str, rows: NDArray[Any]) -> str:
        """Statements that make an array (N, …), of images too."""
        if rows.ndim == 2:
            return self.assigned(name, rows)
        shape = ", ".join(map(str, rows.shape[1:]))
        flat = self.assigned(name, rows.reshape(len(rows), -1))
        return f"{flat}\n{name} = {name}.reshape(-1, {shape})"

    def in_groups(self, name: str, values: NDArray[Any], groups: dict[str, int]) -> str:
        """Statements that make an array (n,) of named groups of numbers, one below the other."""
        if values.size > _MOST_LISTED:
            return self.packed(name, values)
        line = f"{name} = {self.array}({values.tolist()!r})  # {', '.join(groups)}"
        if len(line) <= _WIDTH:
            return line
        lines, at = list[str](), 0
        for note, count in groups.items():
            numbers = [f"{number!r}," for number in values[at : at + count].tolist()]
            filled = _filled(numbers)
            lines += [*filled[:-1], f"{filled[-1]}  # {note}"]
            at += count
        return "\n".join([f"{name} = {self.array}([", *(f"    {line}" for line in lines), "])"])

    def packed(self, name: str, values: NDArray[Any]) -> str:
        """Statements that make an array (n,) or (n, m) from text."""
        kind = "float64"
        if np.issubdtype(values.dtype, np.integer):
            kind = "uint8" if values.size == 0 or values.max() < 256 else "int32"
        text = base64.b85encode(zlib.compress(values.astype(kind).tobytes(), 9)).decode()
        quoted = [f'    "{text[at : at + _WIDTH]}"' for at in range(0, len(text), _WIDTH)]
        shape = "" if values.ndim == 1 else f".reshape(-1, {values.shape[1]})"
        whole = ".long()" if self.module == "torch" and kind != "float64" else ""
        head = f"{name} = unpacked(\n" + "\n".join(quoted)
        return f"{head},\n    {self.module}.{kind},\n){shape}{whole}"

    def _listed(self, name: str, items: list[str]) -> str:
        line = f"{name} = {self.array}([{', '.join(items)}])"
        if len(line) <= _WIDTH:
            return line
        tokens = [f"{item}," for item in items]
        if len(items) == 1:
            tokens = f"{items[0]},".split()
        return "\n".join(
            [f"{name} = {self.array}([", *(f"    {line}" for line in _filled(tokens)), "])"]
        )


def _filled(tokens: list[str]) -> list[str]:
    """Tokens on lines, as many on each as fit."""
    lines = [tokens[0]]
    for token in tokens[1:]:
        if len(lines[-1]) + len(token) + 1 <= _WIDTH:
            lines[-1] += f" {token}"
        else:
            lines.append(token)
    return lines


_HEAD = 'def unpacked(text, dtype):\n    """The numbers in a text: base 85, deflated."""\n'
_BYTES = "zlib.decompress(base64.b85decode(text))"

NUMPY: Final = Dialect("np", "np.array", f"{_HEAD}    return np.frombuffer({_BYTES}, dtype)\n")
TORCH: Final = Dialect(
    "torch",
    "torch.tensor",
    f"{_HEAD}    return torch.frombuffer(bytearray({_BYTES}), dtype=dtype)\n",
)
