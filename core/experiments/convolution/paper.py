"""The convolutional network of Higham and Higham (2019), section 6: MatConvNet's for CIFAR-10."""

from core.networks.activations import ReLU
from core.networks.layers import Activate, AvgPool2d, Conv2d, Layer, MaxPool2d, Sequential

# The pooled maps need one row and one column more at their lower right ends.
_MARGIN = (0, 1, 0, 1)


def cifar_network() -> Sequential:
    """Ten classes of color images (3, 32, 32): 145,578 parameters; the logits are maps (10, 1, 1).

    Vedaldi and Lenc (2015), cnn_cifar_init, the LeNet that the paper's section 6 trains.
    """
    layers: list[Layer] = [
        *(Conv2d(32, 5, padding=2), MaxPool2d(3, 2, _MARGIN), Activate(ReLU())),
        *(Conv2d(32, 5, padding=2), Activate(ReLU()), AvgPool2d(3, 2, _MARGIN, False)),
        *(Conv2d(64, 5, padding=2), Activate(ReLU()), AvgPool2d(3, 2, _MARGIN, False)),
        *(Conv2d(64, 4), Activate(ReLU()), Conv2d(10, 1)),
    ]
    return Sequential((3, 32, 32), tuple(layers))
