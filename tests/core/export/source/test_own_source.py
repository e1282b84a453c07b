"""The engine's own functions, made to stand alone: what stays and what is replaced."""

from dataclasses import dataclass
from math import pi
from typing import ClassVar

import numpy as np
import pytest

from core.export.source.own_source import Functions
from core.formulas import plain_formula, plainly
from core.networks.activation import Activation
from core.networks.activations import Identity, Sigmoid, Tanh

_SCALE = 2 * np.pi
Array = np.ndarray


def _scaled(z: Array) -> Array:
    """z in turns.

    Not kept: what a caller of the engine has to know.
    """
    return z / _SCALE


@dataclass(frozen=True)
class Member:
    knob: float = 0.5
    weight: ClassVar[float] = 3.0
    names: tuple[str, ...] = ("a",)

    def __call__(self, z: Array, output: Activation) -> Array:
        # A comment above the first statement.
        if z.ndim == 0:
            raise ValueError("refused")
        self.require(self, z)
        total: Array = self._inner(output(z)) * output.derivative(z)  # and one beside
        return total + self.weight * self.knob**2 + pi * z.shape[-2]

    def _inner(self, z: Array) -> Array:
        return _scaled(z) - Sigmoid()(z)

    def only_calls(self, z: Array) -> Array:
        return _scaled(z)

    def unknown(self, z: Array) -> Array:
        return z * len(self.names)

    @staticmethod
    def require(self: object, z: Array) -> None:
        """A check; scripts do without."""


def written(member, method, **arguments):
    functions = Functions()
    name = functions.method(member, method, **arguments)
    return functions, name


def test_a_method_stands_after_what_it_calls_and_keeps_its_text():
    functions, name = written(Member(), "__call__", bound={"output": Tanh()})
    assert name == "member"
    names = list(functions.texts)
    assert names.index("scaled") < names.index("member_inner") < names.index("member")
    assert functions.texts["member"] == (
        "def member(z):\n"
        "    # A comment above the first statement.\n"
        "    total = member_inner(tanh(z)) * tanh_derivative(z)  # and one beside\n"
        "    return total + 3.0 * 0.5**2 + math.pi * len(z)\n"
    )
    assert functions.texts["scaled"] == (
        'def scaled(z):\n    """z in turns."""\n    return z / SCALE\n'
    )
    assert functions.texts["SCALE"] == "SCALE = 2 * np.pi\n"


def test_the_identity_disappears():
    functions, _ = written(Member(), "__call__", bound={"output": Identity()})
    assert "total = member_inner(z)  # and one beside" in functions.texts["member"]
    assert not any("identity" in name for name in functions.texts)


def test_a_factor_of_one_disappears_but_its_parentheses_do_not():
    @dataclass(frozen=True)
    class Product:
        one: float = 1.0

        def __call__(self, z: Array, output: Activation) -> Array:
            return (z + 1) * output.derivative(z) / 2 - self.one * (z - 3) - z * self.one**2

    functions, _ = written(Product(), "__call__", bound={"output": Identity()})
    assert functions.texts["product"].endswith("return (z + 1) / 2 - (z - 3) - z * 1.0**2\n")


def test_a_knob_is_a_variable_where_that_is_asked_for_and_a_number_keeps_its_sign():
    functions = Functions()
    functions.adopt(Member(), knobs=True)
    functions.method(Member(), "__call__", {"output": Tanh()}, name="step")
    assert functions.knobs == {"weight": "3.0", "knob": "0.5"}
    assert "weight * knob**2" in functions.texts["step"]
    functions, _ = written(Member(knob=-0.5), "__call__", bound={"output": Tanh()})
    assert "3.0 * (-0.5)**2" in functions.texts["member"]


def test_what_only_passes_its_arguments_on_is_left_out():
    functions, name = written(Member(), "only_calls")
    assert name == "scaled"
    assert "member_only_calls" not in functions.texts


def test_two_members_of_one_class_do_not_share_a_name():
    functions = Functions()
    names = [functions.method(Member(knob), "_inner") for knob in (0.1, 0.2, 0.1)]
    assert names == ["member_inner", "member_inner_2", "member_inner"]


def test_what_cannot_be_written_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"Member.names = \('a',\) cannot be exported"):
        written(Member(), "unknown")
    with pytest.raises(ValueError, match=r"Member.weight has no source to export"):
        written(Member(), "weight")


def test_a_plain_formula_takes_the_place_of_the_code():
    @plainly("z + 1")
    def quick(z: Array) -> Array:
        out = z.copy()
        out += 1
        return out

    assert plain_formula(quick) == "z + 1"
    assert plain_formula(_scaled) is None
    functions = Functions()
    assert functions.function(quick) == "quick"
    assert functions.texts["quick"] == "def quick(z):\n    return z + 1\n"


@pytest.mark.parametrize(
    ("owner", "method"),
    [(Sigmoid(), "__call__"), (Sigmoid(), "derivative")],
)
def test_the_plain_formulas_of_the_engine_are_what_it_computes(owner, method):
    functions, name = written(owner, method)
    scope = {"np": np}
    exec("\n".join(functions.texts.values()), scope)
    z = np.linspace(-30, 30, 61)
    np.testing.assert_allclose(scope[name](z), getattr(owner, method)(z), rtol=1e-12, atol=1e-13)
