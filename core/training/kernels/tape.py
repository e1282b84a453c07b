"""Activations and output deltas as lists of NumPy calls that write where they are told.

A tape is such a list: built once, run at every step. Most of an array step on a small network is
starting the calls and finding memory for their results; a tape spares the second. Samples are
columns here: z is (n, m), or (n, m, R) for R models side by side. An activation or a loss without
a case of its own is called as it is.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from core.arrays import Array
from core.networks.activation import Activation
from core.networks.activations import Identity, ReLU, Sigmoid, Tanh
from core.objectives.losses import BinaryCrossEntropy, Loss, SoftmaxCrossEntropy

Operation = Callable[[], object]
Tape = list[Operation]

# As arrays, since to make one of a float takes as long as a small operation.
_ZERO, _ONE = np.array(0.0), np.array(1.0)


def run(tape: Tape) -> None:
    """All operations of a tape, in order."""
    for operation in tape:
        operation()


def activate(activation: Activation, z: Array, slope: Array) -> Tape:
    """σ(z) into z, and σ'(z) into slope."""
    match activation:
        case Identity():
            slope.fill(1.0)
            return []
        case Sigmoid():
            return [
                *_sigmoid(z),
                partial(np.subtract, _ONE, z, slope),
                partial(np.multiply, slope, z, slope),
            ]
        case Tanh():
            return [
                partial(np.tanh, z, z),
                partial(np.multiply, z, z, slope),
                partial(np.subtract, _ONE, slope, slope),
            ]
        case ReLU():
            return [partial(np.maximum, z, _ZERO, out=z), partial(np.sign, z, slope)]

    def any_other() -> None:
        a, da = activation.with_derivative(z)
        slope[...] = da
        z[...] = a

    return [any_other]


def output_delta(
    loss: Loss,
    output: Activation,
    z: Array,
    slope: Array,
    y: Array,
    rate: float | Array,
    delta: Array,
) -> Tape:
    """From z of the last layer: rate · δᴸ into delta, the mean over the samples included.

    What follows is linear in δᴸ, so has the factor too. y broadcasts over z; rate is a number, or
    one for each model (R,). z and slope are overwritten.
    """
    m = z.shape[1]
    if loss.weight is not None:
        tape = activate(output, z, slope)
        tape.append(partial(np.subtract, z, y, delta))
        if not isinstance(output, Identity):
            tape.append(partial(np.multiply, delta, slope, delta))
        tape.append(partial(np.multiply, delta, np.array(2 * loss.weight * rate / m), delta))
        return tape
    if isinstance(loss, BinaryCrossEntropy) and isinstance(output, Sigmoid | Identity):
        return [
            *_sigmoid(z),
            partial(np.subtract, z, y, delta),
            partial(np.multiply, delta, np.array(rate / m), delta),
        ]
    if isinstance(loss, SoftmaxCrossEntropy) and isinstance(output, Identity):
        top, total = np.empty(z.shape[1:]), np.empty(y.shape[1:])
        return [
            partial(np.maximum.reduce, z, 0, None, top),
            partial(np.subtract, z, top, z),
            partial(np.exp, z, z),
            # The largest has been taken off, so its memory is free for the sum of the powers.
            partial(np.add.reduce, z, 0, None, top),
            partial(np.divide, z, top, z),
            partial(np.add.reduce, y, 0, None, total),
            partial(np.multiply, z, total, z),
            partial(np.subtract, z, y, delta),
            partial(np.multiply, delta, np.array(rate / m), delta),
        ]

    def any_other() -> None:
        np.multiply(loss.delta(z.T, y.T, output).T, rate, delta)

    return [any_other]


def _sigmoid(z: Array) -> Tape:
    return [
        partial(np.negative, z, z),
        partial(np.exp, z, z),
        partial(np.add, z, _ONE, z),
        # The same quotient as np.reciprocal's, a quarter sooner.
        partial(np.divide, _ONE, z, z),
    ]
