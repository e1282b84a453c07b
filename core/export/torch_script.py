"""A run as a PyTorch script: `nn.Sequential`, a loss of PyTorch's, `torch.optim`."""

import re
from dataclasses import dataclass, replace

from core.export.noise import draws_noise, torch_classes
from core.export.numpy_cost import numpy_cost, penalty
from core.export.proximal import is_proximal, on_loss, proximal_loop
from core.export.script import (
    Script,
    about,
    duration,
    folded,
    off_plane,
    picks_text,
    plane_text,
    rule_of,
    samples_text,
    start_text,
    template,
)
from core.export.second_order import Matrix, is_second_order, second_order_loop, weight_of
from core.export.source.dialect import TORCH
from core.export.source.own_source import Functions
from core.export.torch_model import OUTPUTS, loss_text, model_text
from core.objectives.objective import Objective
from core.objectives.plane import Plane
from core.objectives.risk import Risk
from core.training.recipe import Recipe

_IMPORTS = {
    "base64": "import base64",
    "math": "import math",
    "zlib": "import zlib",
    "np": "import numpy as np",
    "torch": "import torch",
    "nn": "from torch import nn",
    "F": "from torch.nn import functional as F",
}

# Measured: a step of a small network, most of it the cost of calling.
_STEP_SECONDS = 2.5e-4


@dataclass(frozen=True)
class Cost:
    """Definitions, and expressions for the loss on {rows}, "" or "[rows]", and the penalty."""

    pieces: list[str]
    parameters: str
    value: str
    penalty: str = ""
    """In p; of a model, these are its parameters in one vector."""

    @property
    def prepared(self) -> list[str]:
        """Statements before the penalty."""
        if not self.penalty or self.parameters == "[p]":
            return []
        return ["p = nn.utils.parameters_to_vector(model.parameters())"]


def torch_script(recipe: Recipe) -> str:
    """The script; its first printed line is the loss on all data after the last step.

    A second line is the penalty, if there is one. ValueError for an objective or an optimizer
    that has no counterpart in PyTorch.
    """
    objective, plane = off_plane(recipe.objective)
    picks = recipe.picks
    second = is_second_order(recipe.optimizer)
    proximal = is_proximal(recipe.optimizer)
    script = Script(about(recipe, "PyTorch", duration(recipe.steps * _STEP_SECONDS)))
    script.add("torch.set_default_dtype(torch.float64)")
    script.add(samples_text(objective, TORCH), plane_text(objective, plane, TORCH))
    if isinstance(objective, Risk):
        script.add(*torch_classes(objective.model), model_text(objective))
    cost = _cost(objective, plane, second or proximal)
    start = start_text(recipe, TORCH, "start" if cost.parameters != "[p]" else "p")
    if cost.parameters == "[p]":
        script.add(f"# Start.\n{start}" + ("" if second or proximal else "\np.requires_grad_()"))
    else:
        said = "# Start, in the order of the model's parameters."
        script.add(f"{said}\n{start}\nnn.utils.vector_to_parameters(start, model.parameters())")
    if picks is not None:
        script.add(*picks_text(recipe, picks, TORCH))
    script.add(*cost.pieces)
    if proximal:
        script.add(*_proximal(recipe, cost))
    else:
        script.add(*(_second_order(recipe, cost) if second else [_training(recipe, cost)]))
    if isinstance(objective, Risk) and draws_noise(objective.model):
        script.add("model.eval()")
    script.add(_printed(cost))
    if any("unpacked(" in piece for piece in script.pieces):
        script.pieces.insert(0, TORCH.unpacked)
    return script.text(_IMPORTS)


def _training(recipe: Recipe, cost: Cost) -> str:
    rule = rule_of(recipe.optimizer, recipe.steps)
    lines = [folded(f"optimizer = {_call(template(rule.optimizer), cost)}")]
    if rule.schedule is not None:
        lines.append(folded(f"scheduler = {template(rule.schedule)}"))
    picks = recipe.picks
    loss = cost.value.format(rows="" if picks is None else "[rows]")
    if cost.penalty:
        loss = f"{loss} + {cost.penalty}"
    lines += [
        f"for _ in range({recipe.steps}):" if picks is None else "for rows in picks:",
        "    optimizer.zero_grad()",
        *(f"    {line}" for line in cost.prepared),
        f"    cost = {loss}",
        "    cost.backward()",
    ]
    if rule.clipped is not None:
        lines.append(f"    {_call(template(rule.clipped), cost)}")
    lines.append("    optimizer.step()")
    if rule.schedule is not None:
        lines.append("    scheduler.step()")
    return "\n".join(lines)


