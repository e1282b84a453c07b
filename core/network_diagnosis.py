"""How a network with one output for each class is doing, in numbers to make a sentence of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.landscape.spectrum import Spectrum, spectrum
from core.objectives.risk import Risk

# The exact Hessian of more parameters than this takes longer than a reader would wait.
LARGEST_SPECTRUM = 60


@dataclass(frozen=True, eq=False)
class NetworkDiagnosis:
    """A network at points p (F, s); every field is (F,), the eigenvalues (F, s).

    cost is the mean that is minimized, squares is Σ‖y - F(x)‖² whatever the loss. correct: how
    many samples have their largest output where the target has it. spectrum: of the exact Hessian,
    None for networks of more than `LARGEST_SPECTRUM` parameters.
    """

    cost: Array
    squares: Array
    correct: NDArray[np.int64]
    gradient_norm: Array
    spectrum: Spectrum | None


def diagnose_network(risk: Risk, p: Array) -> NetworkDiagnosis:
    """Read a risk at the points p (F, s)."""
    F = risk.network(p, risk.x)
    return NetworkDiagnosis(
        cost=risk.value(p),
        squares=np.square(risk.y - F).sum(axis=(-1, -2)),
        correct=(F.argmax(axis=-1) == risk.y.argmax(axis=-1)).sum(axis=-1),
        gradient_norm=np.linalg.norm(risk.gradient(p), axis=-1),
        spectrum=spectrum(risk, p) if risk.size <= LARGEST_SPECTRUM else None,
    )
