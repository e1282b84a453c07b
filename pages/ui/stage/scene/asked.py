"""A question to the reader, as the stage needs to know of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SKETCHED: Final = 24
"""At so many steps, evenly spaced from the first to the last, a drawn curve has its costs."""


@dataclass(frozen=True)
class Asked:
    """As long as it is open, the run waits at its start and the panels in `hides` are covered;
    “numbers” among them are those below the panels.

    kind: "number", "choice", "place" or "curve". place: [alpha, beta] of the reader's answer.
    sketch: the costs that the reader has drawn in the panel `panel` for a `lane`, in a picture
    whose axis goes up to `top`.
    """

    kind: str
    open: bool
    hides: Sequence[str] = ()
    place: Sequence[float] | None = None
    panel: str = ""
    lane: int = 0
    top: float = 0.0
    sketch: Sequence[float] | None = None
