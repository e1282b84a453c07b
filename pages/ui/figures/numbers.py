"""The house's one notation for numbers that are read: in prose, beside marks, under the pointer.

Plotly formats the numbers in the middle of a `hovertemplate` with hyphens for minus signs, but what
an axis has formatted (`%{x}` with `xhoverformat`) with U+2212: pictures use the second.
"""

import re
from decimal import ROUND_HALF_UP, Context
from typing import Final

import numpy as np

# A plus and zeros before the digits of an exponent say nothing.
_EXPONENT: Final = re.compile(r"e\+?(-?)0*(?=\d)")
# A browser rounds halves away from 0, Python's formats to even digits.
_THREE: Final = Context(prec=3, rounding=ROUND_HALF_UP)


def three(value: float) -> str:
    """Three significant digits, in the way a reader writes them: 0.00123, −4.56e−7, 1200.

    The stage writes the same (`formatNumber`).
    """
    if not (value and np.isfinite(value)):
        return printed(value)
    rounded = float(_THREE.create_decimal(float(value)))
    return printed(rounded, "g" if 1e-4 <= abs(value) < 1e5 else ".2e")


def told_apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers, with as many digits more than three as it takes for them not to look equal."""
    pair = three(one), three(other)
    digits = 3
    while pair[0] == pair[1] and one != other:
        digits += 1
        pair = printed(one, f".{digits}g"), printed(other, f".{digits}g")
    return pair


def printed(value: float, form: str = "g") -> str:
    """A number in prose in one of Python's formats, as the read-outs print it: −1.2e−7, 3e5."""
    return _typeset(f"{value + 0.0:{form}}")


def exactly(value: float) -> str:
    """A number to its last bit: 0, 0.5, 1.2325951644078312e−32."""
    return _typeset(repr(value + 0.0).removesuffix(".0"))


def _typeset(text: str) -> str:
    return _EXPONENT.sub(r"e\1", text).replace("-", "−")
