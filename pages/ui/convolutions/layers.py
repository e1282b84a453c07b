"""Layers of a network of images in words and numbers: the rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.networks.layers import AvgPool2d, Conv2d, Dense, Layer, MaxPool2d, Sequential
from core.networks.model import Shape
from core.theory.convolutions import Row, layer_table, measured_fields

_HIDDEN = "?"


@dataclass(frozen=True)
class Line:
    """A layer that computes or pools: its words, its numbers, and what of the image it sees."""

    number: int
    title: str
    below: Shape
    row: Row
    seen: tuple[int, int]

    @property
    def named(self) -> str:
        """“layer 3 (conv 5×5, 32)”."""
        return f"layer {self.number} ({self.title})"

    @property
    def formula(self) -> str:
        """The parameters as channels · (what a window holds + 1)."""
        layer, below = self.row.layer, self.below
        if isinstance(layer, Conv2d):
            tall, wide = layer.windows(below).kernel
            return f"{layer.channels}·({below[0]}·{tall}·{wide} + 1)"
        return f"{layer.units}·({below[0]} + 1)" if isinstance(layer, Dense) else ""


def lines(network: Sequential) -> list[Line]:
    """The layers of a network but those that only rewrite or clip what enters."""
    found: list[Line] = []
    for row, level, seen in zip(
        layer_table(network), network.levels, measured_fields(network), strict=True
    ):
        title = titled(level.layer, level.below)
        if title:
            found.append(Line(len(found) + 1, title, level.below, row, seen))
    return found


def titled(layer: Layer, below: Shape) -> str:
    """A layer in a few signs: “conv 5×5, 32, pad 2”, “max 3/2”; nothing for an activation."""
    match layer:
        case Conv2d():
            (tall, wide), pad = layer.windows(below).kernel, _margin(layer.windows(below).padding)
            return f"conv {tall}×{wide}, {layer.channels}{pad}"
        case MaxPool2d() | AvgPool2d():
            windows = layer.windows(below)
            kind = "max" if isinstance(layer, MaxPool2d) else "mean"
            return f"{kind} {windows.kernel[0]}/{windows.stride[0]}{_margin(windows.padding)}"
        case Dense():
            return f"dense, {layer.units}"
    return ""


def _margin(padding: Sequence[tuple[int, int]]) -> str:
    before, after = padding[0]
    if before == after == 0:
        return ""
    return f", pad {before}" if before == after else f", pad {before}+{after}"


def table(found: Sequence[Line], *, hidden: bool) -> str:
    """A Markdown table; with `hidden` the parameters, and what tells them, are to be guessed."""
    head = (
        "| | layer | map | parameters | dense instead | multiply-adds | r, j | seen |\n"
        "|-:|:-|:-|-:|-:|-:|:-|:-|\n"
    )
    return head + "\n".join(_cells(line, hidden) for line in found)


def _cells(line: Line, hidden: bool) -> str:
    row = line.row
    parameters = f"{line.formula} = **{row.parameters:,}**" if row.parameters else "0"
    dense = f"{row.dense:,}" if row.parameters else ""
    adds = f"{row.multiply_adds:,}" if row.multiply_adds else ""
    if hidden and row.parameters:
        parameters, dense, adds = _HIDDEN, _HIDDEN, _HIDDEN
    size = "×".join(map(str, row.shape))
    field = f"{row.field[0]}, {row.jump[0]}"
    return (
        f"| {line.number} | {line.title} | {size} | {parameters} | {dense} | {adds} "
        f"| {field} | {line.seen[0]} |"
    )
