"""A run as a NumPy script: forward pass, back propagation and the update, by hand."""

import re
from dataclasses import replace

from core.export.noise import draws_noise
from core.export.numpy_cost import Cost, numpy_cost, numpy_residuals
from core.export.proximal import is_proximal, on_loss, proximal_loop
from core.export.script import (
    Rule,
    Script,
    about,
    duration,
    off_plane,
    picks_text,
    plane_text,
    rule_of,
    samples_text,
    start_text,
)
from core.export.second_order import Matrix, is_second_order, second_order_loop, weight_of
from core.export.source.dialect import NUMPY
from core.export.source.own_source import Functions
from core.networks.layers import Sequential
from core.objectives.objective import Objective
from core.objectives.risk import Risk
from core.optimizers.clipping import clip
from core.optimizers.optimizer import Optimizer
from core.training.recipe import Recipe

_IMPORTS = {
    "base64": "import base64",
    "math": "import math",
    "zlib": "import zlib",
    "np": "import numpy as np",
}
# Measured: what a layer adds to a step, forward and back, and what the rest of it takes.
_LAYER_SECONDS, _STEP_SECONDS = 1.5e-5, 1e-5

_COMPLEX_STEP = '''\
def derivative(f, p):
    """Of f at p, exact without differences: a complex step (Squire & Trapp 1998)."""
    step = 1e-30
    return np.stack([f(p + 1j * step * e).imag / step for e in np.eye(len(p))], axis=-1)
'''


def numpy_script(recipe: Recipe) -> str:
    """The script; its first printed line is the loss on all data after the last step.

    A second line is the penalty, if there is one. ValueError for an objective or an optimizer
    whose code cannot be exported.
    """
    objective, plane = off_plane(recipe.objective)
    rule, picks, functions = rule_of(recipe.optimizer, recipe.steps), recipe.picks, Functions()
    script = Script(about(recipe, "NumPy", duration(_seconds(recipe.steps, objective))))
    script.add(samples_text(objective, NUMPY), plane_text(objective, plane, NUMPY))
    script.add(f"# Start.\n{start_text(recipe, NUMPY, 'p')}")
    if picks is not None:
        script.add(*picks_text(recipe, picks, NUMPY))
    functions.adopt(rule.optimizer, knobs=True)
    cost = numpy_cost(objective, functions)
    script.add(*functions.texts.values())
    known = set(functions.texts)
    if is_second_order(rule.optimizer):
        loop = _second_order(recipe, rule.optimizer, cost, functions)
    elif is_proximal(rule.optimizer):
        smooth = replace(cost, penalty_gradient="") if on_loss(rule.optimizer) else cost
        slope = _slope(smooth, plane is not None, "" if recipe.picks is None else "[rows]")
        head = _head(recipe, _draws(objective))
        loop = proximal_loop(rule.optimizer, head, slope, functions)
    else:
        loop = _loop(recipe, rule, cost, functions)
    script.add(
        "\n".join(
            f"{n} = {functions.knobs[n]}" for n in vars(rule.optimizer) if n in functions.knobs
        )
    )
    script.add(*(text for name, text in functions.texts.items() if name not in known))
    script.add(loop, _printed(cost, _point(plane is not None)))
    if any("np.exp(-z)" in piece for piece in script.pieces):
        script.pieces.insert(
            0, 'np.seterr(over="ignore")  # exp(-z) = inf is right: σ(z) is 0 there.'
        )
    if any("unpacked(" in piece for piece in script.pieces):
        script.pieces.insert(0, NUMPY.unpacked)
    return script.text(_IMPORTS)


def _loop(recipe: Recipe, rule: Rule, cost: Cost, functions: Functions) -> str:
    """The statements that train, from the optimizer's state to its last step."""
    on_plane = off_plane(recipe.objective)[1] is not None
    gradient = _slope(cost, on_plane, "" if recipe.picks is None else "[rows]")
    if rule.clipped is not None:
        gradient = f"{functions.function(clip)}({gradient}, {float(rule.clipped.bound)!r})"
    step, state = _update(rule.optimizer, functions)
    lines = [f"g = {gradient}", step]
    counted = "step(k, " in step or _draws(recipe.objective)
    if rule.schedule is not None:
        factor = functions.method(rule.schedule, "__call__", name="factor")
        lines.insert(0, f"eta = {float(rule.optimizer.eta)!r} * {factor}(k)")
        counted = True
    loop = _head(recipe, counted)
    return "\n".join([*state, loop, *(f"    {line}" for line in lines)])


