"""What the questions let a reader choose among: penalties, and what else keeps a fit simple."""

from dataclasses import dataclass
from typing import Final, final

from core.experiments.regularization.positions import LASSO, RIDGE, TUMOR_LASSO, TUMOR_RIDGE
from core.spec import knob, menu


@final
@dataclass(frozen=True)
class Lasso:
    r"""λ \|w\|_1"""

    title = "L1: the lasso"


@final
@dataclass(frozen=True)
class ElasticNet:
    r"""λ (ρ \|w\|_1 + \tfrac{1-ρ}{2} \|w\|^2)"""

    title = "half of each: the elastic net"

    l1_share: float = knob(0.5, 0.05, 0.95, symbol="ρ", help="share of the L1 norm")


@final
@dataclass(frozen=True)
class Ridge:
    r"""\tfrac{λ}{2} \|w\|^2"""

    title = "L2: ridge regression"


METHODS: Final = menu(Lasso, ElasticNet, Ridge)


@final
@dataclass(frozen=True)
class FoldedLasso:
    r"""λ \|w\|_1"""

    title = "L1: the lasso"

    strength: float = knob(
        LASSO[25], 0.0452, 45.2, symbol="λ", log=True, help="strength", part="rate", positions=LASSO
    )


@final
@dataclass(frozen=True)
class FoldedRidge:
    r"""\tfrac{λ}{2} \|w\|^2"""

    title = "L2: ridge regression"

    strength: float = knob(
        RIDGE[26], 0.0001, 10, symbol="λ", log=True, help="strength", part="rate", positions=RIDGE
    )


FOLDED: Final = menu(FoldedLasso, FoldedRidge)


@final
@dataclass(frozen=True)
class ByDegree:
    """Polynomials of degree d by least squares."""

    title = "a low degree"

    degree: int = knob(3, 0, 15, symbol="d", help="of the polynomial", part="rate")


@final
@dataclass(frozen=True)
class ByRidge:
    """Degree 15, with a ridge on its coefficients in Legendre's polynomials."""

    title = "a ridge on degree 15"

    strength: float = knob(
        RIDGE[25], 0.0001, 10, symbol="λ", log=True, help="strength", part="rate", positions=RIDGE
    )


CONTROLS: Final = menu(ByDegree, ByRidge)


@final
@dataclass(frozen=True)
class EarlyStopping:
    r"""1 - (1 - ηh)^t"""

    title = "early stopping"


@final
@dataclass(frozen=True)
class Truncation:
    r"""1 \text{ or } 0"""

    title = "the first components only"


@final
@dataclass(frozen=True)
class Dropout:
    r"""h / (h + (1-q)/q)"""

    title = "dropout of inputs"


@final
@dataclass(frozen=True)
class InputNoise:
    r"""h / (h + σ^2)"""

    title = "noise on inputs"


SPECTRAL: Final = menu(EarlyStopping, Truncation, Dropout, InputNoise)


@final
@dataclass(frozen=True)
class TumorLasso:
    r"""λ \|w\|_1"""

    title = "L1: the lasso"

    strength: float = knob(
        TUMOR_LASSO[30],
        0.0012,
        0.384,
        symbol="λ",
        log=True,
        help="strength",
        part="rate",
        positions=TUMOR_LASSO,
    )


@final
@dataclass(frozen=True)
class TumorRidge:
    r"""\tfrac{λ}{2} \|w\|^2"""

    title = "L2: ridge"

    strength: float = knob(
        TUMOR_RIDGE[30],
        0.00001,
        10,
        symbol="λ",
        log=True,
        help="strength",
        part="rate",
        positions=TUMOR_RIDGE,
    )


TUMORS: Final = menu(TumorLasso, TumorRidge)
