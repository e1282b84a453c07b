"""100 boundary frames of 100 × 100 pixels of a 2-8-8-1 network, against a PyTorch loop."""

from collections.abc import Iterator

import numpy as np
import torch
from torch.nn.functional import linear

from core.networks.activations import Sigmoid, Tanh
from core.networks.fields import boundary_fields
from core.networks.network import Network
from tests.benchmarks.race import Race

FRAMES, PIXELS = 100, 100

network = Network((2, 8, 8, 1), Tanh(), Sigmoid())
p = np.random.default_rng(0).normal(size=(FRAMES, network.size))
line = torch.linspace(-1, 1, PIXELS)
X1, X2 = torch.meshgrid(line, line, indexing="xy")
POINTS = torch.stack([X1.ravel(), X2.ravel()], dim=1)
LAYERS = [(torch.tensor(W.copy()), torch.tensor(b.copy())) for W, b in network.unflatten(p)]


def ours() -> np.ndarray:
    return boundary_fields(network, p, ((-1, 1), (-1, 1)), PIXELS)


@torch.no_grad()
def loop() -> torch.Tensor:
    (W1, b1), (W2, b2), (W3, b3) = LAYERS
    fields = torch.empty(FRAMES, PIXELS * PIXELS, dtype=torch.uint8)
    for frame in range(FRAMES):
        a = linear(POINTS, W1[frame], b1[frame]).tanh_()
        a = linear(a, W2[frame], b2[frame]).tanh_()
        a = linear(a, W3[frame], b3[frame]).sigmoid_()
        fields[frame] = a[:, 0].mul_(255).round_()
    return fields.view(FRAMES, PIXELS, PIXELS)


def races() -> Iterator[Race]:
    # A pixel whose level ends in .5 may be rounded to either side.
    name = f"{FRAMES} boundary frames {PIXELS}×{PIXELS}, 2-8-8-1, loop"
    yield Race(name, ours, [loop], 6, tolerance=1)
