"""A function's text, made to stand alone: knobs become numbers, members become functions."""

import ast
import inspect
import math
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from types import FunctionType, ModuleType
from typing import Any, Protocol

from core.export.source.syntax import is_check, number, parsed
from core.networks.activations import Identity
from core.once import once


class Collected(Protocol):
    """What a rewriting asks for the things that its function uses."""

    knobs: dict[str, str]

    def method(self, owner: Any, method: str, bound: dict[str, Any] | None = None) -> str:
        """The name of the function for a method."""

    def function(self, function: Callable[..., Any]) -> str:
        """The name of a function."""

    def constant(self, name: str, module: str) -> str:
        """The name of a constant of a module."""


class Rewriting:
    """One function, its text left alone wherever it can be.

    owner: the member whose method it is. bound: what its other arguments are, see
    `Functions.method`. A function that has a plain formula consists of that alone.
    """

    def __init__(
        self,
        collected: Collected,
        function: FunctionType,
        owner: Any,
        bound: dict[str, Any],
        named: bool,
    ) -> None:
        self.collected, self.named = collected, named
        self.globals, self.module = function.__globals__, function.__module__
        self.arguments = list(inspect.signature(function).parameters)
        self.lines, self.tree = parsed(function)
        # A member's method may be static; its first argument is then no member.
        self.bound = bound if owner is None else {self.arguments[0]: owner, **bound}

    @once
    def body(self) -> list[ast.stmt]:
        """The statements without the docstring."""
        return self.tree.body[1:] if self._own_docstring else self.tree.body

    @property
    def read(self) -> set[str]:
        """The names that are read."""
        return {node.id for node in self._names(ast.Load)}

    def definition(self, name: str, docstring: str = "", without: tuple[str, ...] = ()) -> str:
        """The text under a new name, without the arguments that are bound or named here."""
        kept = [a for a in self.arguments if a not in self.bound and a not in without]
        docstring = docstring or self._own_docstring
        # Comments above the first statement belong to it.
        first = self.body[0].lineno
        while self.lines[first - 2].lstrip().startswith(b"#"):
            first -= 1
        start, (_, end) = self._offset(first, 0), self._span(self.body[-1])
        return (
            f"def {name}({', '.join(kept)}):\n"
            + (f'    """{docstring}"""\n' if docstring else "")
            + f"{self._rewritten(self.body, start, end).rstrip()}\n"
        )

    def alias(self) -> str:
        """The function that this one does nothing but call with its own arguments, or \"\"."""
        match self.body:
            case [ast.Return(value=ast.Call(keywords=[]) as call)]:
                given = [a.id if isinstance(a, ast.Name) else "" for a in call.args]
                if given == [a for a in self.arguments if a not in self.bound]:
                    return self._callee(call) or ""
        return ""

    @once
    def _own_docstring(self) -> str:
        # What follows the first paragraph is for callers of the engine.
        return (ast.get_docstring(self.tree) or "").partition("\n\n")[0]

    @once
    def _local(self) -> set[str]:
        return {node.id for node in self._names(ast.Store)} | set(self.arguments)

    def _names(self, kind: type[ast.expr_context]) -> Iterator[ast.Name]:
        for node in ast.walk(ast.Module(self.body, [])):
            if isinstance(node, ast.Name) and isinstance(node.ctx, kind):
                yield node

    def _offset(self, line: int, column: int) -> int:
        return sum(map(len, self.lines[: line - 1])) + column

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._offset(node.lineno, node.col_offset),
            self._offset(node.end_lineno, node.end_col_offset),
        )

    def _text(self, node: ast.expr) -> str:
        return self._rewritten([node], *self._span(node))

    def _rewritten(self, nodes: list[Any], start: int, end: int) -> str:
        """The text from start to end, bytes, with the edits of the nodes made."""
        source, pieces = b"".join(self.lines), list[str]()
        for at, until, new in sorted(edit for node in nodes for edit in self._edits(node)):
            pieces += [source[start:at].decode(), new]
            start = until
        return "".join([*pieces, source[start:end].decode()])

    def _edits(self, node: ast.AST) -> Iterator[tuple[int, int, str]]:
        match node:
            case ast.stmt(lineno=line, end_lineno=int(last)) if is_check(node):
                yield self._offset(line, 0), self._offset(last + 1, 0), ""
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield (*self._span(node), f"{self._text(target)} = {self._text(value)}")
            case ast.expr() if (new := self._replacement(node)) is not None:
                yield (*self._span(node), new)
            case ast.keyword(value=value):
                yield from self._edits(value)
            case _:
                for child in ast.iter_child_nodes(node):
                    yield from self._edits(child)

    def _replacement(self, node: ast.expr) -> str | None:
        """What stands in an expression's place, or None where it stays."""
        match node:
            # a * 1 is a: the slope of the identity, a knob that is 1.
            case ast.BinOp(left=left, op=ast.Mult(), right=right) if self._is_one(right):
                return self._factor(left)
            case ast.BinOp(left=left, op=ast.Mult(), right=right) if self._is_one(left):
                return self._factor(right)
            case ast.Call(func=func, args=[argument]) if isinstance(self._member(func), Identity):
                return self._text(argument)
            # A script has one model, and a knob is a number.
            case ast.Call(func=ast.Name(id="per_model"), args=[knob, *_]):
                return self._text(knob)
            case ast.Call() if (callee := self._callee(node)) is not None:
                kept = [self._text(a) for a in node.args if self._member(a) is None]
                kept += [f"{k.arg}={self._text(k.value)}" for k in node.keywords]
                return f"{callee}({', '.join(kept)})"
            case ast.Attribute(value=value, attr=name) if owner := self._member(value):
                return self._knob(owner, name)
            # Samples are rows of a matrix: their number is its length.
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=array), attr="shape"),
                slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=2)),
            ):
                return f"len({array})"
            case ast.Name(id=name) if name not in self._local and name in self.globals:
                return self._global(name)
        return None

    def _callee(self, call: ast.Call) -> str | None:
        """The name of the function that a call of a member, or of the engine, reaches."""
        owner, method = self._member(call.func), "__call__"
        if owner is None and isinstance(call.func, ast.Attribute):
            owner, method = self._member(call.func.value), call.func.attr
        if owner is not None and not isinstance(owner, dict):
            function = getattr(type(owner), method)
            names = list(inspect.signature(function).parameters)[1:]
            handed = {n: self._member(a) for n, a in zip(names, call.args, strict=False)}
            bound = {n: member for n, member in handed.items() if member is not None}
            return self.collected.method(owner, method, bound)
        match call.func:
            case ast.Name(id=name) if isinstance(self.globals.get(name), FunctionType):
                return self.collected.function(self.globals[name])
        return None

    def _member(self, node: ast.expr) -> Any:
        """The member that an expression stands for: an argument that is bound, or Sigmoid()."""
        match node:
            case ast.Name(id=name):
                return self.bound.get(name)
            case ast.Call(func=ast.Name(id=name), args=[], keywords=[]):
                cls = self.globals.get(name)
                return cls() if isinstance(cls, type) and is_dataclass(cls) else None
        return None

    def _is_one(self, node: ast.expr) -> bool:
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr="derivative")):
                return isinstance(self._member(value), Identity)
            case ast.Call(func=ast.Name(id="per_model"), args=[knob, *_]):
                return self._is_one(knob)
            case ast.Attribute(value=value, attr=name) if not self.named:
                owner = self._member(value)
                factor = None if isinstance(owner, dict) else getattr(owner, name, None)
                return isinstance(factor, float) and factor == 1
        return False

    def _factor(self, node: ast.expr) -> str:
        """What is left of a product; its parentheses, if it had any, belong to no node."""
        match node:
            case ast.BinOp(op=ast.Add() | ast.Sub()) | ast.IfExp() | ast.Compare():
                return f"({self._text(node)})"
        return self._text(node)

    def _knob(self, owner: Any, name: str) -> str:
        if isinstance(owner, dict):
            return str(owner[name])
        value = getattr(owner, name)
        if not isinstance(value, int | float):
            raise ValueError(f"{type(owner).__name__}.{name} = {value!r} cannot be exported.")
        if not self.named or name in self._local:
            return number(value)
        self.collected.knobs[name] = number(value)
        return name

    def _global(self, name: str) -> str | None:
        value = self.globals[name]
        if isinstance(value, ModuleType):
            return None
        if isinstance(value, FunctionType):
            return self.collected.function(value)
        if name in vars(math) and vars(math)[name] == value:
            return f"math.{name}"
        return self.collected.constant(name, self.module)
