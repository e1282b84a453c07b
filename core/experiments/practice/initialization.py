"""The scale of the first weights: which units saturate, what reaches the first layer, what learns.

Weights are scale · N(0, 1)/√fan-in and biases 0. Scale 1 keeps the variance of a linear unit's
output that of its inputs (LeCun, Bottou, Orr, Müller 1998, section 4.6; Glorot and Bengio 2010).
"""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Steps
from core.datasets.samples import Samples
from core.networks.activation import Activation
from core.networks.activations import Sigmoid
from core.networks.initialization import scaled_start
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.rounding import SHAKE, moved
from core.training.descent import descend

# A unit is saturated where its slope has fallen to this share of its slope at 0.
_FLAT = 0.05


@dataclass(frozen=True, eq=False)
class Initialization:
    """What S scales of the first weights do, each as the median over seeds.

    saturated (S, L - 2): share of saturated units in each hidden layer, over all samples.
    gradient (S, L - 1): norm of ∂C/∂W of each layer. before, after (S,): the cost, at the start and
    trained. others (2, S): the cost after training from starts moved by ±`core.rounding.SHAKE`.
    lost (S,): how many of the runs diverged.
    """

    scale: Array
    saturated: Array
    gradient: Array
    before: Array
    after: Array
    others: Array
    lost: Steps

    @property
    def ends(self) -> Array:
        """The cost after training (3, S), from the starts as drawn and from both moved ones."""
        return np.vstack([self.after[None], self.others])


def deep_network(activation: Activation, inputs: int, depth: int = 6, width: int = 8) -> Network:
    """`depth` hidden layers of `width` units, and one sigmoid that tells two classes apart."""
    return Network((inputs, *[width] * depth, 1), activation, Sigmoid())


def saturation(network: Network, p: Array, x: Array) -> Array:
    """Share (..., L - 2) of units, over the samples x (N, n_1), whose slope is all but gone.

    That is: σ'(z) is below 5 % of σ'(0).
    """
    zs, _ = network.forward(p, x)
    shares = [
        (activation.derivative(z) < _FLAT * activation.derivative(np.zeros(1))).mean(axis=(-1, -2))
        for z, activation in zip(zs[:-1], network.activations, strict=False)
    ]
    return np.stack(shares, axis=-1)


def layer_norms(network: Network, g: Array) -> Array:
    """Norm (..., L - 1) of each layer's part ∂C/∂W of a gradient g (..., s)."""
    parts = [np.linalg.norm(W, axis=(-1, -2)) for W, _ in network.unflatten(g)]
    return np.stack(parts, axis=-1)


def initialization(
    activation: Activation, samples: Samples, scales: Array, eta: float, steps: int, seeds: int = 3
) -> Initialization:
    """Start and train a deep network from every scale (S,) and seed, all in one batch.

    And from starts moved in their thirteenth digit, since large weights make runs chaotic.
    """
    network = deep_network(activation, samples.x.shape[1])
    risk = Risk(network, BinaryCrossEntropy(), samples.x, samples.y)
    starts = [scaled_start(network, scales[:, None], seed) for seed in range(seeds)]
    P = np.concatenate(starts)
    starting = np.concatenate([P, moved(P), moved(P, -SHAKE)])
    run = descend(risk, GradientDescent(eta), starting, steps, record_every=max(1, steps))
    own, *others = np.split(run.value[-1], 3)

    def median(values: Array) -> Array:
        by_seed = values.reshape(seeds, len(scales), *values.shape[1:])
        return np.asarray(np.median(by_seed, axis=0), dtype=float)

    return Initialization(
        scales,
        median(saturation(network, P, risk.x)),
        median(layer_norms(network, risk.gradient(P))),
        median(run.value[0, : len(P)]),
        median(own),
        np.stack([median(each) for each in others]),
        (run.diverged_at[: len(P)] >= 0).reshape(seeds, -1).sum(axis=0),
    )
