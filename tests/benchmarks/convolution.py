"""A convolutional network of 666 parameters on real digits: against PyTorch in eager mode.

The same network, batches and start in double precision: conv 3×3×4, ReLU, max 2/2, conv 3×3×8,
ReLU, max 2/2, dense 10. One epoch of 1,397 digits, and steps of a single image.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np
import torch
from torch import nn

from core.datasets import DIGITS_TRAIN, digits, images
from core.networks import (
    Activate,
    Conv2d,
    Dense,
    Flatten,
    MaxPool2d,
    ReLU,
    Sequential,
    uniform_fan_in,
)
from core.objectives import Risk, SoftmaxCrossEntropy
from core.optimizers import Momentum
from core.training.descent import descend
from core.training.kernels import one_image
from core.training.samplers import ShuffledEpochs
from tests.benchmarks.race import Race

RULE = Momentum(0.1, 0.9)
NETWORK = Sequential(
    (1, 8, 8),
    [
        *(Conv2d(4, 3, padding=1), Activate(ReLU()), MaxPool2d(2, 2)),
        *(Conv2d(8, 3, padding=1), Activate(ReLU()), MaxPool2d(2, 2)),
        *(Flatten(), Dense(10)),
    ],
)
x, labels = images(digits().x[:DIGITS_TRAIN]), digits().labels[:DIGITS_TRAIN]
risk = Risk(NETWORK, SoftmaxCrossEntropy(), x, digits().targets()[:DIGITS_TRAIN])
start = uniform_fan_in(NETWORK, np.random.default_rng(0))
X, LABELS = torch.tensor(x), torch.tensor(labels)


def model() -> nn.Sequential:
    layers = [
        *(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(4, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(32, 10)),
    ]
    network = nn.Sequential(*layers).double()
    nn.utils.vector_to_parameters(torch.tensor(start), network.parameters())
    return network


def ours(batches: np.ndarray) -> np.ndarray:
    p, state = start, RULE.init(start)
    for k, rows in enumerate(batches, 1):
        p, state = RULE.step(k, p, risk.gradient(p, rows), state)
    return p


def one_by_one(batches: np.ndarray) -> np.ndarray:
    """As a page runs single images; the cost is not part of what is timed against PyTorch."""
    loop = one_image.kernel(risk, RULE, start, batches)
    assert loop is not None
    return loop(np.array([0, len(batches)]), None)[0][-1]


def with_costs(batches: np.ndarray) -> np.ndarray:
    """As a page runs it, with the cost on all digits before and after."""
    return descend(risk, RULE, start, len(batches), batches, record_every=len(batches)).p[-1]


def eager(batches: np.ndarray, costs: bool, **how: bool) -> torch.Tensor:
    network, loss = model(), nn.CrossEntropyLoss()
    descent = torch.optim.SGD(network.parameters(), lr=RULE.eta, momentum=RULE.beta, **how)
    measured = [loss(network(X), LABELS).item()] if costs else []
    for rows in torch.tensor(batches):
        descent.zero_grad()
        loss(network(X[rows]), LABELS[rows]).backward()
        descent.step()
    if costs:
        with torch.no_grad():
            measured.append(loss(network(X), LABELS).item())
    return nn.utils.parameters_to_vector(network.parameters()).detach()


def races() -> Iterator[Race]:
    """One epoch, the same with costs, and a hundred single images."""
    draws = np.random.default_rng(1)
    epoch = ShuffledEpochs(50).batches(DIGITS_TRAIN, 28, draws)
    single = ShuffledEpochs(1).batches(DIGITS_TRAIN, 100, draws)
    for name, contender, batches, costs, bar in (
        ("an epoch of digits, 666-parameter CNN, batch 50", ours, epoch, False, 0.67),
        ("the same with the cost on all digits before and after", with_costs, epoch, True, 0.67),
        ("a hundred single digits, 666-parameter CNN", one_by_one, single, False, 5),
    ):
        ways = [partial(eager, batches, costs, **how) for how in ({}, {"foreach": True})]
        fused = partial(eager, batches, costs, fused=True)
        yield Race(name, partial(contender, batches), [*ways, fused], bar)
