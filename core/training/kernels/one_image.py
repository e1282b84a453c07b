"""A network of layers on one sample at a time, with any optimizer.

On a single small image an array step is mostly the starting of calls: views, shapes and memory for
results. Here all of it is laid out once: features are flat and stay where they are, windows are
gathered by the numbers of their pixels, and a step is a list of calls that write in place (`tape`).
The numbers are those of the array operations in `descent` up to rounding.
"""

from functools import partial
from math import prod
from typing import NamedTuple

import numpy as np

from core.arrays import Array, Rows, knob_axes
from core.networks.layers import Activate, Conv2d, Dense, Flatten, MaxPool2d, Sequential
from core.networks.layers.sequential import Level
from core.networks.layers.windows import Windows
from core.objectives.objective import Objective
from core.objectives.risk import Risk
from core.optimizers.optimizer import Optimizer
from core.training.kernels.kernel import Kernel, follow, rows_exist
from core.training.kernels.tape import Tape, activate, output_delta, run

# Entries of all windows up to which they are taken pixel by pixel; of more a layer takes views.
_FEW = 1 << 14


def kernel(
    objective: Objective, optimizer: Optimizer, p: Array, batches: Rows | None
) -> Kernel | None:
    """The loop for one model p (s,) on batches (steps, 1), or None where it does not fit.

    It fits any optimizer on any risk of a `Sequential` that draws no masks.
    """
    if p.ndim != 1 or batches is None or batches.shape[1:] != (1,):
        return None
    if not isinstance(objective, Risk) or not isinstance(objective.model, Sequential):
        return None
    if objective.model.noisy or knob_axes(objective.model) or knob_axes(objective.loss):
        return None
    if not rows_exist(batches, objective.sample_count):
        return None
    return partial(follow, _Gradient(objective, objective.model, batches), optimizer, p)


class _Features(NamedTuple):
    """Features in one row and, after them, one number for all that is outside; and δ by them."""

    row: Array
    delta: Array

    @property
    def a(self) -> Array:
        """The features alone."""
        return self.row[:-1]


def _features(size: int) -> _Features:
    return _Features(np.zeros(size + 1), np.empty(size))


class _Place(NamedTuple):
    """A layer in its place: its parameters and its gradient, and the features on both sides.

    `first`: nobody asks for δ below.
    """

    level: Level
    p: Array
    g: Array
    below: _Features
    above: _Features
    first: bool


class _Gradient:
    """The gradient as `follow` wants it."""

    def __init__(self, risk: Risk, network: Sequential, batches: Rows) -> None:
        self._risk, self._rows = risk, batches[:, 0].tolist()
        self._p, self._g = np.zeros(risk.size), np.zeros(risk.size)
        self._x, self._y = (each.reshape(len(each), -1) for each in (risk.x, risk.y))
        entering = below = _features(prod(network.input_shape))
        self._tape: Tape = []
        backward: Tape = []
        for number, level in enumerate(network.levels):
            p, g = self._p[level.own], self._g[level.own]
            shape = level.layer.shape(level.below)
            # What only clips or renames its features does so where they stand.
            stays = isinstance(level.layer, Activate | Flatten)
            above = below if stays else _features(prod(shape))
            there, back = _tapes(_Place(level, p, g, below, above, not number))
            self._tape += there
            backward = back + backward
            below = above
        self._into, self._target = entering.a, np.empty((prod(network.output_shape), 1))
        z, delta = below.a[:, None], below.delta[:, None]
        self._tape += output_delta(
            risk.loss, network.output, z, np.empty_like(z), self._target, 1.0, delta
        )
        self._tape += backward

    def __call__(self, p: Array, step: int) -> Array:
        row = self._rows[step - 1]
        np.copyto(self._p, p)
        np.copyto(self._into, self._x[row])
        np.copyto(self._target[:, 0], self._y[row])
        run(self._tape)
        # New memory, since a rule may keep the gradient.
        g = self._g.copy()
        penalty = self._risk.penalty
        return g if penalty is None else g + penalty.gradient(p, self._risk.model)


def _tapes(place: _Place) -> tuple[Tape, Tape]:
    """The way there and the way back through a layer."""
    layer, below, _, layout = place.level
    match layer:
        case Flatten():
            return [], []
        case Activate():
            a, delta, slope = place.below.a, place.below.delta, np.empty_like(place.below.a)
            there = activate(layer.activation, a[:, None], slope[:, None])
            return there, [] if place.first else [partial(np.multiply, delta, slope, delta)]
        case Dense():
            return _dense(place, layout.units)
        case Conv2d() if layer.groups == 1 and _few(layout.windows, below[0]):
            return _convolution(place, layout.windows)
        case MaxPool2d() if _few(layout, below[0]):
            return _largest(place, layout, layer.fill)
    return _any_other(place)


