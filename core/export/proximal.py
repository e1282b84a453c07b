"""The loops of proximal and projected gradients, in NumPy and in PyTorch."""

from core.export.numpy_cost import known_of
from core.export.source.own_source import Functions
from core.optimizers.optimizer import Optimizer
from core.optimizers.proximal import AcceleratedProximalOn, ProjectedGradient, ProximalOn


def is_proximal(optimizer: Optimizer) -> bool:
    """Whether the optimizer is one of them."""
    return isinstance(optimizer, ProximalOn | AcceleratedProximalOn | ProjectedGradient)


def on_loss(optimizer: Optimizer) -> bool:
    """Whether the slope that a step begins with is that of the loss alone."""
    return not isinstance(optimizer, ProjectedGradient)


def proximal_loop(optimizer: Optimizer, head: str, slope: str, functions: Functions) -> str:
    """The statements that train. head: the line `for …:`; slope: an expression at p."""
    eta = repr(float(optimizer.eta))
    lines = [head, f"    g = {slope}"]
    if isinstance(optimizer, ProjectedGradient):
        nearest = functions.method(optimizer.ball, "nearest", name="nearest")
        return "\n".join([*lines, f"    p = {nearest}(p - {eta} * g, {float(optimizer.radius)!r})"])
    assert isinstance(optimizer, ProximalOn | AcceleratedProximalOn)
    moved, penalty = f"p - {eta} * g", optimizer.risk.penalty
    if penalty is not None:
        bound = {"network": known_of(optimizer.risk.model)}
        moved = f"{functions.method(penalty, 'prox', bound, name='prox')}({moved}, {eta})"
    if isinstance(optimizer, ProximalOn):
        return "\n".join([*lines, f"    p = {moved}"])
    return "\n".join(
        [
            "# Each step begins beyond the point that the one before has reached.",
            "before, t = p, 1.0",
            *lines,
            f"    reached, longer = {moved}, (1 + (1 + 4 * t * t) ** 0.5) / 2",
            "    p = reached + (t - 1) / longer * (reached - before)",
            "    before, t = reached, longer",
        ]
    )
