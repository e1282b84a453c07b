"""The cost of a network on data: mean loss over the samples, plus a penalty if there is one."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Rows, in_chunks, knob_axes
from core.networks.activations import Sigmoid
from core.networks.model import Model, Noise
from core.networks.network import Network
from core.objectives.losses import Loss
from core.objectives.objective import Objective
from core.objectives.penalties import Penalty
from core.once import once

# Numbers in one temporary array of a batched evaluation: 1 MB, about a core's L2 cache.
_CHUNK_NUMBERS = 1 << 17
# The same for values alone: larger arrays the system gives and takes back anew for each chunk. Of
# narrow networks 64 go faster through `Network.logits` than fewer.
_VALUE_NUMBERS, _FEWEST = 1 << 16, 64
# The same for the directions of Hessian-vector products: 64 MB.
_DIRECTION_NUMBERS = 1 << 23


@dataclass(frozen=True, eq=False)
class Risk(Objective):
    """C(p) = mean loss of model(p) on x (N, n_1), or images, and y (N, n_L), plus penalty(p).

    `mean_loss` is C without its penalty: the two are never mixed silently. The data are copied
    and read-only. ValueError for shapes that do not fit the model.
    """

    model: Model
    loss: Loss
    x: Array
    y: Array
    penalty: Penalty | None = None

    def __post_init__(self) -> None:
        for name, shape in (("x", self.model.input_shape), ("y", self.model.output_shape)):
            data = np.array(getattr(self, name), dtype=float)
            if data.shape[1:] != shape or not data.ndim or not len(data):
                asked = ", ".join(map(str, ("N", *shape)))
                raise ValueError(f"{name} has shape {data.shape}; it must be ({asked}), N ≥ 1.")
            data.setflags(write=False)
            object.__setattr__(self, name, data)
        if len(self.x) != len(self.y):
            raise ValueError(f"x has {len(self.x)} samples and y {len(self.y)}; they must agree.")

    @property
    def size(self) -> int:
        return self.model.size

    @property
    def network(self) -> Network:
        """The model where it is fully connected; ValueError where its layers are of other kinds."""
        if not isinstance(self.model, Network):
            raise ValueError(
                f"This needs a fully connected Network, not a {type(self.model).__name__}."
            )
        return self.model

    @property
    def sample_count(self) -> int:
        """N."""
        return len(self.x)

    @once
    def _chunk(self) -> int:
        return max(1, _CHUNK_NUMBERS // self._numbers)

    @once
    def _numbers(self) -> int:
        """Numbers in the largest array that one model needs."""
        return self.sample_count * self.model.widest

    @once
    def _together(self) -> int:
        """The axes of models that a knob of the network or of the loss stands along."""
        return max(knob_axes(self.model), knob_axes(self.loss))

    def value(self, p: Array) -> Array:
        value = self.mean_loss(p)
        return value if self.penalty is None else value + self.penalty_value(p)

    def mean_loss(self, p: Array) -> Array:
        """The cost without the penalty, shape (...)."""
        p = np.asarray(p, dtype=float)
        chunk = min(self._chunk, max(_FEWEST, _VALUE_NUMBERS // self._numbers))
        return in_chunks(self._mean_loss, p, chunk, self._together)

    def penalty_value(self, p: Array) -> Array:
        """The penalty alone, shape (...)."""
        p = np.asarray(p, dtype=float)
        if self.penalty is None:
            return np.zeros(p.shape[:-1])
        return self.penalty.value(p, self.model)

    def gradient(self, p: Array, rows: Rows | None = None, noise: Noise = None) -> Array:
        """Shape (..., s). `noise`, the number of a step, draws the masks of dropout."""
        p = np.asarray(p, dtype=float)
        if rows is None:
            g = in_chunks(
                lambda q: self._loss_gradient(q, None, noise), p, self._chunk, self._together
            )
        else:
            g = self._loss_gradient(p, rows, noise)
        return g if self.penalty is None else g + self.penalty.gradient(p, self.model)

    def hessian(self, p: Array) -> Array:
        p = np.asarray(p, dtype=float)
        H = in_chunks(self._loss_hessian, p, max(1, self._chunk // self.size), self._together)
        return H if self.penalty is None else H + self.penalty.hessian(p, self.model)

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
        return products + directions @ self.penalty.hessian(p, self.model)

    @once
    def _design(self) -> Array | None:
        """[x, 1] (N, s) where the network is one unit: then z = X p, ∇C = Xᵀδ, ∇²C = XᵀDX."""
        network = self.model
        if not isinstance(network, Network) or len(network.widths) > 2 or network.widths[1] > 1:
            return None
        return np.column_stack([self.x, np.ones(self.sample_count)])

    def _mean_loss(self, p: Array) -> Array:
        return self.loss.value(self.model.logits(p, self.x), self.y, self.model.output)

    def _loss_gradient(self, p: Array, rows: Rows | None, noise: Noise) -> Array:
        if self._design is not None:
            return self._unit_gradient(p, self._design, rows)
        x, y = (self.x, self.y) if rows is None else (self.x[rows], self.y[rows])
        z, back = self.model.pullback(p, x, noise)
        return back(self.loss.delta(z, y, self.model.output), inputs=False)[0]

    def _unit_gradient(self, p: Array, X: Array, rows: Rows | None) -> Array:
        if rows is None or rows.ndim == 1:
            X, y = (X, self.y) if rows is None else (X[rows], self.y[rows])
            z = p @ X.T
            return self.loss.delta(z[..., None], y, self.model.output)[..., 0] @ X
        X, y = X[rows], self.y[rows]
        z = X @ p[..., None]
        return (self.loss.delta(z, y, self.model.output).swapaxes(-1, -2) @ X)[..., 0, :]

    def _unit_hessian(self, p: Array, X: Array) -> Array:
        z = (p @ X.T)[..., None]
        D = self.loss.delta_derivative(z, self.y, self.model.output, np.ones_like(z))[..., 0]
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
        together = max(1, _DIRECTION_NUMBERS // (self._numbers * (p.size // self.size)))
        if len(directions) > together:
            parts = [
                self._network_products(p, directions[at : at + together])
                for at in range(0, len(directions), together)
            ]
            return np.concatenate(parts, axis=-2)
        z, dz, back = self.model.tangent(p, self.x, directions)
        delta = self.loss.delta(z, self.y, self.model.output)
        ddelta = self.loss.delta_derivative(z, self.y, self.model.output, dz)
        return np.moveaxis(back(delta, ddelta), 0, -2)


def logistic(x: Array, y: Array, loss: Loss, penalty: Penalty | None = None) -> Risk:
    """Logistic regression on x (N, d), y (N, 1): a single sigmoid unit, p = (w_1, …, w_d, b)."""
    return Risk(Network((np.shape(x)[1], 1), output=Sigmoid()), loss, x, y, penalty)
