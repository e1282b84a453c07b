"""The chain rule, written out: a training step of one sample as Python without arrays.

Generated from the network, with the names of Higham & Higham (2019), section 5; superscripts
follow the letter, so that W2_13 is w²₁₃ and d4_1 is δ⁴₁. `straight_line` compiles it.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from textwrap import wrap

from core.networks.activation import Activation
from core.networks.activations import Identity, Sigmoid
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy, Loss

_FROM_MATH = ("erf", "exp", "expm1", "hypot", "log1p", "pi", "sqrt", "tanh")
_WIDTH = 88


def has_source(network: Network, loss: Loss) -> bool:
    """Whether `source` can be written: it knows the derivative of the loss."""
    if isinstance(loss, BinaryCrossEntropy):
        return isinstance(network.output, Sigmoid | Identity)
    return loss.weight is not None


def source(network: Network, loss: Loss, bound: float | None = None) -> str:
    """A Python module whose `descend` is gradient descent with one sample a step, unrolled.

    `descend(p, eta, drawn)` takes the flat parameters, the learning rate and for each step the
    sample drawn, a tuple (x…, y…). It gives the parameters after the last step, or, where there
    is a `bound`, after the first that takes their norm beyond it. ValueError if `has_source` is
    false.
    """
    if not has_source(network, loss):
        members = ", ".join(type(member).__name__ for member in (*network.activations, loss))
        raise ValueError(f"There is no formula for {members} together.")
    levels = range(2, len(network.widths) + 1)
    parameters = [f"{', '.join(_parameters(network, level))}," for level in levels]
    step = [
        "# Forward, layer by layer: z = W a + b, a = σ(z).",
        *(line for level in levels for line in _forward(network, level)),
        "# Backward, δ = ∂C/∂z: at the output, then δ = σ'(z) ∘ Wᵀδ of the layer after.",
        *_output_deltas(network, loss),
        *(line for level in levels[-2::-1] for line in _deltas(network, level)),
        "# Down the gradient: ∂C/∂w_jk = δ_j a_k, ∂C/∂b_j = δ_j.",
        *(line for level in levels for line in _updates(network, level)),
    ]
    if bound is not None:
        step += [*_block("if not hypot(", parameters, f") <= {bound!r}:"), "    break"]
    body = [
        *_block("(", parameters, ") = p"),
        f"for {', '.join(_units(network, 'a', 1) + _targets(network))} in drawn:",
        *_indented(step),
        *_block("return (", parameters, ")"),
    ]
    text = "\n".join(["def descend(p, eta, drawn):", *_indented(body)])
    used = [name for name in _FROM_MATH if re.search(rf"\b{name}\b", text)]
    head = f"from math import {', '.join(used)}\n\n\n" if used else ""
    return f"{head}{text}\n"


def _forward(network: Network, level: int) -> Iterator[str]:
    value, _ = network.activations[level - 2].scalar
    a = _units(network, "a", level - 1)
    rows = zip(_weights(network, level), _units(network, "b", level), strict=True)
    for (row, b), names in zip(rows, _names(network, level), strict=True):
        yield f"{names['z']} = {_dot(row, a)} + {b}"
        yield f"{names['a']} = {_named(value, names)}"


def _output_deltas(network: Network, loss: Loss) -> Iterator[str]:
    last = len(network.widths)
    slope = _factor(network.output)
    match loss, network.output:
        case BinaryCrossEntropy(), Sigmoid():
            delta = "a - y"
        case BinaryCrossEntropy(), _:
            delta = f"({Sigmoid.scalar[0]}) - y"
        case _:
            assert loss.weight is not None
            factor = "" if loss.weight == 0.5 else f"{2 * loss.weight!r} * "
            delta = f"{factor}(a - y){slope}"
    for y, names in zip(_targets(network), _names(network, last), strict=True):
        yield f"{names['d']} = {_named(delta, names | {'y': y})}"


def _deltas(network: Network, level: int) -> Iterator[str]:
    slope = _factor(network.activations[level - 2])
    after = _units(network, "d", level + 1)
    columns = zip(*_weights(network, level + 1), strict=True)
    for column, names in zip(columns, _names(network, level), strict=True):
        yield f"{names['d']} = ({_dot(column, after)})" + _named(slope, names)


def _factor(activation: Activation) -> str:
    """The slope of an activation as it follows a product: in parentheses unless it is one."""
    _, slope = activation.scalar
    if slope == "1.0":
        return ""
    tree = ast.parse(slope, mode="eval").body
    product = isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mult)
    return f" * {slope}" if product else f" * ({slope})"


def _named(expression: str, names: dict[str, str]) -> str:
    """An expression of z, a, … with what stands for them."""
    return re.sub(r"\b[a-z]\w*", lambda match: names.get(match[0], match[0]), expression)


def _updates(network: Network, level: int) -> Iterator[str]:
    a = _units(network, "a", level - 1)
    biases, deltas = _units(network, "b", level), _units(network, "d", level)
    for row, b, delta in zip(_weights(network, level), biases, deltas, strict=True):
        yield f"step = eta * {delta}"
        yield from (f"{w} -= step * {a_k}" for w, a_k in zip(row, a, strict=True))
        yield f"{b} -= step"


def _dot(factors: Iterable[str], others: Iterable[str]) -> str:
    return " + ".join(f"{one} * {other}" for one, other in zip(factors, others, strict=True))


def _units(network: Network, letter: str, level: int) -> list[str]:
    return [f"{letter}{level}_{j}" for j in range(1, network.widths[level - 1] + 1)]


def _targets(network: Network) -> list[str]:
    return [f"y_{j}" for j in range(1, network.widths[-1] + 1)]


def _weights(network: Network, level: int) -> list[list[str]]:
    """Names of W, row by row; W2_1_11 rather than W2_111 where an index has two digits."""
    m, n = network.widths[level - 2 : level]
    between = "_" if max(m, n) > 9 else ""
    return [[f"W{level}_{j}{between}{k}" for k in range(1, m + 1)] for j in range(1, n + 1)]


def _parameters(network: Network, level: int) -> list[str]:
    """Names of W and b in the order of the flat vector."""
    return [*chain(*_weights(network, level)), *_units(network, "b", level)]


def _names(network: Network, level: int) -> Iterator[dict[str, str]]:
    """What stands for z, a and d in the formulas of each unit, and for the knobs of its σ."""
    knobs = {
        name: repr(float(value)) for name, value in vars(network.activations[level - 2]).items()
    }
    letters = zip(*(_units(network, letter, level) for letter in "zad"), strict=True)
    return (knobs | dict(zip("zad", names, strict=True)) for names in letters)


def _block(opening: str, lines: Iterable[str], closing: str) -> list[str]:
    return [opening, *_indented(chain(*(wrap(line, _WIDTH) for line in lines))), closing]


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]
