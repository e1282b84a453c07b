"""The networks that read digits: with shared kernels, fully connected, and without hidden units."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, final

from core.networks.activations import ReLU
from core.networks.layers import (
    Activate,
    BatchNorm,
    Conv2d,
    Dense,
    Dropout,
    Flatten,
    Layer,
    LayerNorm,
    MaxPool2d,
    Sequential,
)
from core.spec import choice, knob, menu

CLASSES = 10


@dataclass(frozen=True)
class Unnormalized:
    """Features go on as they are."""

    title: ClassVar[str] = "none"


@dataclass(frozen=True)
class OverBatch:
    """Mean 0 and variance 1 for each channel, over the samples at hand (Ioffe & Szegedy 2015)."""

    title: ClassVar[str] = "batch"


@dataclass(frozen=True)
class OverLayer:
    """Mean 0 and variance 1 for each sample, over its features (Ba, Kiros & Hinton 2016)."""

    title: ClassVar[str] = "layer"


NORMALIZATIONS = menu(Unnormalized, OverBatch, OverLayer)
Normalization = Unnormalized | OverBatch | OverLayer


def _normalized(by: Normalization) -> tuple[Layer, ...]:
    match by:
        case OverBatch():
            return (BatchNorm(),)
        case OverLayer():
            return (LayerNorm(),)
    return ()


def _dropped(rate: float, seed: int) -> tuple[Layer, ...]:
    return (Dropout(rate, seed),) if rate else ()


@dataclass(frozen=True)
class DigitNetwork(ABC):
    """A rule for a network of square images with one channel and ten classes."""

    title: ClassVar[str]

    @abstractmethod
    def layers(self, seed: int) -> tuple[Layer, ...]:
        """The layers, from the image to the ten logits; `seed` draws the masks of dropout."""

    def __call__(self, side: int = 8, seed: int = 0) -> Sequential:
        """The network for images (1, side, side)."""
        return Sequential((1, side, side), self.layers(seed))


@final
@dataclass(frozen=True)
class Convolutional(DigitNetwork):
    """Two blocks of convolution, ReLU and pooling, then a dense layer: 666 parameters."""

    title = "convolutional"

    channels: int = knob(4, 1, 8, symbol="C", help="kernels of layer one; twice as many follow")
    kernel: int = knob(3, 1, 5, symbol="k", help="pixels along a side of each kernel")
    normalization: Normalization = choice(NORMALIZATIONS, Unnormalized(), "before each ReLU")
    dropout: float = knob(0.0, 0.0, 0.9, symbol="r", help="share of features left out in a step")

    def layers(self, seed: int) -> tuple[Layer, ...]:
        # So many zeros around the image that a map is as large as what it is a map of.
        before, after = (self.kernel - 1) // 2, self.kernel // 2
        blocks = [
            layer
            for channels in (self.channels, 2 * self.channels)
            for layer in (
                Conv2d(channels, self.kernel, padding=(before, after, before, after)),
                *_normalized(self.normalization),
                Activate(ReLU()),
                MaxPool2d(2, 2),
            )
        ]
        return (*blocks, Flatten(), *_dropped(self.dropout, seed), Dense(CLASSES))


@final
@dataclass(frozen=True)
class FullyConnected(DigitNetwork):
    """One hidden layer, each unit of which sees every pixel: 685 parameters."""

    title = "fully connected"

    units: int = knob(9, 1, 64, symbol="n₂", log=True, help="hidden units")
    normalization: Normalization = choice(NORMALIZATIONS, Unnormalized(), "before each ReLU")
    dropout: float = knob(0.0, 0.0, 0.9, symbol="r", help="share of features left out in a step")

    def layers(self, seed: int) -> tuple[Layer, ...]:
        hidden = (Dense(self.units), *_normalized(self.normalization), Activate(ReLU()))
        return (Flatten(), *hidden, *_dropped(self.dropout, seed), Dense(CLASSES))


@final
@dataclass(frozen=True)
class SoftmaxRegression(DigitNetwork):
    """No hidden layer: ten images of weights, 650 parameters."""

    title = "softmax"

    def layers(self, seed: int) -> tuple[Layer, ...]:
        return (Flatten(), Dense(CLASSES))


DIGIT_NETWORKS = menu(Convolutional, FullyConnected, SoftmaxRegression)
