"""Parameters that differ and compute the same function: a network's symmetric copies.

Hidden units can change places; a unit whose activation is odd about a point can change its sign;
one whose activation is positively homogeneous can trade scale with the next layer (Sussmann 1992;
Neyshabur et al. 2015). Layers carry the paper's numbers, 2 to L-1 for the hidden ones; units
count from 0. Everywhere p is (..., s), leading axes are a batch of models, and p is not modified.
"""

from collections.abc import Callable, Sequence
from itertools import permutations
from math import factorial

import numpy as np

from core.arrays import Array
from core.networks.activation import Activation
from core.networks.activations import ACTIVATIONS
from core.networks.network import Network

# More copies than this, times parameters, would be gigabytes that nobody looks at.
_MOST_NUMBERS = 10_000_000


def permute(network: Network, p: Array, layer: int, order: Sequence[int]) -> Array:
    """The copy whose unit i of a hidden layer is the old unit order[i].

    ValueError if the layer is not hidden or `order` is no permutation of its units.
    """
    _require_hidden(network, layer)
    units = network.widths[layer - 1]
    if sorted(order) != list(range(units)):
        raise ValueError(f"order = {tuple(order)} must name the units 0 to {units - 1} once each.")
    q, (W, b), (V, _) = _copy(network, p, layer)
    # Fancy indexing copies before it assigns, so the views do not get in their own way.
    W[...], b[...] = W[..., list(order), :], b[..., list(order)]
    V[...] = V[..., list(order)]
    return q


def flip(network: Network, p: Array, layer: int, unit: int) -> Array:
    """The copy in which a hidden unit sees -z: σ(-z) = c - σ(z), and the next bias takes up c.

    c is 1 for the sigmoid, 0 for tanh and the identity. ValueError for other activations, or if
    there is no such unit.
    """
    activation = _activation(network, layer, unit)
    if activation.mirror is None:
        raise ValueError(
            f"A unit of {type(activation).__name__} has no sign to flip: "
            f"allowed are {_those(lambda member: member.mirror is not None)}."
        )
    q, (W, b), (V, d) = _copy(network, p, layer)
    d += activation.mirror * V[..., unit]
    W[..., unit, :] *= -1
    b[..., unit] *= -1
    V[..., unit] *= -1
    return q


def rescale(network: Network, p: Array, layer: int, unit: int, factor: float) -> Array:
    """The copy with what enters a hidden unit times `factor`, and what leaves it divided by it.

    ValueError unless 0 < factor < ∞ and the activation is ReLU, LeakyReLU or the identity.
    """
    activation = _activation(network, layer, unit)
    if not activation.homogeneous:
        raise ValueError(
            f"A unit of {type(activation).__name__} has no scale to trade: "
            f"allowed are {_those(lambda member: member.homogeneous)}."
        )
    if not 0 < factor < np.inf:
        raise ValueError(f"factor = {factor} is not possible: allowed are finite factors above 0.")
    q, (W, b), (V, _) = _copy(network, p, layer)
    W[..., unit, :] *= factor
    b[..., unit] *= factor
    V[..., unit] /= factor
    return q


def count(network: Network) -> int:
    """Number of copies by permutations and sign flips: Π n_l! over hidden layers, times 2^flips.

    2! · 3! · 2⁵ = 384 for layers 2-2-3-2 with sigmoid or tanh units.
    """
    copies = 1
    for layer in _hidden(network):
        n = network.widths[layer - 1]
        copies *= factorial(n) * (2**n if flips(network, layer) else 1)
    return copies


def copies(network: Network, p: Array) -> Array:
    """All `count` copies of p (s,), shape (count, s), p itself first.

    ValueError if they would be more than ten million numbers.
    """
    total = count(network)
    if total * network.size > _MOST_NUMBERS:
        raise ValueError(
            f"A network with layers {network.widths} has {total:,} symmetric copies: "
            f"at most {_MOST_NUMBERS // network.size:,} of its size are listed."
        )
    q = np.array(p, dtype=float)[None]
    for layer in _hidden(network):
        units = range(network.widths[layer - 1])
        q = np.concatenate([permute(network, q, layer, order) for order in permutations(units)])
        if flips(network, layer):
            for unit in units:
                q = np.concatenate([q, flip(network, q, layer, unit)])
    return q


def _copy(
    network: Network, p: Array, layer: int
) -> tuple[Array, tuple[Array, Array], tuple[Array, Array]]:
    """A copy of p, with views of what enters the layer's units and of what leaves them."""
    q = np.array(p, dtype=float, order="C")
    layers = network.unflatten(q)
    return q, layers[layer - 2], layers[layer - 1]


def _hidden(network: Network) -> range:
    return range(2, len(network.widths))


def flips(network: Network, layer: int) -> bool:
    """Whether the units of a hidden layer have a sign to flip."""
    return network.activations[layer - 2].mirror is not None


def _require_hidden(network: Network, layer: int) -> None:
    if layer not in _hidden(network):
        last = len(network.widths) - 1
        raise ValueError(
            f"Layer {layer} is not hidden: "
            + (f"allowed are 2 to {last}." if last > 1 else "this network has no hidden layer.")
        )


def _activation(network: Network, layer: int, unit: int) -> Activation:
    _require_hidden(network, layer)
    units = network.widths[layer - 1]
    if not 0 <= unit < units:
        raise ValueError(f"Layer {layer} has no unit {unit}: allowed are 0 to {units - 1}.")
    return network.activations[layer - 2]


def _those(holds: Callable[[type[Activation]], bool]) -> str:
    """The names of the activations for which something holds: A, B and C."""
    *first, last = [member.__name__ for member in ACTIVATIONS.values() if holds(member)]
    return f"{', '.join(first)} and {last}"
