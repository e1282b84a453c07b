"""How many parameters? The paper's network for images, or a stack that the reader builds."""

from dataclasses import dataclass, replace
from itertools import product
from typing import ClassVar, final

from core.experiments.convolution.paper import cifar_network
from core.networks.activations import ReLU
from core.networks.layers import (
    Activate,
    Conv2d,
    Dense,
    Flatten,
    Layer,
    MaxPool2d,
    Sequential,
)
from core.spec import choice, knob, menu, switch

MOST_BLOCKS, LARGEST_GUESS = 5, 9


@final
@dataclass(frozen=True)
class Paper:
    """MatConvNet's network for CIFAR-10, as Higham and Higham (2019) train it in section 6."""

    title: ClassVar[str] = "the paper's"

    def __call__(self) -> Sequential:
        """The network."""
        return cifar_network()


@final
@dataclass(frozen=True)
class Own:
    """Blocks of a convolution, ReLU and max pooling, and a dense layer at their end."""

    title: ClassVar[str] = "your own"

    side: int = knob(32, 4, 64, help="pixels along an axis of the image")
    colors: int = knob(3, 1, 3, help="channels of the image")
    blocks: int = knob(3, 1, MOST_BLOCKS, help="convolutions, each with what follows it")
    channels: int = knob(16, 1, 128, log=True, help="channels of the first convolution")
    doubling: bool = switch(True, "each block has twice the channels of the one before")
    kernel: int = knob(3, 1, 7, symbol="k", help="pixels along an axis of each kernel")
    margin: bool = switch(True, "zeros around each map, so that a convolution keeps its size")
    pool: int = knob(2, 1, 3, help="pixels along an axis that pooling makes one; 1 is no pooling")
    classes: int = knob(10, 2, 1000, log=True, help="outputs of the dense layer")

    def __call__(self) -> Sequential:
        """The network; ValueError where a map has become too small for its kernel."""
        layers, k = list[Layer](), self.kernel
        # An even kernel has no middle: its margin is one row wider below than above.
        sides = (((k - 1) // 2, k // 2),) * 2 if self.margin else 0
        for block in range(self.blocks):
            channels = self.channels * (2**block if self.doubling else 1)
            layers += [Conv2d(channels, k, padding=sides), Activate(ReLU())]
            if self.pool > 1:
                layers.append(MaxPool2d(self.pool))
        layers += [Flatten(), Dense(self.classes)]
        return Sequential((self.colors, self.side, self.side), tuple(layers))


NETWORKS = menu(Paper, Own)


@final
@dataclass(frozen=True)
class Counting:
    """The parameters of a network of images, guessed and then counted layer by layer."""

    title: ClassVar[str] = "Parameters"

    network: Paper | Own = choice(NETWORKS, Paper(), "what is counted")
    guess: int = knob(0, 0, LARGEST_GUESS, part="view", help="power of ten; 0 is no guess yet")


def with_room(own: Own) -> Own:
    """The same with as many of its blocks as its maps have room for, or smaller kernels."""
    sizes = product(range(own.kernel, 0, -1), range(own.blocks, 0, -1))
    smaller = (replace(own, kernel=kernel, blocks=blocks) for kernel, blocks in sizes)
    # One kernel of a single pixel has room in every image, however it is pooled.
    return next(filter(_fits, smaller))


def _fits(own: Own) -> bool:
    try:
        own()
    except ValueError:
        return False
    return True
