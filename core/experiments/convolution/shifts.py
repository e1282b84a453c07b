"""Does a layer's map move with the image? Output by output, for every small shift."""

from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.datasets.digits import digits, images, moved
from core.networks.layers import Conv2d, Layer, MaxPool2d, Sequential
from core.spec import knob, switch
from core.theory.convolutions import agreement

SIDE, FARTHEST, MEASURED = 8, 2, 200
"""Pixels along an axis, the largest shift shown, and how many digits are moved."""
_CHANNELS, _KERNEL = 4, 3
_ROUNDING = 1e-12


@final
@dataclass(frozen=True)
class Shifts:
    """Four random kernels of 3 × 3 on digits that move on a ring, and pooling after them."""

    title: ClassVar[str] = "Shifts"

    right: int = knob(1, -FARTHEST, FARTHEST, help="pixels by which the image moves to the right")
    down: int = knob(0, -FARTHEST, FARTHEST, help="pixels by which the image moves down")
    circular: bool = switch(False, "the layer continues the image at its other side, as on a ring")
    stride: int = knob(1, 1, 2, symbol="s", help="pixels from one window to the next")
    pool: int = knob(
        1, 1, 2, help="pixels along an axis of which the largest is kept; 1: no pooling"
    )
    digit: int = knob(4, 0, 1796, help="which of the 1,797 digits is shown")
    seed: int = knob(0, 0, 9999, help="draws the kernels")

    @property
    def step(self) -> int:
        """Pixels of the image from one place of the map to the next."""
        return self.stride * self.pool

    @property
    def along(self) -> tuple[int, int]:
        """Places by which the map moves to the right and down, cut to whole ones."""
        return int(self.right / self.step), int(self.down / self.step)

    @property
    def whole(self) -> bool:
        """Whether the move of the image is one of the map."""
        return self.right % self.step == self.down % self.step == 0

    @property
    def network(self) -> Sequential:
        """The layers."""
        conv = Conv2d(_CHANNELS, _KERNEL, self.stride, 1, circular=self.circular)
        layers: list[Layer] = [conv]
        if self.pool > 1:
            layers.append(MaxPool2d(self.pool))
        return Sequential((1, SIDE, SIDE), tuple(layers))


@dataclass(frozen=True, eq=False)
class Moved:
    """What a shift does.

    x, moved (8, 8), the first channel's maps of both, and how far the map of the moved image is
    from the map that moved with it. measured, certain (5, 5): the share of outputs that stay when
    the map moves along, over the first digits, and the share that must, for shifts down and right
    from -2 to 2. `still`: the share that stays where the map does not move.
    """

    x: Array
    moved: Array
    before: Array
    after: Array
    off: Array
    measured: Array
    certain: Array
    still: float


def shifted(topic: Shifts) -> Moved:
    """What follows from a topic."""
    network = topic.network
    p = np.random.default_rng(topic.seed).standard_normal(network.size)
    every = images(digits().x)
    x, some = every[topic.digit : topic.digit + 1], every[:MEASURED]
    there = moved(x, topic.right, topic.down, wrap=True)
    before, after = network.logits(p, x)[0, 0], network.logits(p, there)[0, 0]
    along = moved(before, *topic.along, wrap=True)
    steps = range(-FARTHEST, FARTHEST + 1)
    z, moved_z = (
        network.logits(p, image)
        for image in (some, moved(some, topic.right, topic.down, wrap=True))
    )
    same: NDArray[np.bool_] = np.abs(z - moved_z) <= _ROUNDING * (1 + np.abs(z))
    return Moved(
        x[0, 0],
        there[0, 0],
        before,
        after,
        np.abs(after - along),
        np.array([[agreement(network, p, some, i, j) for i in steps] for j in steps]),
        np.array([[certain(topic, i, j) for i in steps] for j in steps]),
        float(same.mean()),
    )


def certain(topic: Shifts, right: int, down: int) -> float:
    """The share of outputs that must stay, whatever image and kernel.

    Only a shift by whole steps is a shift of the map. Then those outputs stay whose windows reach
    no zeros at the sides along which the image moves, neither before the shift nor after it.
    """
    if right % topic.step or down % topic.step:
        return 0.0
    inside = _inside(topic)
    # Along an axis in which nothing moves the zeros stay where they are.
    shares = [
        (inside & np.roll(inside, by // topic.step)).mean() if by else 1.0 for by in (right, down)
    ]
    return float(shares[0] * shares[1])


def _inside(topic: Shifts) -> NDArray[np.bool_]:
    """Along one axis, which outputs reach no zeros of the margin."""
    first = topic.stride * np.arange(SIDE // topic.stride) - 1
    inside = (first >= 0) & (first + _KERNEL <= SIDE) | topic.circular
    return np.asarray(inside.reshape(-1, topic.pool).all(axis=1))
