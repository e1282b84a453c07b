"""How well networks read digits that are moved by some pixels: convolutional is not invariant."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from core.datasets.digits import moved
from core.experiments.digits.experiment import DigitsExperiment, Part, unseen_digits
from core.experiments.digits.marks import unvalued
from core.experiments.digits.networks import DIGIT_NETWORKS
from core.networks.layers import Sequential

REACH = 2
"""Digits are moved by up to so many pixels each way."""


def accuracy_of_moved(network: Sequential, p: Array, part: Part, reach: int = REACH) -> Array:
    """The share read rightly (2r+1, 2r+1) of digits moved down (rows) and right (columns).

    Row and column r have the digits where they are. What leaves the image is lost.
    """
    steps = range(-reach, reach + 1)
    return np.array(
        [
            [
                (network.logits(p, moved(part.x, right, down)).argmax(-1) == part.labels).mean()
                for right in steps
            ]
            for down in steps
        ]
    )


@dataclass(frozen=True, eq=False)
class Reader:
    """A network at the end of its run, and the accuracy (2r+1, 2r+1) of moved test digits."""

    spec: DigitsExperiment
    accuracy: Array


def readers(
    spec: DigitsExperiment, progress: Callable[[float], None] = lambda share: None
) -> tuple[Reader, ...]:
    """The networks of the menu, trained as the spec says, without and with moves in training.

    The network of the spec is its own, the others are as by default.
    """
    turns = [
        replace(spec, network=spec.network if cls is type(spec.network) else cls(), moves=moves)
        for cls in DIGIT_NETWORKS.values()
        for moves in (False, True)
    ]
    found = list[Reader]()
    for number, turn in enumerate(turns):
        steps = turn.steps

        def watch(done: int, before: int = number, steps: int = steps) -> None:
            progress((before + done / steps) / len(turns))

        p = unvalued(turn.recipes()["network"]).run(watch).p[-1]
        found.append(Reader(turn, accuracy_of_moved(turn.model(), p, unseen_digits())))
    return tuple(found)
