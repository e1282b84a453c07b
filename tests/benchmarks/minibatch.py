"""Minibatch training of 2-8-8-1 on 500 points: against PyTorch and scikit-learn.

PyTorch: `nn.Sequential` and `torch.optim` in eager mode, as the tutorials write it, and the same
with its foreach or fused update; the fastest counts. scikit-learn: `MLPRegressor.partial_fit` for
plain gradient descent without a penalty, in three rows. With a call for each epoch, as its users
write it, it shuffles by itself; so there our time includes drawing the batches, and the numbers
differ. With a call for each minibatch, as for a stream of data, and with one call for all
minibatches in a row, which spares it shuffling, indexing and all but one check of its input, they
are the same.
"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch
from sklearn.neural_network import MLPRegressor
from torch import nn

from core.networks.activations import Tanh
from core.networks.network import Network
from core.objectives.losses import HalfSquaredError
from core.objectives.risk import Risk
from core.optimizers.adam import Adam
from core.optimizers.first_order import GradientDescent
from core.optimizers.optimizer import Optimizer
from core.training.descent import Trajectory, descend
from core.training.samplers import ShuffledEpochs
from tests.benchmarks.race import Race

Rule = Callable[..., torch.optim.Optimizer]

POINTS, EPOCHS = 500, 20
SGD, ADAM = GradientDescent(0.05), Adam(0.005)

rng = np.random.default_rng(0)
network = Network((2, 8, 8, 1), Tanh())
x = rng.uniform(-1, 1, size=(POINTS, 2))
y = np.sin(3 * x[:, :1]) * x[:, 1:]
risk = Risk(network, HalfSquaredError(), x, y)
start = 0.5 * rng.normal(size=network.size)
X, Y = torch.tensor(x), torch.tensor(y)


def run(optimizer: Optimizer, batches: np.ndarray) -> Trajectory:
    steps = len(batches)
    return descend(risk, optimizer, start, steps, batches, record_every=steps)


def ours(optimizer: Optimizer, batches: np.ndarray) -> np.ndarray:
    return run(optimizer, batches).p[-1]


def eager(rule: Rule, optimizer: Optimizer, batches: np.ndarray) -> torch.Tensor:
    layers = [nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 1)]
    model = nn.Sequential(*layers)
    nn.utils.vector_to_parameters(torch.tensor(start), model.parameters())
    descent = rule(model.parameters(), lr=optimizer.eta)
    loss = nn.MSELoss()
    for rows in torch.tensor(batches):
        descent.zero_grad()
        (0.5 * loss(model(X[rows]), Y[rows])).backward()
        descent.step()
    return nn.utils.parameters_to_vector(model.parameters()).detach()


def ways(rule: Rule) -> list[Rule]:
    """PyTorch's own choice of how to update, and the two that it can be asked for."""
    return [rule, partial(rule, foreach=True), partial(rule, fused=True)]


def regressor(m: int, shuffle: bool) -> MLPRegressor:
    return MLPRegressor(
        hidden_layer_sizes=(8, 8),
        activation="tanh",
        solver="sgd",
        alpha=0,
        batch_size=m,
        learning_rate_init=SGD.eta,
        momentum=0,
        nesterovs_momentum=False,
        shuffle=shuffle,
    )


def partial_fit(calls: list[np.ndarray], m: int) -> np.ndarray:
    """One call for each array of rows."""
    # The first call makes the arrays of weights.
    model = regressor(1, shuffle=False).partial_fit(x[:1], y[:1, 0])
    model.set_params(batch_size=m)
    for (W, b), coefficients, intercepts in zip(
        network.unflatten(start), model.coefs_, model.intercepts_, strict=True
    ):
        coefficients[...], intercepts[...] = W.T, b
    for rows in calls:
        model.partial_fit(x[rows], y[rows, 0])
    parts = zip(model.coefs_, model.intercepts_, strict=True)
    return np.concatenate([part for W, b in parts for part in (W.T.ravel(), b)])


def a_call_an_epoch(m: int) -> float:
    """The cost at the end."""
    model = regressor(m, shuffle=True)
    for _ in range(EPOCHS):
        model.partial_fit(x, y[:, 0])
    return model.loss_


def draw(m: int) -> np.ndarray:
    return ShuffledEpochs(m).batches(POINTS, EPOCHS * POINTS // m, np.random.default_rng(m))


def ours_with_batches(m: int) -> float:
    """The cost at the end, which a run records."""
    return run(SGD, draw(m)).value[-1]


def races() -> Iterator[Race]:
    for m in (10, 32):
        batches, name = draw(m), f"{EPOCHS} epochs of {POINTS} points, 2-8-8-1, batch {m}"
        for rule, optimizer in ((torch.optim.SGD, SGD), (torch.optim.Adam, ADAM)):
            yield Race(
                f"{name}, torch {rule.__name__}",
                partial(ours, optimizer, batches),
                [partial(eager, way, optimizer, batches) for way in ways(rule)],
                12,
                epochs=EPOCHS,
            )
        yield Race(
            f"{name}, partial_fit an epoch",
            partial(ours_with_batches, m),
            [partial(a_call_an_epoch, m)],
            12,
            epochs=EPOCHS,
            differs="starts and batches of its own",
        )
        for calls, how, bar in ((list(batches), "a batch", 12), ([batches.ravel()], "once", 6)):
            yield Race(
                f"{name}, partial_fit {how}",
                partial(ours, SGD, batches),
                [partial(partial_fit, calls, m)],
                bar,
                epochs=EPOCHS,
            )
