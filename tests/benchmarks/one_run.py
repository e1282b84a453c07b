"""One run of Higham & Higham's 2-2-3-2 network, a sample a step, against PyTorch and NumPy."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import nn

from core.experiments.higham.paper import ETA, NETWORK, PublishedPicks, problem, published_start
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend
from tests.benchmarks.race import Race

STEPS = 4000

risk, start = problem(), published_start()
picks = PublishedPicks().batches(risk.sample_count, STEPS, np.random.default_rng(0))
ROWS = picks[:, 0].tolist()
X, Y = torch.tensor(risk.x), torch.tensor(risk.y)
X_COLUMNS, Y_COLUMNS = risk.x.T.copy(), risk.y.T.copy()


def ours() -> np.ndarray:
    return descend(risk, GradientDescent(ETA), start, STEPS, picks, STEPS).p[-1]


def modules() -> torch.Tensor:
    """As the tutorials write it."""
    layers = [nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 3), nn.Sigmoid(), nn.Linear(3, 2)]
    model = nn.Sequential(*layers, nn.Sigmoid())
    nn.utils.vector_to_parameters(torch.tensor(start), model.parameters())
    optimizer = torch.optim.SGD(model.parameters(), lr=ETA)
    for k in ROWS:
        optimizer.zero_grad()
        loss = 0.5 * (model(X[k]) - Y[k]).square().sum()
        loss.backward()
        optimizer.step()
    return nn.utils.parameters_to_vector(model.parameters()).detach()


def tensors() -> torch.Tensor:
    """Autograd without modules and optimizer."""
    parameters = [torch.tensor(part) for layer in NETWORK.unflatten(start) for part in layer]
    for part in parameters:
        part.requires_grad_()
    samples = list(zip(X, Y, strict=True))
    W2, b2, W3, b3, W4, b4 = parameters
    for k in ROWS:
        x, y = samples[k]
        a = torch.sigmoid(torch.addmv(b2, W2, x))
        a = torch.sigmoid(torch.addmv(b3, W3, a))
        a = torch.sigmoid(torch.addmv(b4, W4, a))
        loss = 0.5 * (a - y).square().sum()
        loss.backward()
        with torch.no_grad():
            for part in parameters:
                part -= ETA * part.grad
                part.grad = None
    return torch.cat([part.detach().ravel() for part in parameters])


@torch.no_grad()
def by_hand() -> torch.Tensor:
    """The same with the backward pass of Lemma 5.1 instead of autograd."""
    parameters = [torch.tensor(part) for layer in NETWORK.unflatten(start) for part in layer]
    samples = list(zip(X, Y, strict=True))
    W2, b2, W3, b3, W4, b4 = parameters
    for k in ROWS:
        x, y = samples[k]
        a2 = torch.sigmoid(torch.addmv(b2, W2, x))
        a3 = torch.sigmoid(torch.addmv(b3, W3, a2))
        a4 = torch.sigmoid(torch.addmv(b4, W4, a3))
        delta4 = (a4 - y) * (a4 * (1 - a4))
        delta3 = torch.mv(W4.T, delta4) * (a3 * (1 - a3))
        delta2 = torch.mv(W3.T, delta3) * (a2 * (1 - a2))
        for W, b, delta, a in ((W2, b2, delta2, x), (W3, b3, delta3, a2), (W4, b4, delta4, a3)):
            W.addr_(delta, a, alpha=-ETA)
            b.add_(delta, alpha=-ETA)
    return torch.cat([part.ravel() for part in parameters])


def plain_numpy() -> np.ndarray:
    """The paper's program, line by line, in NumPy."""
    (W2, b2), (W3, b3), (W4, b4) = (
        (W.copy(), b[:, None].copy()) for W, b in NETWORK.unflatten(start)
    )
    for k in ROWS:
        x, y = X_COLUMNS[:, [k]], Y_COLUMNS[:, [k]]
        a2 = 1 / (1 + np.exp(-(W2 @ x + b2)))
        a3 = 1 / (1 + np.exp(-(W3 @ a2 + b3)))
        a4 = 1 / (1 + np.exp(-(W4 @ a3 + b4)))
        delta4 = a4 * (1 - a4) * (a4 - y)
        delta3 = a3 * (1 - a3) * (W4.T @ delta4)
        delta2 = a2 * (1 - a2) * (W3.T @ delta3)
        W2 -= ETA * delta2 @ x.T
        W3 -= ETA * delta3 @ a2.T
        W4 -= ETA * delta4 @ a3.T
        b2 -= ETA * delta2
        b3 -= ETA * delta3
        b4 -= ETA * delta4
    return np.concatenate([part.ravel() for part in (W2, b2, W3, b3, W4, b4)])


def lean_numpy() -> np.ndarray:
    """The same with vectors, bound methods and the data taken apart once."""
    (W2, b2), (W3, b3), (W4, b4) = ((W.copy(), b.copy()) for W, b in NETWORK.unflatten(start))
    samples = list(zip(risk.x, risk.y, strict=True))
    exp, multiply = np.exp, np.multiply.outer
    for k in ROWS:
        x, y = samples[k]
        a2 = 1.0 / (1.0 + exp(-(W2.dot(x) + b2)))
        a3 = 1.0 / (1.0 + exp(-(W3.dot(a2) + b3)))
        a4 = 1.0 / (1.0 + exp(-(W4.dot(a3) + b4)))
        step4 = ETA * (a4 * (1.0 - a4) * (a4 - y))
        step3 = a3 * (1.0 - a3) * step4.dot(W4)
        step2 = a2 * (1.0 - a2) * step3.dot(W3)
        W2 -= multiply(step2, x)
        W3 -= multiply(step3, a2)
        W4 -= multiply(step4, a3)
        b2 -= step2
        b3 -= step3
        b4 -= step4
    return np.concatenate([part.ravel() for part in (W2, b2, W3, b3, W4, b4)])


def races() -> Iterator[Race]:
    name = f"{STEPS} steps, batch 1, 2-2-3-2"
    yield Race(f"{name}, torch eager", ours, [modules], 80)
    yield Race(f"{name}, torch autograd on tensors", ours, [tensors], 50)
    yield Race(f"{name}, torch without autograd", ours, [by_hand], 15)
    yield Race(f"{name}, plain NumPy loop", ours, [plain_numpy], 10)
    yield Race(f"{name}, lean NumPy loop", ours, [lean_numpy], 6)