def _few(windows: Windows, channels: int) -> bool:
    return channels * prod(windows.kernel) * prod(windows.places) <= _FEW


def _dense(place: _Place, units: int) -> tuple[Tape, Tape]:
    """z = W a + b; ∂C/∂W = δ aᵀ, and Wᵀδ."""
    a, z, delta = place.below.a, place.above.a, place.above.delta
    weights = units * len(a)
    W, dW = (each[:weights].reshape(units, -1) for each in (place.p, place.g))
    there: Tape = [partial(W.dot, a, z), partial(np.add, z, place.p[weights:], z)]
    back: Tape = [
        partial(np.multiply, delta[:, None], a, dW),
        partial(np.copyto, place.g[weights:], delta),
    ]
    return there, back if place.first else [*back, partial(W.T.dot, delta, place.below.delta)]


def _convolution(place: _Place, windows: Windows) -> tuple[Tape, Tape]:
    """z = K im2col(x) + b; ∂C/∂K = δ im2col(x)ᵀ, and Kᵀδ, each entry added to its pixel."""
    below = place.level.below
    pixels = windows.pixels(below[0]).reshape(below[0] * prod(windows.kernel), -1)
    fan_in, places = pixels.shape
    z, delta = (each.reshape(-1, places) for each in (place.above.a, place.above.delta))
    weights = len(z) * fan_in
    K, dK = (each[:weights].reshape(-1, fan_in) for each in (place.p, place.g))
    columns, dcolumns = np.empty((2, fan_in, places))
    there: Tape = [
        partial(place.below.row.take, pixels, None, columns, "clip"),
        partial(K.dot, columns, z),
        partial(np.add, z, place.p[weights:, None], z),
    ]
    back: Tape = [
        partial(delta.dot, columns.T, dK),
        partial(np.add.reduce, delta, 1, None, place.g[weights:]),
    ]
    if place.first:
        return there, back
    to, of, size = pixels.ravel(), dcolumns.ravel(), len(place.below.row)

    def give_back() -> None:
        np.copyto(place.below.delta, np.bincount(to, of, size)[:-1])

    return there, [*back, partial(K.T.dot, delta, dcolumns), give_back]


def _largest(place: _Place, windows: Windows, outside: float) -> tuple[Tape, Tape]:
    """Of each window the first of the largest pixels, which is where its δ goes."""
    channels, each = place.level.below[0], prod(windows.kernel)
    pixels = windows.pixels(channels).reshape(channels, each, -1).swapaxes(1, 2).reshape(-1, each)
    entries, ahead = np.empty(pixels.shape), each * np.arange(len(pixels))
    first, chosen = np.empty((2, len(pixels)), dtype=np.intp)
    row, delta, below = place.below.row, place.above.delta, place.below.delta
    row[-1] = outside
    there: Tape = [
        partial(row.take, pixels, None, entries, "clip"),
        partial(entries.argmax, 1, first),
        partial(np.add, first, ahead, first),
        partial(pixels.ravel().take, first, None, chosen, "clip"),
        partial(row.take, chosen, None, place.above.a, "clip"),
    ]
    if place.first:
        return there, []
    if windows.apart:
        return there, [partial(below.fill, 0.0), partial(below.put, chosen, delta)]
    return there, [partial(below.fill, 0.0), partial(np.add.at, below, chosen, delta)]


def _any_other(place: _Place) -> tuple[Tape, Tape]:
    """A layer without a case of its own does what it does elsewhere."""
    (layer, below, _, layout), saved = place.level, list[object]()
    a, z = place.below.a.reshape(*below, 1), place.above.a
    delta = place.above.delta.reshape(*layer.shape(below), 1)

    def there() -> None:
        out, kept = layer.forward(place.p, a, layout, None)
        np.copyto(z, out.ravel())
        saved[:] = [kept]

    def back() -> None:
        gradient, moved = layer.backward(place.p, saved[0], delta, not place.first)
        np.copyto(place.g, gradient)
        if not place.first:
            np.copyto(place.below.delta, moved.ravel())

    return [there], [back]
