"""A landscape of Higham and Higham's network, 100 × 100 points of a random plane."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import torch
from torch.func import vmap

from core.landscape.surface import sample
from core.networks.activations import Sigmoid
from core.networks.network import Network
from core.objectives.losses import HalfSquaredError
from core.objectives.plane import Plane
from core.objectives.risk import Risk
from tests.benchmarks.race import Race

POINTS = 100
CHUNKS = (None, 250, 500, 1000, 2000, 4000)

rng = np.random.default_rng(0)
x = rng.random((10, 2))
y = np.repeat(np.eye(2), 5, axis=0)
risk = Risk(Network((2, 2, 3, 2), Sigmoid(), Sigmoid()), HalfSquaredError(), x, y)
plane = Plane(0.5 * rng.normal(size=risk.size), rng.normal(size=(2, risk.size)))
axis = np.linspace(-1, 1, POINTS)

X, Y = torch.tensor(x), torch.tensor(y)
ORIGIN, DIRECTIONS = torch.tensor(plane.origin.copy()), torch.tensor(plane.directions.copy())
ALPHA, BETA = torch.meshgrid(torch.tensor(axis), torch.tensor(axis), indexing="xy")
COORDINATES = torch.stack([ALPHA.ravel(), BETA.ravel()], dim=1)


def ours() -> np.ndarray:
    return sample(risk, plane, axis, axis).value


def cost(p: torch.Tensor) -> torch.Tensor:
    a = torch.sigmoid(X @ p[0:4].view(2, 2).T + p[4:6])
    a = torch.sigmoid(a @ p[6:12].view(3, 2).T + p[12:15])
    a = torch.sigmoid(a @ p[15:21].view(2, 3).T + p[21:23])
    return 0.5 * (Y - a).square().sum(dim=1).mean()


@torch.no_grad()
def loop() -> torch.Tensor:
    points = ORIGIN + COORDINATES @ DIRECTIONS
    return torch.stack([cost(p) for p in points]).view(POINTS, POINTS)


@torch.no_grad()
def vectorized(chunk: int | None) -> torch.Tensor:
    points = ORIGIN + COORDINATES @ DIRECTIONS
    return vmap(cost, chunk_size=chunk)(points).view(POINTS, POINTS)


@torch.no_grad()
def lifted_inside(chunk: int | None) -> torch.Tensor:
    """The points made by vmap itself, so that a chunk of them stays in cache."""
    heights = vmap(lambda at: cost(ORIGIN + at @ DIRECTIONS), chunk_size=chunk)(COORDINATES)
    return heights.view(POINTS, POINTS)


def races() -> Iterator[Race]:
    name = f"landscape {POINTS}×{POINTS}, 2-2-3-2"
    yield Race(f"{name}, loop", ours, [loop], 20)
    rivals = [partial(way, chunk) for way in (vectorized, lifted_inside) for chunk in CHUNKS]
    yield Race(f"{name}, torch.func.vmap", ours, rivals, 1.5)
