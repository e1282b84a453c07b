"""Why a run on XOR is stuck: what each unit still sees, and what can be proved about the point.

As long as no ReLU changes whether it is active, the outputs at the four points are a vector in a
fixed linear space: all that the active parts of the units and the bias can add up to. The cost
cannot be less there than the distance of the targets from that space, squared, over four. These
distances are the levels ¼, 1/6 and 1/8.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.xor import problem as xor
from core.networks.activations import ReLU
from core.networks.network import Network
from core.objectives.residuals import jacobian
from core.objectives.risk import Risk

# A pre-activation this near to 0 is on the kink, as far as one can tell after a run.
_KINK = 1e-9
# An output this near to ½ is on neither side; a cost this small is 0 within rounding.
_BETWEEN, _ZERO = 1e-6, 1e-20
# How far the exact minimum may be from where a run has come to; how small a gradient is flat.
BESIDE, _FLAT = 1e-3, 1e-6
# Squared distances are sums of a few numbers near 1; a correction ends when it is this exact.
_ROUNDING, _EXACT, _CORRECTIONS = 1e-12, 1e-14, 20


class Verdict(StrEnum):
    """What can be proved about a point, and no more.

    GLOBAL: the cost is 0 within rounding, and no cost is less. LOCAL: `nearest`, at most 1e-3
    away, is a local minimum: its cost is the least that its activation pattern allows, and no z
    that is 0 there can turn positive at a gain. It is never a strict minimum, for a scale can be
    moved from one side of a ReLU to the other. MOVING: the gradient is longer than 1e-6.
    UNDECIDED: flat, and nothing is proved.
    """

    GLOBAL = "global minimum"
    LOCAL = "local minimum"
    MOVING = "moving"
    UNDECIDED = "flat/undecided"


@dataclass(frozen=True, eq=False)
class Unit:
    """One hidden unit at the four points, which are rows.

    z, slope σ'(z) (4,); at_kink (4,): |z| ≤ 1e-9; active (4,): z > 0 and not at the kink. dead: a
    ReLU with z < 0 at all points, which no gradient can move. parts (4, 4): what each point adds
    to the derivatives of the cost by w₁, w₂, c and by v, the weight that leaves the unit;
    gradient (4,) is their sum.
    residual_sum: Σ (f - y) over the points where the unit is active, which has to be 0 for the
    gradient by c to vanish.
    """

    z: Array
    slope: Array
    active: NDArray[np.bool_]
    at_kink: NDArray[np.bool_]
    dead: bool
    parts: Array
    gradient: Array
    residual_sum: float


@dataclass(frozen=True, eq=False)
class Explanation:
    """A network at one point p, read sample by sample and unit by unit.

    outputs f and residuals f - y (4,); wrong (4,): the output is not on its target's side of ½.
    level: the least cost that the activation pattern allows, None if the units are no ReLUs.
    nearest (s,): the exact minimum beside p that the verdict rests on, or None.
    """

    value: float
    fate: str
    outputs: Array
    residuals: Array
    wrong: NDArray[np.bool_]
    units: tuple[Unit, ...]
    gradient_norm: float
    level: float | None
    verdict: Verdict
    nearest: Array | None


def explain(risk: Risk, p: Array) -> Explanation:
    """Read a risk of `problem` at p (s,). ValueError unless it has one hidden layer."""
    network = risk.network
    if len(network.widths) != 3:
        raise ValueError(
            f"A network with layers {network.widths} is not explained: one hidden layer is."
        )
    p = np.asarray(p, dtype=float)
    f = network(p, risk.x)[:, 0]
    y = risk.y[:, 0]
    value = float(risk.value(p))
    gradient_norm = float(np.linalg.norm(risk.gradient(p)))
    level, nearest = None, None
    if network.hidden == ReLU():
        level, nearest = _least_beside(risk, p)
    return Explanation(
        value,
        xor.fate(value),
        f,
        f - y,
        np.where(y > 0.5, f - 0.5, 0.5 - f) <= _BETWEEN,
        _units(risk, p),
        gradient_norm,
        level,
        _verdict(value, level, nearest, gradient_norm),
        nearest,
    )


def proved_stuck(risk: Risk, p: Array) -> NDArray[np.bool_]:
    """Which of the points p (R, s) are beside a local minimum above 0, as `Verdict.LOCAL` has it.

    Of ReLU networks only; for others nothing is proved. Points that are not finite are not.
    """
    return np.array(
        [
            bool(np.isfinite(q).all()) and explain(risk, q).verdict is Verdict.LOCAL
            for q in np.atleast_2d(p)
        ]
        if risk.network.hidden == ReLU()
        else np.zeros(len(np.atleast_2d(p)), dtype=bool),
        dtype=bool,
    )


def least_cost(network: Network, p: Array) -> float:
    """The infimum of the cost over all ReLU networks whose units are active where those of p are.

    It may belong to weights that would change the pattern, so that it is a bound and not always
    reached. 0, 1/8, 1/6 or 1/4 for XOR.
    """
    return _distance(_reachable(_active(network, p)))[0]


def _verdict(
    value: float, level: float | None, nearest: Array | None, gradient_norm: float
) -> Verdict:
    if value <= _ZERO:
        return Verdict.GLOBAL
    if nearest is not None and level is not None and level > 0:
        return Verdict.LOCAL
    return Verdict.MOVING if gradient_norm > _FLAT else Verdict.UNDECIDED


def _units(risk: Risk, p: Array) -> tuple[Unit, ...]:
    network = risk.network
    (z, out), (x, a, _) = network.forward(p, risk.x)
    delta = risk.loss.delta(out, risk.y, network.output)
    residual = network(p, risk.x) - risk.y
    slope = network.activations[0].derivative(z)
    # δ of the hidden layer, one column a unit.
    back = slope * (delta @ network.unflatten(p)[1][0])
    units = []
    for j in range(z.shape[1]):
        parts = np.column_stack([back[:, j : j + 1] * x, back[:, j], delta[:, 0] * a[:, j]])
        active = z[:, j] > _KINK
        units.append(
            Unit(
                z[:, j],
                slope[:, j],
                active,
                np.abs(z[:, j]) <= _KINK,
                network.hidden == ReLU() and bool((z[:, j] < 0).all()),
                parts,
                parts.sum(axis=0),
                float(residual[active].sum()),
            )
        )
    return tuple(units)


def _reachable(active: NDArray[np.bool_]) -> Array:
    """Columns (4, 1 + 3H) that span the outputs of ReLU networks with units active (4, H)."""
    x, _ = xor.points()
    X = np.column_stack([x, np.ones(4)])
    return np.column_stack([np.ones(4), *(X * on[:, None] for on in active.T)])


def _distance(span: Array) -> tuple[float, Array]:
    """The least mean square of y - f for f in the span of the columns, and that f (4,)."""
    _, y = xor.points()
    U, singular, _ = np.linalg.svd(span)
    U = U[:, : int((singular > _ROUNDING).sum())]
    f = U @ (U.T @ y[:, 0])
    square = float(np.square(y[:, 0] - f).mean())
    return (square if square > _ROUNDING else 0.0), f


def _least_beside(risk: Risk, p: Array) -> tuple[float, Array | None]:
    """The least cost of the pattern, and the local minimum beside p that has it, if there is one.

    Found by the shortest corrections (Gauss-Newton) towards the nearest reachable outputs, with
    every z that is on its kink held there.
    """
    network = risk.network
    active, kink = _active(network, p), _at_kink(network, p)
    level, target = _distance(_reachable(active))
    q = np.array(p, dtype=float)
    for _ in range(_CORRECTIONS):
        (z, out), _ = network.forward(q, risk.x)
        gap = np.concatenate([out[:, 0] - target, z[kink]])
        if np.abs(gap).max() <= _EXACT:
            break
        J = np.concatenate([jacobian(risk, q), _z_jacobian(network, risk.x)[kink]])
        q = q - np.linalg.lstsq(J, gap, rcond=_ROUNDING)[0]
    else:
        return level, None
    # All outputs near by are some reachable f plus v max(0, z) for each z that leaves its kink: a
    # convex set. Its least cost is here if none of these directions is downhill (KKT).
    v = network.unflatten(q)[1][0][0]
    residual = (target - risk.y[:, 0])[:, None]
    uphill = ((residual * v > _ROUNDING) | (np.abs(residual) <= _ROUNDING))[kink]
    held = np.array_equal(_active(network, q), active) and np.array_equal(
        _at_kink(network, q), kink
    )
    beside = held and np.linalg.norm(q - p) <= BESIDE and bool(uphill.all())
    return level, q if beside else None


def _active(network: Network, p: Array) -> NDArray[np.bool_]:
    return network.forward(p, xor.points()[0])[0][0] > _KINK


def _at_kink(network: Network, p: Array) -> NDArray[np.bool_]:
    return np.abs(network.forward(p, xor.points()[0])[0][0]) <= _KINK


def _z_jacobian(network: Network, x: Array) -> Array:
    """The derivatives of z of the hidden layer by the parameters, (4, H, s): they are constant."""
    H = network.widths[1]
    J = np.zeros((len(x), H, network.size))
    for j in range(H):
        J[:, j, 2 * j : 2 * j + 2] = x
        J[:, j, 2 * H + j] = 1.0
    return J
