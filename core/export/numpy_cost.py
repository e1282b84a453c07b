"""A cost in NumPy: the network's forward pass, back propagation, the penalty; test functions."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.export.layers_numpy import write_layers
from core.export.noise import draws_noise
from core.export.script import groups
from core.export.source.dialect import NUMPY
from core.export.source.own_source import Functions
from core.networks.activations import Identity
from core.networks.layers import Sequential
from core.networks.model import Model
from core.networks.network import Network
from core.objectives.functions import Quadratic
from core.objectives.objective import Objective, OfTwo
from core.objectives.penalties import Penalty
from core.objectives.risk import Risk

_WIDTH = 92


@dataclass(frozen=True)
class Cost:
    """Expressions in the point {p} and, for a gradient, in {rows}: "" or "[rows]"."""

    value: str
    gradient: str
    penalty: str = ""
    penalty_gradient: str = ""


def numpy_cost(objective: Objective, functions: Functions) -> Cost:
    """The cost as text; its functions are added. ValueError for an unknown kind of objective."""
    match objective:
        case Risk():
            return _of_risk(objective, functions)
        case Quadratic():
            return _of_quadratic(objective, functions)
        case OfTwo():
            functions.adopt(objective)
            value = functions.method(objective, "_value")
            partials = functions.method(objective, "_first", name="partials")
            return Cost(f"{value}(*{{p}})", f"np.array({partials}(*{{p}}))")
    if objective.data:
        return _of_data(objective, functions)
    raise ValueError(f"{type(objective).__name__} cannot be exported.")


def numpy_residuals(objective: Objective, functions: Functions) -> str:
    """The residuals of a sum of squares at {p}, as one vector."""
    if isinstance(objective, Risk):
        model = objective.model
        alone = isinstance(model, Network) and len(model.widths) == 2
        last = "forward({p}, x)" + ("" if alone else "[-1]")
        a = _applied(model.output, "__call__", last, functions)
        return f"({a} - y).ravel()"
    return f"np.array({functions.method(objective, '_residuals')}(*{{p}}))"


def _of_data(objective: Objective, functions: Functions) -> Cost:
    for name in objective.data:
        functions.texts[name] = NUMPY.assigned(name, np.asarray(getattr(objective, name)))
    known = {"self": {name: name for name in objective.data}}
    value = functions.method(objective, "value", known, name="value")
    gradient = functions.method(objective, "gradient", known, name="gradient", without=("rows",))
    return Cost(f"{value}({{p}})", f"{gradient}({{p}})")


def _of_quadratic(objective: Quadratic, functions: Functions) -> Cost:
    A, b = np.asarray(objective.A, dtype=float), objective.b
    functions.texts["A"] = NUMPY.assigned("A", A)
    value, gradient = "0.5 * p @ A @ p", "A @ p"
    if b is not None:
        functions.texts["A"] += "\n" + NUMPY.assigned("b", np.asarray(b, dtype=float))
        value, gradient = f"{value} - b @ p", f"{gradient} - b"
    functions.texts["value"] = f"def value(p):\n    return {value}\n"
    functions.texts["gradient"] = f"def gradient(p):\n    return {gradient}\n"
    return Cost("value({p})", "gradient({p})")


def _of_risk(risk: Risk, functions: Functions) -> Cost:
    model, loss = risk.model, risk.loss
    functions.adopt(loss)
    bound = {"output": model.output}
    value = functions.method(
        loss,
        "value",
        bound,
        name="loss",
        docstring=f"{loss.title.capitalize()}, a mean over samples.",
    )
    delta = functions.method(
        loss, "delta", bound, name="output_delta", docstring="The derivative of the loss by z."
    )
    outputs = "forward({p}, x)[-1]"
    if isinstance(model, Sequential):
        write_layers(model, delta, _applied, functions)
    else:
        network = risk.network
        functions.texts["layers"] = _layers(network)
        functions.texts["forward"] = _forward(network, functions)
        functions.texts["gradient"] = _gradient(network, delta, functions)
        outputs = outputs if len(network.widths) > 2 else "forward({p}, x)"
    cost = f"{value}({outputs}, y)"
    drawn = ", k" if draws_noise(model) else ""
    gradient = f"gradient({{p}}, x{{rows}}, y{{rows}}{drawn})"
    if risk.penalty is None:
        return Cost(cost, gradient)
    return Cost(cost, gradient, *penalty(risk.penalty, model, functions))


def penalty(penalty: Penalty, network: Model, functions: Functions) -> tuple[str, str]:
    """The penalty and its gradient, as expressions in {p}."""
    functions.adopt(penalty)
    bound: dict[str, Any] = {"network": known_of(network)}
    names = []
    for method, name in (("value", "penalty"), ("gradient", "penalty_gradient")):
        names.append(functions.method(penalty, method, bound, name=name))
    if "is_weight" in functions.texts["penalty"]:
        ends = np.flatnonzero(np.diff(network.is_weight)) + 1
        kinds = network.is_weight[np.append(0, ends)].tolist()
        counts = np.diff([0, *ends, network.size]).tolist()
        functions.texts["penalty"] = (
            f"is_weight = np.repeat({kinds}, {counts})\n\n\n{functions.texts['penalty']}"
        )
    if "weight_groups" in functions.texts["penalty"]:
        functions.texts["penalty"] = f"{_weight_groups(network)}\n\n\n{functions.texts['penalty']}"
    value, gradient = names
    return f"{value}({{p}})", f"{gradient}({{p}})"


def known_of(model: Model) -> dict[str, str]:
    """What a script of a penalty knows of the network."""
    return {"is_weight": "is_weight", "weight_groups": "weight_groups", "size": str(model.size)}


def _weight_groups(model: Model) -> str:
    """A column for each layer: how many weights it has at each of them, 0 elsewhere."""
    rows = ""
    for column in model.weight_groups.T:
        first, count = int(np.flatnonzero(column)[0]), int(column.max())
        counts = [first, count, model.size - first - count]
        rows += f"    np.repeat([0.0, {float(count)}, 0.0], {counts}),\n"
    return f"weight_groups = np.stack([\n{rows}]).T"


def _layers(network: Network) -> str:
    """Views of the flat vector."""
    named, matrices = groups(network), []
    for (name, _), n, m in zip(named[::2], network.widths[1:], network.widths, strict=False):
        matrices += [f"{name}.reshape({n}, {m})", name.replace("W", "b")]
    cuts = np.cumsum([count for _, count in named])[:-1].tolist()
    return "\n".join(
        [
            "def layers(p):",
            '    """Weights W and biases b of each layer from the second on."""',
            f"    {', '.join(name for name, _ in named)} = np.split(p, {cuts})",
            f"    return {', '.join(matrices)}",
        ]
    )


def _names(network: Network, kept: set[str]) -> str:
    """What `layers` returns, the names that are not used replaced by _."""
    return ", ".join(name if name in kept else "_" for name, _ in groups(network))


def _forward(network: Network, functions: Functions) -> str:
    last, lines, out = len(network.widths), list[str](), list[str]()
    for layer, activation in enumerate(network.activations, 2):
        before = "x" if layer == 2 else f"a{layer - 1}"
        lines.append(f"z{layer} = {before} @ W{layer}.T + b{layer}")
        out.append(f"z{layer}")
        if layer < last:
            lines.append(f"a{layer} = {_applied(activation, '__call__', f'z{layer}', functions)}")
            out.append(f"a{layer}")
    everything = {name for name, _ in groups(network)}
    if last == 2:
        return "\n".join(
            [
                "def forward(p, x):",
                '    """z = W a + b; samples are rows."""',
                "    W2, b2 = layers(p)",
                "    return x @ W2.T + b2",
            ]
        )
    return "\n".join(
        [
            "def forward(p, x):",
            '    """z = W a + b, and a = σ(z) of the hidden layers; samples are rows."""',
            f"    {_names(network, everything)} = layers(p)",
            *(f"    {line}" for line in lines),
            f"    return {', '.join(out)}",
        ]
    )


def _gradient(network: Network, delta: str, functions: Functions) -> str:
    last = len(network.widths)
    hidden = [name for layer in range(2, last) for name in (f"z{layer}", f"a{layer}")]
    slopes = {
        layer: _applied(activation, "derivative", f"z{layer}", functions)
        for layer, activation in enumerate(network.activations[:-1], 2)
    }
    lines = [f"{', '.join([*_used(hidden, slopes), f'z{last}'])} = forward(p, x)"]
    if last > 2:
        lines.insert(
            0, f"{_names(network, {f'W{layer}' for layer in range(3, last + 1)})} = layers(p)"
        )
    lines.append(f"d{last} = {delta}(z{last}, y)")
    for layer in range(last - 1, 1, -1):
        back = f"d{layer + 1} @ W{layer + 1}"
        slope = slopes[layer]
        lines.append(f"d{layer} = {back}" if slope == "1" else f"d{layer} = {slope} * ({back})")
    parts = []
    for layer in range(2, last + 1):
        before = "x" if layer == 2 else f"a{layer - 1}"
        parts.append(f"(d{layer}.T @ {before}).ravel(), d{layer}.sum(axis=0)")
    joined = ", ".join(parts)
    if len(joined) > _WIDTH - 28:
        rows = ",\n            ".join(parts)
        whole = f"np.concatenate(\n        [\n            {rows},\n        ]\n    )"
    else:
        whole = f"np.concatenate([{joined}])"
    return "\n".join(
        [
            "def gradient(p, x, y):",
            '    """Back propagation (H&H, Lemma 5.1): δ = ∂C/∂z, ∂C/∂W = δ aᵀ, ∂C/∂b = δ."""',
            *(f"    {line}" for line in lines),
            f"    return {whole}",
        ]
    )


def _used(hidden: list[str], slopes: dict[int, str]) -> list[str]:
    """The names of the forward pass, those that the slopes leave unread replaced by _."""
    return ["_" if name[0] == "z" and slopes[int(name[1:])] == "1" else name for name in hidden]


def _applied(activation: Any, method: str, argument: str, functions: Functions) -> str:
    """σ(z) or σ'(z) as an expression."""
    if isinstance(activation, Identity):
        return argument if method == "__call__" else "1"
    return f"{functions.method(activation, method)}({argument})"
