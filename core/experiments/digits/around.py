"""The cost around the end of a run: two planes, the Hessian's spectrum, and rescaled units."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.experiments.digits.experiment import DigitsExperiment, training_digits
from core.experiments.digits.networks import SoftmaxRegression, Unnormalized
from core.landscape.plane_choices import FilterNormalized, PrincipalComponents
from core.landscape.planes import Shadow, shadow
from core.landscape.principal_components import principal_components, random_walk_shares
from core.landscape.spectrum import ritz_values
from core.landscape.surface import Surface, sample
from core.networks.layers import Sequential
from core.networks.layers.affine import Affine
from core.objectives.losses import SoftmaxCrossEntropy
from core.objectives.risk import Risk
from core.training.descent import Trajectory

PRODUCTS = 40
"""Hessian-vector products that Lanczos may use."""

MOST_EXACT = 1200
"""Networks of so many parameters have their whole Hessian found."""

MOST_DIGITS = 300
"""Everything is about the cost of so many training digits, or of all if there are fewer."""

FACTOR = 3.0
"""What a unit is multiplied by when it is rescaled."""

_GRID, _BLOCK, _OUTERMOST = 33, 37, 20
# So much more than the path itself a plane along it shows on each side.
_ROOM = 0.35


@dataclass(frozen=True, eq=False)
class Along:
    """The plane of a run's first two principal components: surface, and the run's shadow on it.

    share: of the variance of the run's recorded points that it holds; chance: what it holds of a
    random walk of as many dimensions and the same steps, on average. random: how far the shadows of
    start and end are apart on the filter-normalized plane, way: how far they are themselves.
    """

    surface: Surface
    shadow: Shadow
    share: float
    chance: float
    random: float
    way: float


@dataclass(frozen=True, eq=False)
class Around:
    """What is found at the end p of a run; the penalty is no part of it.

    Of the cost of the first `MOST_DIGITS` digits. ritz (PRODUCTS,): eigenvalues as
    Lanczos finds them. exact (s,): all of them, None where the network is too large. rescaled:
    rows (cost, largest eigenvalue by Lanczos) at p, and where a unit is multiplied by `FACTOR` and
    what reads it divided; None where that changes the output. along: None where the run
    does not move.
    """

    surface: Surface
    ritz: Array
    exact: Array | None
    rescaled: Array | None
    along: Along | None = None

    @property
    def outliers(self) -> int:
        """After which of the twenty largest eigenvalues, exact if known, the largest gap is."""
        found = self.ritz if self.exact is None else self.exact
        largest = found[::-1][: _OUTERMOST + 1]
        largest = largest[largest > 0]
        if len(largest) < 2:
            return len(largest)
        return int((largest[:-1] / largest[1:]).argmax()) + 1


def cost(spec: DigitsExperiment) -> Risk:
    """The mean cross-entropy of the first training digits, where they are."""
    x, y, _ = training_digits(min(spec.count, MOST_DIGITS))
    return Risk(spec.model(), SoftmaxCrossEntropy(), x, y)


def surface(spec: DigitsExperiment, run: Trajectory) -> Surface:
    """The cost over a filter-normalized plane through the end of a run (Li et al. 2018)."""
    risk, axis = cost(spec), np.linspace(-1, 1, _GRID)
    return sample(risk, FilterNormalized()(risk, run), axis, axis)


def along(spec: DigitsExperiment, run: Trajectory) -> Along | None:
    """The cost over the plane along which a run has moved most (Li et al. 2018, section 7)."""
    risk = cost(spec)
    try:
        plane = PrincipalComponents()(risk, run)
    except ValueError:
        return None
    seen = shadow(risk, plane, run.p)
    axes = [_axis(seen.coordinates[:, i]) for i in (0, 1)]
    _, shares = principal_components(run.p)
    chance = random_walk_shares(run.k, risk.size)
    random = FilterNormalized()(risk, run)
    start, end = random.lift(random.project(run.p[[0, -1]]))
    return Along(
        sample(risk, plane, *axes),
        seen,
        float(shares[:2].sum()),
        float(chance[:2].sum()),
        float(np.linalg.norm(end - start)),
        float(np.linalg.norm(run.p[-1] - run.p[0])),
    )


def _axis(coordinate: Array) -> Array:
    low, high = float(coordinate.min()), float(coordinate.max())
    room = max(_ROOM * (high - low), 0.1)
    return np.linspace(low - room, high + room, _GRID)


def around(
    spec: DigitsExperiment,
    run: Trajectory,
    progress: Callable[[float], None] = lambda share: None,
) -> Around:
    """Everything around the end of a run."""
    risk, p = cost(spec), run.p[-1]
    progress(0.0)
    plane = surface(spec, run)
    progress(0.1)
    path = along(spec, run)
    progress(0.2)
    ritz = ritz_values(risk, p, min(PRODUCTS, risk.size))
    progress(0.3)
    exact = None
    if risk.size <= MOST_EXACT:
        rows = list[Array]()
        for at in range(0, risk.size, _BLOCK):
            rows.append(risk.hessian_products(p, np.eye(risk.size)[at : at + _BLOCK]))
            progress(0.3 + 0.6 * at / risk.size)
        H = np.concatenate(rows)
        exact = np.asarray(np.linalg.eigvalsh(0.5 * (H + H.T)), dtype=float)
    return Around(plane, ritz, exact, _rescaled(spec, risk, p, float(ritz[-1])), path)


def _rescaled(spec: DigitsExperiment, risk: Risk, p: Array, largest: float) -> Array | None:
    """Rows (cost, λ_max) at p and with a unit rescaled."""
    if isinstance(spec.network, SoftmaxRegression):
        return None
    if not isinstance(getattr(spec.network, "normalization", None), Unnormalized):
        return None
    q = rescaled(spec.model(), p, FACTOR)
    other = ritz_values(risk, q, min(PRODUCTS, risk.size))[-1]
    return np.array([[risk.value(p), largest], [risk.value(q), other]])


def rescaled(network: Sequential, p: Array, factor: float) -> Array:
    """p (s,) with the longest unit of the first layer multiplied, and what reads it divided.

    Between them stand layers that are homogeneous, as ReLU and pooling are: outputs stay.
    """
    first, second = [one for one in network.levels if isinstance(one.layer, Affine)][:2]
    q = p.copy()
    own, unit_of = q[first.own], network.units[first.own]
    unit = int(np.bincount(unit_of, own * own).argmax())
    own[unit_of == unit] *= factor
    # The weights of a reader stand together by the channels, or the units, that they read.
    channels, units = first.layer.shape(first.below)[0], second.layout.units
    W = q[second.own][: second.layout.weights].reshape(units, channels, -1)
    W[:, unit] /= factor
    return q
