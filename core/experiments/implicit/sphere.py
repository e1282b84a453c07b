"""Batch normalization without its scale: a loss that knows only the direction of w."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array


@dataclass(frozen=True, eq=False)
class Growth:
    """Plain gradient descent on such a loss: w (K, d), its gradients g (K - 1, d), loss (K,), η."""

    w: Array
    gradient: Array
    loss: Array
    eta: float

    @property
    def measured(self) -> Array:
        """‖w_k‖² (K,)."""
        return np.asarray(np.square(self.w).sum(axis=-1))

    @property
    def predicted(self) -> Array:
        """‖w_0‖² + η² Σ ‖g_t‖² (K,): each step is at right angles to w, so that squares add up."""
        squares = np.square(self.gradient).sum(axis=-1)
        added = self.eta**2 * np.append(0.0, np.cumsum(squares))
        return np.asarray(self.measured[0] + added)


def normalized_loss(x: Array, y: Array, w: Array) -> tuple[float, Array]:
    """mean (z - y)² and its gradient (d,), z = xw with mean 0 and variance 1; x (N, d), y (N,).

    The same for cw, c > 0, with a gradient 1/c as large, at right angles to w.
    """
    a = x @ w
    centered = a - a.mean()
    size = np.sqrt(np.square(centered).mean())
    z = centered / size
    delta = 2 * (z - y) / len(y)
    # What the mean and the variance take away from δ on its way back.
    back = (delta - delta.mean() - z * (delta * z).mean()) / size
    return float(np.square(z - y).mean()), np.asarray(back @ x)


def descend(x: Array, y: Array, w: Array, eta: float, steps: int) -> Growth:
    """Plain gradient descent from w (d,)."""
    path, slopes, losses = [w], [], []
    for _ in range(steps):
        loss, slope = normalized_loss(x, y, path[-1])
        losses.append(loss)
        slopes.append(slope)
        path.append(path[-1] - eta * slope)
    losses.append(normalized_loss(x, y, path[-1])[0])
    return Growth(np.array(path), np.array(slopes), np.array(losses), eta)


def drawn(seed: int, eta: float, steps: int) -> Growth:
    """On 16 samples of three features and targets of their own, all drawn by the seed."""
    rng = np.random.default_rng(seed)
    x, y, w = rng.standard_normal((16, 3)), rng.standard_normal(16), rng.standard_normal(3)
    return descend(x, (y - y.mean()) / y.std(), w / np.linalg.norm(w), eta, steps)