def _second_order(recipe: Recipe, cost: Cost) -> list[str]:
    """The loop of Newton's method or of Levenberg-Marquardt, with what it is made of."""
    objective, plane = off_plane(recipe.objective)
    value = cost.value.format(rows="") + (f" + {cost.penalty}" if cost.penalty else "")
    pieces = [f"def cost_at(p):\n    return {value}\n"]
    # Not torch.func's, which still go through the deprecated torch.jit in 2.13.
    first, twice = (f"torch.autograd.functional.{name}" for name in ("jacobian", "hessian"))
    matrix = Matrix("torch", f"{first}(cost_at, p)", f"{twice}(cost_at, p)")
    weight = weight_of(recipe.optimizer)
    if weight is not None:
        at = _point(plane)
        residuals = f"(outputs({at}, x) - y).ravel()"
        if not isinstance(objective, Risk):
            functions = Functions()
            functions.adopt(objective)
            unpacked = "*p" if plane is None else f"*({at})"
            residuals = f"torch.stack({functions.method(objective, '_residuals')}({unpacked}))"
            if "def residuals(" not in "".join(cost.pieces):
                pieces += [_in_torch(text) for text in functions.texts.values()]
        pieces.append(f"def residuals_at(p):\n    return {residuals}\n")
        matrix = replace(matrix, jacobian=f"{first}(residuals_at, p)", weight=weight)
    return [*pieces, second_order_loop(recipe.optimizer, recipe.steps, matrix)]


def _proximal(recipe: Recipe, cost: Cost) -> list[str]:
    """The loop of a proximal or projected gradient, with what it is made of."""
    picked = "" if recipe.picks is None else "[rows]"
    value = cost.value.format(rows=picked)
    if cost.penalty and not on_loss(recipe.optimizer):
        value += f" + {cost.penalty}"
    head = f"for _ in range({recipe.steps}):" if recipe.picks is None else "for rows in picks:"
    slope = f"torch.autograd.functional.jacobian(lambda p: {value}, p)"
    functions = Functions()
    loop = proximal_loop(recipe.optimizer, head, slope, functions)
    return [*map(_in_torch, functions.texts.values()), loop]


def _point(plane: Plane | None) -> str:
    return "p" if plane is None else "origin + p @ directions"


def _call(text: str, cost: Cost) -> str:
    """A call with the parameters of this script in it."""
    return re.sub(r"\bparameters\b", cost.parameters, text, count=1)


def _printed(cost: Cost) -> str:
    lines = ["with torch.no_grad():", f"    print({cost.value.format(rows='')}.item())"]
    lines += [f"    {line}" for line in cost.prepared]
    if cost.penalty:
        lines.append(f'    print("penalty", {cost.penalty}.item())')
    return "\n".join(lines)


def _cost(objective: Objective, plane: Plane | None, second: bool) -> Cost:
    """On a plane, and for second derivatives, a model is a function of a vector p."""
    of_vector = second or plane is not None or not isinstance(objective, Risk)
    parameters = "[p]" if of_vector else "model.parameters()"
    point = _point(plane) if plane is None else f"({_point(plane)})"
    if isinstance(objective, Risk):
        outputs = f"outputs({_point(plane)}, x{{rows}})" if of_vector else "model(x{rows})"
        pieces = [OUTPUTS, loss_text(objective)] if of_vector else [loss_text(objective)]
        value = f"loss({outputs}, y{{rows}})"
        if objective.penalty is None:
            return Cost(pieces, parameters, value)
        functions = Functions()
        call, _ = penalty(objective.penalty, objective.model, functions)
        pieces.append(_in_torch(functions.texts["penalty"]))
        return Cost(pieces, parameters, value, call.format(p=point))
    functions = Functions()
    value = numpy_cost(objective, functions).value.format(p=point)
    used = _reached(functions, value)
    return Cost([_in_torch(text) for text in used], parameters, value)


def _reached(functions: Functions, expression: str) -> list[str]:
    """The definitions that an expression needs, directly or not: not those of the gradient."""
    texts, needed, found = functions.texts, expression, list[str]()
    for name in reversed(texts):
        if re.search(rf"\b{name}\b", needed):
            found.insert(0, texts[name])
            needed += texts[name]
    return found


def _in_torch(text: str) -> str:
    """NumPy's functions by PyTorch's names, which are the same for what a cost is made of."""
    repeated = r"np\.repeat\((\[.*?\]), (\[.*?\])\)"
    text = re.sub(repeated, r"torch.tensor(\1).repeat_interleave(torch.tensor(\2))", text)
    text = text.replace("np.array(", "torch.tensor(").replace("np.sort(", "torch.msort(")
    return text.replace("np.", "torch.")
