"""What the experiments of this room give: runs along a knob, and where theory says they end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Mask, Steps


@dataclass(frozen=True, eq=False)
class Lane:
    """One way to train, for V values of the knob.

    w (F, V, d): what is compared, at the recorded steps. predicted (V, d): its end, by theory.
    diverged_at (V,): the first step that a run could not take, -1 if it took them all.
    """

    w: Array
    predicted: Array
    diverged_at: Steps

    @property
    def distance(self) -> Array:
        """max_j |w_j - predicted_j| (F, V)."""
        return np.asarray(np.abs(self.w - self.predicted).max(axis=-1))

    @property
    def end(self) -> Array:
        """w (V, d) after the last step."""
        return np.asarray(self.w[-1])


@dataclass(frozen=True, eq=False)
class Study:
    """The lanes along the values (V,) of a knob, at the steps k (F,); names (d,) of what is in w.

    references: by name, w (d,) or (V, d), which the lanes are compared with besides.
    """

    values: Array
    k: Steps
    names: Sequence[str]
    lanes: Mapping[str, Lane]
    references: Mapping[str, Array]

    def measured(self, lane: str) -> Array:
        """w (F, V, d) of a lane; NaN from the step on that a run could not take."""
        return np.where(self.lost(lane)[..., None], np.nan, self.lanes[lane].w)

    def distance(self, lane: str) -> Array:
        """Its distance (F, V) from the predicted end, likewise."""
        return np.where(self.lost(lane), np.nan, self.lanes[lane].distance)

    def lost(self, lane: str) -> Mask:
        """Whether (F, V) a run has diverged by then."""
        at = self.lanes[lane].diverged_at
        return np.asarray((at >= 0) & (self.k[:, None] >= at))

    def position(self, value: float) -> int:
        """Which of the values this is; IndexError if none is."""
        return int(np.flatnonzero(self.values == value)[0])

    def reference(self, name: str, v: int) -> Array:
        """A reference (d,) at value number v."""
        given = self.references[name]
        return given if given.ndim == 1 else np.asarray(given[v])
