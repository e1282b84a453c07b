"""1,000 starts of XOR on the full gradient, 2-2-1 and 2-16-1 with ReLU: against PyTorch."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import torch
from torch.func import grad, vmap

from core.networks.activations import ReLU
from core.networks.network import Network
from core.objectives.losses import SquaredError
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend
from tests.benchmarks.race import Race

MODELS, STEPS, ETA = 1000, 200, 0.05

x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
y = np.array([[0.0], [1.0], [1.0], [0.0]])
X, Y = torch.tensor(x.T.copy()), torch.tensor(y.T.copy())
# At rest on a kink of ReLU one rounding may decide the branch: drawn starts never rest there.
STARTS = {H: np.random.default_rng(H).uniform(-0.7, 0.7, (MODELS, 4 * H + 1)) for H in (2, 16)}


def network(H: int) -> Network:
    return Network((2, H, 1), ReLU())


def ours(H: int) -> np.ndarray:
    risk = Risk(network(H), SquaredError(), x, y)
    return descend(risk, GradientDescent(ETA), STARTS[H], STEPS, record_every=STEPS).p[-1]


def layers(H: int) -> list[torch.Tensor]:
    """W (R, n, m), b (R, n, 1), layer by layer."""
    matrices = [(W, b[..., None]) for W, b in network(H).unflatten(STARTS[H])]
    return [torch.tensor(part.copy()) for pair in matrices for part in pair]


def flat(parts: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat([part.detach().reshape(MODELS, -1) for part in parts], dim=1)


@torch.no_grad()
def bmm_in_place(H: int) -> torch.Tensor:
    W2, b2, W3, b3 = parts = layers(H)
    inputs = X.expand(MODELS, 2, 4)
    for _ in range(STEPS):
        h = torch.baddbmm(b2, W2, inputs).relu_()
        d3 = torch.baddbmm(b3, W3, h).sub_(Y).mul_(2 * ETA / 4)
        d2 = torch.bmm(W3.mT, d3).mul_(h > 0)
        for W, b, d, a in ((W3, b3, d3, h), (W2, b2, d2, inputs)):
            W.baddbmm_(d, a.mT, alpha=-1)
            b.sub_(d.sum(dim=2, keepdim=True))
    return flat(parts)


def bmm_with_autograd(H: int) -> torch.Tensor:
    W2, b2, W3, b3 = parts = [part.requires_grad_() for part in layers(H)]
    inputs = X.expand(MODELS, 2, 4)
    for _ in range(STEPS):
        h = torch.baddbmm(b2, W2, inputs).relu()
        loss = (torch.baddbmm(b3, W3, h) - Y).square().mean(dim=2).sum()
        gradients = torch.autograd.grad(loss, parts)
        with torch.no_grad():
            torch._foreach_sub_(parts, gradients, alpha=ETA)
    return flat(parts)


def cost(parts: list[torch.Tensor]) -> torch.Tensor:
    W2, b2, W3, b3 = parts
    return (W3 @ (W2 @ X + b2).relu() + b3 - Y).square().mean()


@torch.no_grad()
def vmap_of_grad(H: int) -> torch.Tensor:
    parts, gradient = layers(H), vmap(grad(cost))
    for _ in range(STEPS):
        torch._foreach_sub_(parts, gradient(parts), alpha=ETA)
    return flat(parts)


def races() -> Iterator[Race]:
    for H in STARTS:
        name = f"{MODELS} starts of XOR, 2-{H}-1, {STEPS} steps"
        by_hand = [partial(way, H) for way in (bmm_in_place, bmm_with_autograd)]
        yield Race(f"{name}, torch bmm", partial(ours, H), by_hand, 2.5)
        yield Race(f"{name}, torch.func.vmap", partial(ours, H), [partial(vmap_of_grad, H)], 3)
