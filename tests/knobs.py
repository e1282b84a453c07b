"""Three numbers for a knob, side by side and alone."""

from dataclasses import replace

import numpy as np
import pytest

from core.spec import Knob, controls


def every_knob(menu):
    """One test for each knob of each member of a menu: arguments `cls` and `name`."""
    pairs = [
        (cls, name)
        for cls in menu.values()
        for name, (_, control) in controls(cls).items()
        if isinstance(control, Knob)
    ]
    return pytest.mark.parametrize(
        ("cls", "name"), pairs, ids=[f"{cls.__name__}-{name}" for cls, name in pairs]
    )


def three(cls, name):
    """Numbers (3,) from a knob's lowest up, whole ones if the knob is: branches at 0 too."""
    field, control = controls(cls)[name]
    low, high = control.low, control.high
    values = np.geomspace(low, high, 6)[:3] if control.log else np.linspace(low, high, 6)[:5:2]
    return np.rint(values).astype(int) if isinstance(field.default, int) else values


def alone(member, name):
    """The member three times, with a number each."""
    return [replace(member, **{name: value.item()}) for value in three(type(member), name)]


def side_by_side(member, name):
    """The member with a column of the three numbers, (3, 1)."""
    return replace(member, **{name: three(type(member), name)[:, None]})
