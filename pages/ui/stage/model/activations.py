"""core's menu of activations in JavaScript, written from what each member says of itself."""

import ast
from collections.abc import Mapping
from dataclasses import fields

from core.networks.activation import Activation

_FUNCTIONS = {name: f"Math.{name}" for name in ("exp", "expm1", "log1p", "sqrt", "tanh")}
_NAMES = _FUNCTIONS | {"erf": "erf", "pi": "Math.PI"}
_SIGNS: dict[type[ast.AST], str] = {
    **{ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.USub: "-"},
    **{ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="},
}


def table(members: Mapping[str, type[Activation]]) -> str:
    """An object of JavaScript: of each member whether it is homogeneous, and what makes its σ."""
    lines = []
    for name, member in members.items():
        knobs = ", ".join(field.name for field in fields(member))
        value = expression(ast.parse(member.scalar[0], mode="eval").body)
        homogeneous = "true" if member.homogeneous else "false"
        lines.append(
            f'  "{name}": {{ homogeneous: {homogeneous}, of: ({{ {knobs} }}) => (z) => {value} }},'
        )
    return "\n".join(["{", *lines, "}"])


def expression(tree: ast.AST) -> str:
    """An expression of Python's in JavaScript; ValueError where it is made of something else."""
    match tree:
        case ast.Constant(float() | int() as value):
            return repr(value)
        case ast.Name(name):
            return _NAMES.get(name, name)
        case ast.UnaryOp(op, operand) if type(op) in _SIGNS:
            return f"({_SIGNS[type(op)]}{expression(operand)})"
        case ast.BinOp(left, op, right) if type(op) in _SIGNS:
            return f"({expression(left)} {_SIGNS[type(op)]} {expression(right)})"
        case ast.Compare(left, [op], [right]) if type(op) in _SIGNS:
            return f"({expression(left)} {_SIGNS[type(op)]} {expression(right)})"
        case ast.IfExp(test, body, orelse):
            return f"({expression(test)} ? {expression(body)} : {expression(orelse)})"
        case ast.Call(ast.Name(name), [argument], []) if name in _NAMES:
            return f"{_NAMES[name]}({expression(argument)})"
    raise ValueError(f"“{ast.unparse(tree)}” cannot be written in JavaScript.")
