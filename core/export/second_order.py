"""The loops of Newton's method and of Levenberg-Marquardt, which need second derivatives."""

from dataclasses import dataclass

import numpy as np

from core.objectives.objective import SumOfSquares
from core.objectives.plane import OnPlane
from core.objectives.residuals import gauss_newton
from core.objectives.residuals import weight_of as weight_of_risk
from core.objectives.risk import Risk
from core.optimizers.optimizer import Optimizer
from core.optimizers.second_order import (
    LEAST,
    MOST,
    SINGULAR,
    SLOWEST,
    TINY,
    LevenbergMarquardtOn,
    NewtonOn,
)


@dataclass(frozen=True)
class Matrix:
    """How a language gets what the two methods need.

    `cost_at` is the cost as a function of p in both. gradient, hessian, jacobian (of the
    residuals): expressions at p; the last one is empty where the Hessian is taken, else `weight`
    is the factor of Σ r².
    """

    module: str
    gradient: str
    hessian: str
    jacobian: str = ""
    weight: float = 1.0


def is_second_order(optimizer: Optimizer) -> bool:
    """Whether the optimizer is one of the two."""
    return isinstance(optimizer, NewtonOn | LevenbergMarquardtOn)


def weight_of(optimizer: Optimizer) -> float | None:
    """w where Levenberg-Marquardt sees the cost as w Σ r², None where it takes the Hessian."""
    if not isinstance(optimizer, LevenbergMarquardtOn):
        return None
    objective = optimizer.objective
    if gauss_newton(objective, np.zeros(objective.size)) is None:
        return None
    if isinstance(objective, OnPlane):
        objective = objective.objective
    if isinstance(objective, SumOfSquares):
        return objective.weight
    assert isinstance(objective, Risk)
    return weight_of_risk(objective)


def second_order_loop(optimizer: Optimizer, steps: int, matrix: Matrix) -> str:
    """The statements that train."""
    m = matrix.module
    if isinstance(optimizer, NewtonOn):
        tolerance = "rcond" if m == "np" else "rtol"
        inverse = f"{m}.linalg.pinv(H, {tolerance}={SINGULAR!r}, hermitian=True)"
        rate = "" if optimizer.eta == 1 else f"{float(optimizer.eta)!r} * "
        return "\n".join(
            [
                f"# Newton's method ({optimizer.source}).",
                f"for _ in range({steps}):",
                f"    g = {matrix.gradient}",
                f"    H = {matrix.hessian}",
                f"    p = p - {rate}{inverse} @ g",
            ]
        )
    assert isinstance(optimizer, LevenbergMarquardtOn)
    curved = [f"A = {matrix.hessian}"]
    if matrix.jacobian:
        curved = [f"J = {matrix.jacobian}", f"A = {2 * matrix.weight!r} * J.T @ J"]
    rate = "" if optimizer.eta == 1 else f"{float(optimizer.eta)!r} * "
    largest = f"abs({m}.linalg.eigvalsh(A)).max()"
    divisor = f"(curvature + lift).clip(min={TINY!r})"
    return "\n".join(
        [
            f"# Levenberg-Marquardt ({optimizer.source}).",
            *curved,
            f"mu, raising = {float(optimizer.damping)!r} * {largest}, 2.0",
            "cost = cost_at(p)",
            f"for _ in range({steps}):",
            f"    g = {matrix.gradient}",
            *(f"    {line}" for line in curved),
            f"    curvature, axes = {m}.linalg.eigh(A)",
            "    lift = mu - min(curvature.min(), 0)",
            "    # Along each axis the solution of (A + lift I) step = g.",
            "    along = g @ axes",
            f"    move = along / {divisor}",
            f"    tried = p - {rate}(axes @ move)",
            "    there = cost_at(tried)",
            "    if there < cost:",
            "        # The better the quadratic model has foretold it, the less damping.",
            "        gain = (cost - there) / (0.5 * (move * (lift * move + along)).sum())",
            f"        mu, raising = mu * max({SLOWEST!r}, 1 - (2 * gain - 1) ** 3), 2.0",
            "        p, cost = tried, there",
            "    else:",
            f"        mu, raising = mu * raising, min(2 * raising, {MOST!r})",
            f"    mu = min(max(mu, {LEAST!r}), {MOST!r})",
        ]
    )
