"""A landscape of logistic regression, 200 × 200 points and 200 samples, against PyTorch."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, softplus

from core.landscape.planes import TwoCoordinates
from core.landscape.surface import sample
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.risk import logistic
from tests.benchmarks.race import Race

POINTS, SAMPLES = 200, 200
CHUNKS = (250, 500, 1000, 2000, 4000)
BIAS = 0.3

rng = np.random.default_rng(0)
x = rng.normal(size=(SAMPLES, 2))
y = (rng.random((SAMPLES, 1)) < 0.5).astype(float)
axis = np.linspace(-5, 5, POINTS)

ones = np.ones((SAMPLES, 1))
X = torch.tensor(np.hstack([x, ones]))
Y = torch.tensor(y[:, 0])
W1, W2 = torch.meshgrid(torch.tensor(axis), torch.tensor(axis), indexing="xy")
GRID = torch.stack([W1.ravel(), W2.ravel(), torch.full((POINTS**2,), BIAS)], dim=1)
# With the labels' signs folded into the rows the hand-written loops need no labels.
SIGNED = X * (2 * Y - 1)[:, None]


def ours(loss: SquaredError | BinaryCrossEntropy) -> np.ndarray:
    risk = logistic(x, y, loss)
    plane = TwoCoordinates()(risk)
    plane = type(plane)(np.array([0, 0, BIAS]), plane.directions)
    return sample(risk, plane, axis, axis).value


@torch.no_grad()
def idiomatic_cross_entropy() -> torch.Tensor:
    z = GRID @ X.T
    loss = binary_cross_entropy_with_logits(z, Y.expand_as(z), reduction="none")
    return loss.mean(dim=1).view(POINTS, POINTS)


@torch.no_grad()
def idiomatic_squared() -> torch.Tensor:
    return (torch.sigmoid(GRID @ X.T) - Y).square().mean(dim=1).view(POINTS, POINTS)


def wrong_squared(margin: torch.Tensor) -> torch.Tensor:
    return margin.neg_().sigmoid_().square_()


def stable_softplus(margin: torch.Tensor) -> torch.Tensor:
    return softplus(margin.neg_())


def plain_softplus(margin: torch.Tensor) -> torch.Tensor:
    """Good for margins above -709 only; no check asks for more here."""
    return margin.neg_().exp_().log1p_()


@torch.no_grad()
def by_hand(cost: Callable[[torch.Tensor], torch.Tensor], chunk: int) -> torch.Tensor:
    value, buffer = torch.empty(len(GRID)), torch.empty(chunk, SAMPLES)
    for at in range(0, len(GRID), chunk):
        torch.mm(GRID[at : at + chunk], SIGNED.T, out=buffer)
        torch.mean(cost(buffer), dim=1, out=value[at : at + chunk])
    return value.view(POINTS, POINTS)


def races() -> Iterator[Race]:
    cross_entropy, squared = partial(ours, BinaryCrossEntropy()), partial(ours, SquaredError())
    name = f"landscape {POINTS}×{POINTS}, N = {SAMPLES}"
    yield Race(f"{name}, cross-entropy, vectorized", cross_entropy, [idiomatic_cross_entropy], 10)
    yield Race(
        f"{name}, cross-entropy, chunked",
        cross_entropy,
        [
            partial(by_hand, cost, chunk)
            for cost in (stable_softplus, plain_softplus)
            for chunk in CHUNKS
        ],
        4,
    )
    yield Race(f"{name}, squared, vectorized", squared, [idiomatic_squared], 6)
    yield Race(
        f"{name}, squared, chunked",
        squared,
        [partial(by_hand, wrong_squared, chunk) for chunk in CHUNKS],
        1.4,
    )
