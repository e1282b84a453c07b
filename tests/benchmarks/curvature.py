"""Smallest Hessian eigenvalue, 50 × 50 points and 200 samples, against torch.func."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch
from torch.func import hessian, vmap
from torch.nn.functional import binary_cross_entropy_with_logits

from core.landscape.curvature import smallest_eigenvalue
from core.landscape.planes import TwoCoordinates
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.risk import logistic
from tests.benchmarks.race import Race

POINTS, SAMPLES = 50, 200
CHUNKS = (None, 100, 500)

rng = np.random.default_rng(0)
x = rng.normal(size=(SAMPLES, 1))
y = (rng.random((SAMPLES, 1)) < 0.5).astype(float)
axis = np.linspace(-5, 5, POINTS)

X = torch.tensor(np.hstack([x, np.ones((SAMPLES, 1))]))
Y = torch.tensor(y[:, 0])
W, B = torch.meshgrid(torch.tensor(axis), torch.tensor(axis), indexing="xy")
GRID = torch.stack([W.ravel(), B.ravel()], dim=1)


def ours(loss: SquaredError | BinaryCrossEntropy) -> np.ndarray:
    risk = logistic(x, y, loss)
    return smallest_eigenvalue(risk, TwoCoordinates()(risk), axis, axis)


def cross_entropy(p: torch.Tensor) -> torch.Tensor:
    return binary_cross_entropy_with_logits(X @ p, Y)


def squared(p: torch.Tensor) -> torch.Tensor:
    return (torch.sigmoid(X @ p) - Y).square().mean()


def theirs(cost: Callable[[torch.Tensor], torch.Tensor], chunk: int | None) -> torch.Tensor:
    H = vmap(hessian(cost), chunk_size=chunk)(GRID)
    return torch.linalg.eigvalsh(H)[:, 0].view(POINTS, POINTS)


def races() -> Iterator[Race]:
    name = f"Hessian field {POINTS}×{POINTS}, N = {SAMPLES}"
    for loss, cost in ((BinaryCrossEntropy(), cross_entropy), (SquaredError(), squared)):
        rivals = [partial(theirs, cost, chunk) for chunk in CHUNKS]
        yield Race(f"{name}, {loss.title}, torch.func", partial(ours, loss), rivals, 15)
