"""The stage's panels about numbers at a knob's positions: bars, paths, and predicted by measured.

Their arrays have one entry for each position (V) of the family of `knob` and for each frame (F); an
axis of length 1 stands for all. `across` and `down` are columns and rows of a grid of twelve by
twelve: where any panel of a scene has them, all must.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pages.ui.stage.scene.panel import Panel
from pages.ui.stage.scene.panels import Mark


@dataclass(frozen=True)
class BarsPanel(Panel):
    """Numbers by name at the position and the frame shown: a bar each, values (V, F, K).

    predicted (V, F, K): beside each bar where it should end, as a mark. level (V, F): a line across
    all bars, and its mirror image where there are negative ones, called `level_name`. colors (K,)
    take the place of those of the sign. What is beyond `ends` is cut, with an arrow. reaches (V,):
    in place of `ends`, how far the axis goes both ways at each position, where no axis serves all.
    A number that is exactly 0 is written so.
    """

    name: str
    title: str
    alt: str
    names: Sequence[str]
    values: NDArray[Any]
    knob: str
    predicted: NDArray[Any] | None = None
    level: NDArray[Any] | None = None
    level_name: str = ""
    colors: Sequence[str] = ()
    ends: tuple[float, float] | None = None
    reaches: NDArray[Any] | None = None
    note: str = ""
    across: int = 6
    down: int = 6

    def __post_init__(self) -> None:
        _check(self.values, (None, None, len(self.names)), "values")
        if self.predicted is not None:
            _check(self.predicted, (None, None, len(self.names)), "predicted")
        if self.level is not None:
            _check(self.level, (None, None), "level")


@dataclass(frozen=True)
class PathsPanel(Panel):
    """Lines values (L, V) against a knob's values, and a cursor that the reader drags.

    Dragging shows the family's runs, letting go tells the event `knob`. With `knob` "" the lines
    are against `places` (F,), one for each frame of the film (its steps, where there are none), and
    dragging moves the film. bands (L, V, 2): a shade around each line, NaN where there is none.
    dots (L, V): what was measured, beside a line that is predicted. dashes: the numbers of lines
    that are dashed. log_value: a logarithmic scale upwards; what is not positive is then not drawn.
    Names stand at the line's ends, "start" or "end", at the "cursor" those of the largest that are
    not 0, or "" in the caption alone. What is beyond
    `ends` is cut, with an arrow. marks are dashed vertical lines, named; ticks only short strokes.
    """

    name: str
    title: str
    alt: str
    names: Sequence[str]
    colors: Sequence[str]
    values: NDArray[Any]
    knob: str = ""
    at: int = -1
    places: NDArray[Any] | None = None
    symbol: str = ""
    log: bool = False
    log_value: bool = False
    bands: NDArray[Any] | None = None
    dots: NDArray[Any] | None = None
    dashes: Sequence[int] = ()
    named_at: str = "start"
    ends: tuple[float, float] | None = None
    levels: Mapping[str, float] = field(default_factory=dict)
    marks: Sequence[Mark] = ()
    ticks: NDArray[Any] | None = None
    note: str = ""
    across: int = 6
    down: int = 6

    def __post_init__(self) -> None:
        lines, positions = len(self.names), self.values.shape[-1]
        _check(self.values, (lines, None), "values")
        if self.bands is not None:
            _check(self.bands, (lines, positions, 2), "bands")
        if self.dots is not None:
            _check(self.dots, (lines, positions), "dots")


@dataclass(frozen=True)
class CurvesPanel(Panel):
    """Functions over an input x (M,) at the position shown: named lines (V, L, M), and data.

    cloud (V, C, M): many thin curves behind them. points (P, 2): the data. Both axes are linear,
    the vertical one from end to end of `ends`; what is beyond is cut.
    """

    name: str
    title: str
    alt: str
    x: NDArray[Any]
    names: Sequence[str]
    colors: Sequence[str]
    lines: NDArray[Any]
    knob: str
    ends: tuple[float, float]
    cloud: NDArray[Any] | None = None
    points: NDArray[Any] | None = None
    dashes: Sequence[int] = ()
    label: str = "x"
    note: str = ""
    across: int = 6
    down: int = 6

    def __post_init__(self) -> None:
        _check(self.lines, (None, len(self.names), len(self.x)), "lines")
        if self.cloud is not None:
            _check(self.cloud, (None, None, len(self.x)), "cloud")


@dataclass(frozen=True)
class ComparisonPanel(Panel):
    """A table of quantities at the position and the frame shown: predicted, measured, and apart.

    rows (R,) are their names (HTML with <i>, <sub> and <sup> only), predicted and measured
    (V, F, R), NaN where there is nothing to say; `heads` what the two columns are called. Below it
    stands the sentence `sentences[sentence[v, f]]`; without `sentence` each position has its own.
    """

    name: str
    title: str
    alt: str
    rows: Sequence[str]
    predicted: NDArray[Any]
    measured: NDArray[Any]
    knob: str
    heads: tuple[str, str] = ("predicted", "measured")
    sentences: Sequence[str] = ()
    sentence: NDArray[Any] | None = None
    note: str = ""
    across: int = 6
    down: int = 6

    def __post_init__(self) -> None:
        for name in ("predicted", "measured"):
            _check(getattr(self, name), (None, None, len(self.rows)), name)
        if self.sentence is None:
            distinct = list(dict.fromkeys(self.sentences))
            numbers = [distinct.index(sentence) for sentence in self.sentences] or [0]
            object.__setattr__(self, "sentences", distinct)
            object.__setattr__(self, "sentence", np.array(numbers, dtype=np.int32)[:, None])
        else:
            _check(self.sentence, (None, None), "sentence")


def _check(array: NDArray[Any], shape: tuple[int | None, ...], name: str) -> None:
    """ValueError unless an array has a shape; None allows any length."""
    fits = array.ndim == len(shape) and all(
        want is None or want == got for want, got in zip(shape, array.shape, strict=True)
    )
    if not fits:
        wanted = ", ".join("any" if want is None else str(want) for want in shape)
        raise ValueError(f"{name} has shape {array.shape}: it should be ({wanted}).")
