"""The cost of a network on data: mean loss over the samples, plus a penalty if there is one."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Rows, in_chunks, knob_axes
from core.networks.activations import Sigmoid
from core.networks.network import Network
from core.objectives.losses import Loss
from core.objectives.objective import Objective
from core.objectives.penalties import Penalty
from core.once import once

# Numbers in one temporary array of a batched evaluation: 1 MB, about a core's L2 cache.
_CHUNK_NUMBERS = 1 << 17


@dataclass(frozen=True, eq=False)
class Risk(Objective):
    """C(p) = mean loss of network(p) on x (N, n_1), y (N, n_L), plus penalty(p).

    `mean_loss` is C without its penalty: the two are never mixed silently. The data are copied
    and read-only. ValueError for shapes that do not fit the network.
    """

    network: Network
    loss: Loss
    x: Array
    y: Array
    penalty: Penalty | None = None

    def __post_init__(self) -> None:
        for name, width in (("x", self.network.widths[0]), ("y", self.network.widths[-1])):
            data = np.array(getattr(self, name), dtype=float)
            if data.ndim != 2 or data.shape[1] != width or not len(data):
                raise ValueError(f"{name} has shape {data.shape}; it must be (N, {width}), N ≥ 1.")
            data.setflags(write=False)
            object.__setattr__(self, name, data)
        if len(self.x) != len(self.y):
            raise ValueError(f"x has {len(self.x)} samples and y {len(self.y)}; they must agree.")

    @property
    def size(self) -> int:
        return self.network.size

    @property
    def sample_count(self) -> int:
        """N."""
        return len(self.x)

    @once
    def _chunk(self) -> int:
        return max(1, _CHUNK_NUMBERS // (self.sample_count * max(self.network.widths[1:])))

    @once
    def _together(self) -> int:
        """The axes of models that a knob of the network or of the loss stands along."""
        return max(knob_axes(self.network), knob_axes(self.loss))

    def value(self, p: Array) -> Array:
        value = self.mean_loss(p)
        return value if self.penalty is None else value + self.penalty_value(p)

    def mean_loss(self, p: Array) -> Array:
        """The cost without the penalty, shape (...)."""
        p = np.asarray(p, dtype=float)
        return in_chunks(self._mean_loss, p, self._chunk, self._together)

    def penalty_value(self, p: Array) -> Array:
        """The penalty alone, shape (...)."""
        p = np.asarray(p, dtype=float)
        if self.penalty is None:
            return np.zeros(p.shape[:-1])
        return self.penalty.value(p, self.network)

    def gradient(self, p: Array, rows: Rows | None = None) -> Array:
        p = np.asarray(p, dtype=float)
        if rows is None:
            g = in_chunks(lambda q: self._loss_gradient(q, None), p, self._chunk, self._together)
        else:
            g = self._loss_gradient(p, rows)
        return g if self.penalty is None else g + self.penalty.gradient(p, self.network)

    def hessian(self, p: Array) -> Array:
        p = np.asarray(p, dtype=float)
        H = in_chunks(self._loss_hessian, p, max(1, self._chunk // self.size), self._together)
        return H if self.penalty is None else H + self.penalty.hessian(p, self.network)

    def hessian_products(self, p: Array, directions: Array) -> Array:
        """∇²C(p) d for p (..., s) and each of the directions d (D, s): shape (..., D, s).

        Costs D gradients or two, where the whole Hessian costs s of them.
        """
        p = np.asarray(p, dtype=float)
        if self._design is not None:
            return directions @ self.hessian(p)
        chunk = max(1, self._chunk // len(directions))
        products = in_chunks(
            lambda q: self._network_products(q, directions), p, chunk, self._together
        )
        if self.penalty is None:
            return products
        return products + directions @ self.penalty.hessian(p, self.network)

    @once
    def _design(self) -> Array | None:
        """[x, 1] (N, s) where the network is one unit: then z = X p, ∇C = Xᵀδ, ∇²C = XᵀDX."""
        if len(self.network.widths) > 2 or self.network.widths[1] > 1:
            return None
        return np.column_stack([self.x, np.ones(self.sample_count)])

    def _mean_loss(self, p: Array) -> Array:
        return self.loss.value(self.network.logits(p, self.x), self.y, self.network.output)

    def _loss_gradient(self, p: Array, rows: Rows | None) -> Array:
        if self._design is not None:
            return self._unit_gradient(p, self._design, rows)
        x, y = (self.x, self.y) if rows is None else (self.x[rows], self.y[rows])
        zs, activations = self.network.forward(p, x)
        delta = self.loss.delta(zs[-1], y, self.network.output)
        return self.network.gradient(self.network.deltas(p, zs, delta), activations)

    def _unit_gradient(self, p: Array, X: Array, rows: Rows | None) -> Array:
        if rows is None or rows.ndim == 1:
            X, y = (X, self.y) if rows is None else (X[rows], self.y[rows])
            z = p @ X.T
            return self.loss.delta(z[..., None], y, self.network.output)[..., 0] @ X
        X, y = X[rows], self.y[rows]
        z = X @ p[..., None]
        return (self.loss.delta(z, y, self.network.output).swapaxes(-1, -2) @ X)[..., 0, :]

    def _unit_hessian(self, p: Array, X: Array) -> Array:
        z = (p @ X.T)[..., None]
        D = self.loss.delta_derivative(z, self.y, self.network.output, np.ones_like(z))[..., 0]
        products = (X[:, :, None] * X[:, None, :]).reshape(len(X), -1)
        return (D @ products).reshape(*p.shape, self.size)

    def _loss_hessian(self, p: Array) -> Array:
        if self._design is not None:
            return self._unit_hessian(p, self._design)
        return self._network_hessian(p)

    def _network_hessian(self, p: Array) -> Array:
        H = self._network_products(p, np.eye(self.size))
        return 0.5 * (H + H.swapaxes(-1, -2))

    def _network_products(self, p: Array, directions: Array) -> Array:
        """One Hessian-vector product for each direction, all at once (Pearlmutter 1994)."""
        network = self.network
        zs, activations = network.forward(p, self.x)
        deltas = network.deltas(p, zs, self.loss.delta(zs[-1], self.y, network.output))
        # The directions are an axis in front of all models.
        D = directions.reshape(len(directions), *(1,) * (p.ndim - 1), self.size)
        layers = list(
            zip(network.unflatten(p), network.unflatten(D), network.activations, strict=True)
        )

        dzs, das = [], [np.zeros_like(self.x)]
        for ((W, _), (dW, db), activation), z, a in zip(layers, zs, activations, strict=False):
            dz = a @ dW.swapaxes(-1, -2) + das[-1] @ W.swapaxes(-1, -2) + db[..., None, :]
            dzs.append(dz)
            das.append(activation.derivative(z) * dz)

        ddelta = self.loss.delta_derivative(zs[-1], self.y, network.output, dzs[-1])
        ddeltas = [ddelta]
        for level in range(len(layers) - 2, -1, -1):
            (W, _), (dW, _), _ = layers[level + 1]
            activation, z = network.activations[level], zs[level]
            back, dback = deltas[level + 1] @ W, ddeltas[0] @ W + deltas[level + 1] @ dW
            bend = activation.second_derivative(z) * dzs[level] * back
            ddeltas.insert(0, bend + activation.derivative(z) * dback)

        parts: list[Array] = []
        for delta, ddelta, a, da in zip(deltas, ddeltas, activations, das, strict=False):
            dW = ddelta.swapaxes(-1, -2) @ a + delta.swapaxes(-1, -2) @ da
            parts += [dW.reshape(*dW.shape[:-2], -1), ddelta.sum(axis=-2)]
        return np.moveaxis(np.concatenate(parts, axis=-1), 0, -2)


def logistic(x: Array, y: Array, loss: Loss, penalty: Penalty | None = None) -> Risk:
    """Logistic regression on x (N, d), y (N, 1): a single sigmoid unit, p = (w_1, …, w_d, b)."""
    return Risk(Network((np.shape(x)[1], 1), output=Sigmoid()), loss, x, y, penalty)