def _slope(cost: Cost, on_plane: bool, rows: str) -> str:
    """The gradient at p, penalty included, along the plane if there is one."""
    point = _point(on_plane)
    gradient = cost.gradient.format(p=point, rows=rows)
    if cost.penalty_gradient:
        gradient = f"{gradient} + {cost.penalty_gradient.format(p=point)}"
        if on_plane:
            gradient = f"({gradient})"
    return f"{gradient} @ directions.T" if on_plane else gradient


def _second_order(recipe: Recipe, optimizer: Optimizer, cost: Cost, functions: Functions) -> str:
    """The loop of Newton's method or of Levenberg-Marquardt, with what it is made of."""
    objective, plane = off_plane(recipe.objective)
    point = _point(plane is not None)
    value = cost.value.format(p=point)
    if cost.penalty:
        value += f" + {cost.penalty.format(p=point)}"
    functions.texts["cost_at"] = f"def cost_at(p):\n    return {value}\n"
    slope = _slope(cost, plane is not None, "")
    functions.texts["slope_at"] = f"def slope_at(p):\n    return {slope}\n"
    functions.texts["derivative"] = _COMPLEX_STEP
    matrix = Matrix("np", "slope_at(p)", "derivative(slope_at, p)")
    weight = weight_of(optimizer)
    if weight is not None:
        residuals = numpy_residuals(objective, functions).format(p=point)
        functions.texts["residuals_at"] = f"def residuals_at(p):\n    return {residuals}\n"
        matrix = replace(matrix, jacobian="derivative(residuals_at, p)", weight=weight)
    return second_order_loop(optimizer, recipe.steps, matrix)


def _head(recipe: Recipe, counted: bool) -> str:
    """The loop's first line; counted: the steps need their numbers."""
    if recipe.picks is None:
        numbers = f"range(1, {recipe.steps + 1})" if counted else f"range({recipe.steps})"
        return f"for {'k' if counted else '_'} in {numbers}:"
    return "for k, rows in enumerate(picks, 1):" if counted else "for rows in picks:"


def _update(optimizer: Optimizer, functions: Functions) -> tuple[str, list[str]]:
    """A step as a statement, and the statements before the loop."""
    said = "What the rule remembers, at first."
    init = functions.method(optimizer, "init", name="init", docstring=said)
    without = () if functions.reads(optimizer, "step", "k") else ("k",)
    arguments = ["k", "p", "g", "state"]
    said = f"One step ({optimizer.source})."
    name = functions.method(optimizer, "step", name="step", docstring=said, without=without)
    stateless = re.sub(r"^(    return .*), state$", r"\1", functions.texts[name], flags=re.M)
    if stateless != functions.texts[name] and stateless.count("state") == 1:
        # A rule that remembers nothing.
        functions.texts[name] = stateless.replace(", state)", ")")
        del functions.texts[init]
        given = ", ".join(a for a in arguments if a not in (*without, "state"))
        return f"p = {name}({given})", []
    given = ", ".join(a for a in arguments if a not in without)
    return f"p, state = {name}({given})", [f"state = {init}(p)"]


def _draws(objective: Objective) -> bool:
    """Whether a step draws anything, for which it needs its number."""
    risk = off_plane(objective)[0]
    return isinstance(risk, Risk) and draws_noise(risk.model)


def _printed(cost: Cost, point: str) -> str:
    lines = [f"print({cost.value.format(p=point)})"]
    if cost.penalty:
        lines.append(f'print("penalty", {cost.penalty.format(p=point)})')
    return "\n".join(lines)


def _point(on_plane: bool) -> str:
    return "(origin + p @ directions)" if on_plane else "p"


def _seconds(steps: int, objective: Objective) -> float:
    layers = 0
    if isinstance(objective, Risk):
        model = objective.model
        layers = (
            10 * len(model.layers)
            if isinstance(model, Sequential)
            else (len(objective.network.widths) - 1)
        )
    return steps * (_STEP_SECONDS + _LAYER_SECONDS * layers)
