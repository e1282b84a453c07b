"""A member's own code as functions that stand alone.

The update of an optimizer, the slope of a loss: a script shows the very lines that the engine
runs, with the knobs written in, so that a new member needs no second version for export.
"""

import ast
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

from core.export.source.rewriting import Rewriting
from core.spec import menu


@dataclass
class Functions:
    """Functions collected for a script, each after those that it calls.

    texts: by name. knobs: the values of those that are variables of the script. Modules keep the
    names that they have in the engine.
    """

    texts: dict[str, str] = field(default_factory=dict)
    knobs: dict[str, str] = field(default_factory=dict)
    _names: dict[Any, str] = field(default_factory=dict)
    _adopted: dict[Any, tuple[str, bool]] = field(default_factory=dict)

    def adopt(self, owner: Any, prefix: str = "", *, knobs: bool = False) -> None:
        """Give the functions of a member another prefix; knobs: its knobs become variables."""
        self._adopted[owner] = prefix, knobs
        if knobs:
            # No function may take such a name later.
            self._names |= {(owner, name, "knob"): name for name in vars(owner)}

    def method(
        self,
        owner: Any,
        method: str,
        bound: dict[str, Any] | None = None,
        *,
        name: str = "",
        docstring: str = "",
        without: tuple[str, ...] = (),
    ) -> str:
        """The name of the function for `owner.method`, written now if it was not before.

        bound: what arguments of these names are, another member or a mapping from attributes to
        text; they vanish from the signature. without: further arguments that vanish, because
        the method does not use them. ValueError for what is no Python method of its class.
        """
        key = (owner, method)
        if key in self._names:
            return self._names[key]
        function = getattr(type(owner), method, None)
        if not isinstance(function, FunctionType):
            raise ValueError(f"{type(owner).__name__}.{method} has no source to export.")
        prefix, named = self._adopted.get(owner, (_prefix(owner), False))
        static = isinstance(inspect.getattr_static(type(owner), method), staticmethod)
        rewriting = Rewriting(self, function, None if static else owner, bound or {}, named)
        if not name and (alias := rewriting.alias()):
            self._names[key] = alias
            return alias
        words = [prefix, "" if method == "__call__" else method.strip("_")]
        free = self._names[key] = self._free(name or "_".join(filter(None, words)))
        text = rewriting.definition(free, docstring, without)
        # What it calls has been written in the meantime, and so stands before it.
        self.texts[free] = text
        return free

    def function(self, function: Callable[..., Any]) -> str:
        """The name of a function of the engine, written now if it was not before."""
        if function not in self._names:
            name = self._names[function] = self._free(function.__name__.strip("_"))
            assert isinstance(function, FunctionType)
            text = Rewriting(self, function, None, {}, False).definition(name)
            self.texts[name] = text
        return self._names[function]

    def constant(self, name: str, module: str) -> str:
        """The name of a constant of one of the engine's modules, defined now if it was not."""
        key, home = (module, name), sys.modules[module]
        if key in self._names:
            return self._names[key]
        for statement in ast.parse(inspect.getsource(home)).body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                    own = self._names[key] = self._free(name.strip("_"))
                    self.texts[own] = f"{own} = {ast.unparse(value)}\n"
                    return own
        # A builtin, then, such as a type.
        return name

    def reads(self, owner: Any, method: str, argument: str) -> bool:
        """Whether a method uses one of its arguments."""
        return argument in Rewriting(self, getattr(type(owner), method), owner, {}, False).read

    def _free(self, name: str) -> str:
        taken = {*self._names.values(), *self.texts}
        return next(n for n in (name, *(f"{name}_{i}" for i in range(2, 99))) if n not in taken)


def _prefix(owner: Any) -> str:
    """relu for ReLU(), as its menu would call it."""
    return next(iter(menu(type(owner)))).replace("-", "_")
