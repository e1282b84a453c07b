"""The gradient of each sample's own cost."""

import numpy as np

from core.arrays import Array
from core.networks.jacobians import sample_gradients
from core.objectives.risk import Risk


def gradients(risk: Risk, p: Array) -> Array:
    """The gradient of each sample's own cost at p (..., s): shape (..., N, s).

    Their mean is the gradient of the risk; a penalty's gradient is part of every one of them.
    """
    p = np.asarray(p, dtype=float)
    zs, activations = risk.network.forward(p, risk.x)
    # A loss is a mean over the samples; a sample's own δ lacks the 1/N.
    delta = risk.sample_count * risk.loss.delta(zs[-1], risk.y, risk.network.output)
    g = sample_gradients(risk.network, p, zs, activations, delta)
    if risk.penalty is None:
        return g
    return g + risk.penalty.gradient(p, risk.model)[..., None, :]
