"""Small questions about the text of the engine's functions."""

import ast
import inspect
import textwrap
from functools import cache
from types import FunctionType

import numpy as np

from core.formulas import plain_formula


@cache
def parsed(function: FunctionType) -> tuple[list[bytes], ast.FunctionDef]:
    """The lines of a function, or of its plain formula, and their tree."""
    formula = plain_formula(function)
    text = f"def plain():\n    return {formula}\n"
    if formula is None:
        text = textwrap.dedent(inspect.getsource(function))
    (tree,) = ast.parse(text).body
    assert isinstance(tree, ast.FunctionDef)
    return text.encode().splitlines(keepends=True), tree


def number(value: float) -> str:
    """As it is written in a formula, where -1.0 ** 2 would be something else."""
    plain = value.item() if isinstance(value, np.generic) else value
    return repr(plain) if plain >= 0 else f"({plain!r})"


def is_check(node: ast.stmt) -> bool:
    """A statement that only refuses: `if …: raise`, or a call that is handed the member."""
    match node:
        case ast.If(body=[ast.Raise()], orelse=[]):
            return True
        case ast.Expr(value=ast.Call(args=[ast.Name(id="self"), *_])):
            return True
    return False
