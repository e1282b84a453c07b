"""1,000 networks 2-2-3-2, each on picks of its own, batch 1: against PyTorch."""

from collections.abc import Iterator

import numpy as np
import torch
from torch.func import grad, vmap

from core.networks.activations import Sigmoid
from core.networks.network import Network
from core.objectives.losses import HalfSquaredError
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend
from tests.benchmarks.race import Race

MODELS, STEPS, ETA = 1000, 500, 0.05

rng = np.random.default_rng(0)
network = Network((2, 2, 3, 2), Sigmoid(), Sigmoid())
x = rng.random((10, 2))
y = np.repeat(np.eye(2), 5, axis=0)
risk = Risk(network, HalfSquaredError(), x, y)
start = 0.5 * rng.normal(size=(MODELS, network.size))
picks = rng.integers(10, size=(STEPS, MODELS, 1))

X, Y = torch.tensor(x)[..., None], torch.tensor(y)[..., None]
PICKS = torch.tensor(picks[..., 0])


def ours() -> np.ndarray:
    return descend(risk, GradientDescent(ETA), start, STEPS, picks, record_every=STEPS).p[-1]


def layers() -> list[torch.Tensor]:
    """W (R, n, m), b (R, n, 1), layer by layer."""
    matrices = [(W, b[..., None]) for W, b in network.unflatten(start)]
    return [torch.tensor(part.copy()) for pair in matrices for part in pair]


def flat(parts: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat([part.detach().reshape(MODELS, -1) for part in parts], dim=1)


@torch.no_grad()
def bmm_in_place() -> torch.Tensor:
    W2, b2, W3, b3, W4, b4 = parts = layers()
    for rows in PICKS:
        a1 = X[rows]
        a2 = torch.baddbmm(b2, W2, a1).sigmoid_()
        a3 = torch.baddbmm(b3, W3, a2).sigmoid_()
        a4 = torch.baddbmm(b4, W4, a3).sigmoid_()
        d4 = (a4 - Y[rows]).mul_(a4).mul_(1 - a4)
        d3 = torch.bmm(W4.mT, d4).mul_(a3).mul_(1 - a3)
        d2 = torch.bmm(W3.mT, d3).mul_(a2).mul_(1 - a2)
        for W, b, d, a in ((W4, b4, d4, a3), (W3, b3, d3, a2), (W2, b2, d2, a1)):
            W.baddbmm_(d, a.mT, alpha=-ETA)
            b.sub_(d, alpha=ETA)
    return flat(parts)


def bmm_with_autograd() -> torch.Tensor:
    parts = [part.requires_grad_() for part in layers()]
    for rows in PICKS:
        a = X[rows]
        for W, b in zip(parts[::2], parts[1::2], strict=True):
            a = torch.baddbmm(b, W, a).sigmoid()
        gradients = torch.autograd.grad(0.5 * (a - Y[rows]).square().sum(), parts)
        with torch.no_grad():
            torch._foreach_sub_(parts, gradients, alpha=ETA)
    return flat(parts)


def cost(parts: list[torch.Tensor], a: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    for W, b in zip(parts[::2], parts[1::2], strict=True):
        a = (W @ a + b).sigmoid()
    return 0.5 * (a - target).square().sum()


@torch.no_grad()
def vmap_of_grad() -> torch.Tensor:
    parts, gradient = layers(), vmap(grad(cost))
    for rows in PICKS:
        torch._foreach_sub_(parts, gradient(parts, X[rows], Y[rows]), alpha=ETA)
    return flat(parts)


def races() -> Iterator[Race]:
    name = f"{MODELS} networks 2-2-3-2, batch 1"
    yield Race(f"{name}, torch bmm", ours, [bmm_in_place, bmm_with_autograd], 2.5)
    yield Race(f"{name}, torch.func.vmap", ours, [vmap_of_grad], 8)
