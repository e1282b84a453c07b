"""Fast kernels for a single sigmoid unit on labels 0 and 1, where everything is affine in p.

With the sign s = 2y - 1 and x̃ = (x, 1) the margin m = s x̃ᵀp is positive where the unit is right.
It gives the right class the probability q = 1/(1 + e^-m), the wrong one w = 1 - q, and

    squared loss   l = w²           l' = -2w²q    l'' = 2w²q(2q - w)
    cross-entropy  l = -log q       l' = -w       l'' = wq

On a plane m = a(α) + b(β), so that e^m = e^a e^b: a grid of n × m points and N samples needs
(n + m) N exponentials instead of n m N, as long as |a| + |b| ≤ 700. Beyond, the plain formulas.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.networks.activations import Identity, Sigmoid, softplus
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.objective import Objective
from core.objectives.plane import Plane
from core.objectives.risk import Risk
from core.once import once

# e^±700 is a normal number in double precision, and so is 1 + e^700.
_LARGEST_EXPONENT = 700.0
# Numbers in one temporary array: two of them fit a core's L2 cache.
_CHUNK_NUMBERS = 1 << 15


@dataclass(frozen=True, eq=False)
class SigmoidUnit:
    """The mean over N samples of `scale` times w² (if `squared`) or -log q.

    `signed` (N, s) has the rows s_i x̃_i, so that the margins are signed @ p.
    """

    signed: Array
    squared: bool
    scale: float = 1.0

    def surface(self, plane: Plane, alpha: Array, beta: Array) -> Array:
        """Mean loss (n, m) at the points (alpha (m,), beta (n,)) of a plane."""
        total = np.zeros((len(beta), len(alpha)))
        # Cross-entropy multiplies two factors of up to 1 + e^(|a| + |b|).
        exponents = None if self.squared else self._exponents(plane, alpha, beta, factors=2)
        if exponents is not None:
            _add_log_of_products(*exponents, total)
        else:
            add = self._add_squares if self.squared else self._add_softplus
            for part in self._columns(len(alpha)):
                add(plane, alpha[part], beta, total[:, part])
        total *= self.scale / len(self.signed)
        return total

    def hessians(self, plane: Plane, alpha: Array, beta: Array) -> tuple[Array, Array]:
        """Hessians Σ l'' x̃ x̃ᵀ / N (n, m, s, s) on a plane, and Σ |l''| ‖x̃‖² / N (n, m).

        The second bounds the sums from which the first comes, so their rounding errors too.
        """
        H, size = self._no_hessians(len(beta), len(alpha))
        for part in self._columns(len(alpha)):
            for row, odds in enumerate(self._odds(plane, alpha[part], beta)):
                self._put_hessians(*odds, H[row, part], size[row, part])
        return self._as_means(H, size)

    def hessians_at(self, p: Array) -> tuple[Array, Array]:
        """The same at any models p (G, s): (G, s, s) and (G,)."""
        H, size = self._no_hessians(len(p))
        for part in self._columns(len(p)):
            self._put_hessians(*_odds_of(self._margins(p[part])), H[part], size[part])
        return self._as_means(H, size)

    def along(self, p: Array, k: int) -> tuple[Array, Array]:
        """First and second derivative (G,) of the mean loss by p_k at the models p (G, s)."""
        x = self.signed[:, k]
        first, second = np.empty(len(p)), np.empty(len(p))
        for part in self._columns(len(p)):
            wrong, right = _odds_of(self._margins(p[part]))
            total = wrong + right
            w, q = wrong / total, right / total
            first[part] = self._slope(w, q) @ x
            second[part] = self._bend(w, q) @ (x * x)
        return first * (self.scale / len(x)), second * (self.scale / len(x))

    def _slope(self, w: Array, q: Array) -> Array:
        return -2 * w * w * q if self.squared else -w

    def _bend(self, w: Array, q: Array) -> Array:
        """l''; q is used up as a scratch array."""
        bend = w * q
        if self.squared:
            bend *= w
            q *= 2
            q -= w
            q *= 2
            bend *= q
        return bend

    @once
    def _products(self) -> Array:
        """The entries of each x̃ x̃ᵀ, (N, s²)."""
        return (self.signed[:, :, None] * self.signed[:, None, :]).reshape(len(self.signed), -1)

    @once
    def _norms(self) -> Array:
        """‖x̃‖², (N,)."""
        return np.square(self.signed).sum(axis=1)

    def _no_hessians(self, *shape: int) -> tuple[Array, Array]:
        return np.empty((*shape, self.signed.shape[1] ** 2)), np.empty(shape)

    def _put_hessians(self, wrong: Array, right: Array, H: Array, size: Array) -> None:
        """Σ l'' x̃ x̃ᵀ into H (m, s²) and Σ |l''| ‖x̃‖² into size (m,), from odds of shape (m, N)."""
        q = wrong + right
        w = wrong / q
        bend = self._bend(w, np.divide(right, q, out=q))
        np.matmul(bend, self._products, out=H)
        np.matmul(np.abs(bend, out=bend), self._norms, out=size)

    def _as_means(self, H: Array, size: Array) -> tuple[Array, Array]:
        N, s = self.signed.shape
        H *= self.scale / N
        size *= self.scale / N
        return H.reshape(*size.shape, s, s), size

    def _columns(self, count: int) -> list[slice]:
        """Parts of `count` models, each small enough for temporaries (part, N) in cache."""
        width = max(1, _CHUNK_NUMBERS // len(self.signed))
        return [slice(at, at + width) for at in range(0, count, width)]

    def _margins(self, p: Array) -> Array:
        """m (G, N) of the models p (G, s)."""
        # The bias apart and last: the same roundings as in the network itself.
        m: Array = p[:, :-1] @ self.signed[:, :-1].T
        m += np.multiply.outer(p[:, -1], self.signed[:, -1])
        return m

    def _exponents(
        self, plane: Plane, alpha: Array, beta: Array, factors: int = 1
    ) -> tuple[Array, Array] | None:
        """a (m, N) and b (n, N) with margins a + b; None if (e^(|a|+|b|))^factors overflows."""
        c, u, v = np.array([plane.origin, *plane.directions]) @ self.signed.T
        a, b = c + np.multiply.outer(alpha, u), np.multiply.outer(beta, v)
        fits = factors * (np.abs(a).max() + np.abs(b).max()) <= _LARGEST_EXPONENT
        return (a, b) if fits else None

    def _margin_rows(self, plane: Plane, alpha: Array, beta: Array) -> Iterator[Array]:
        """For each β the margins (m, N), without the trick."""
        for height in beta:
            coordinates = np.stack([alpha, np.full_like(alpha, height)], axis=-1)
            yield self._margins(plane.lift(coordinates))

    def _odds(self, plane: Plane, alpha: Array, beta: Array) -> Iterator[tuple[Array, Array]]:
        """For each β two arrays that broadcast to (m, N), proportional to w and q."""
        exponents = self._exponents(plane, alpha, beta)
        if exponents is None:
            for m in self._margin_rows(plane, alpha, beta):
                yield _odds_of(m)
        else:
            wrong = np.exp(-exponents[0])
            for right in np.exp(exponents[1]):
                yield wrong, right

    def _add_squares(self, plane: Plane, alpha: Array, beta: Array, total: Array) -> None:
        """Σ w² into total (n, m)."""
        w = np.empty((len(alpha), len(self.signed)))
        for (wrong, right), row in zip(self._odds(plane, alpha, beta), total, strict=True):
            np.add(wrong, right, out=w)
            np.divide(wrong, w, out=w)
            np.vecdot(w, w, out=row)

    def _add_softplus(self, plane: Plane, alpha: Array, beta: Array, total: Array) -> None:
        """Σ log(1 + e^-m) into total (n, m)."""
        for m, row in zip(self._margin_rows(plane, alpha, beta), total, strict=True):
            softplus(-m).sum(axis=-1, out=row)


def sigmoid_unit(objective: Objective) -> SigmoidUnit | None:
    """The single sigmoid unit that an objective's mean loss is, or None if it is something else."""
    if not isinstance(objective, Risk) or not isinstance(objective.model, Network):
        return None
    if len(objective.network.widths) != 2:
        return None
    if objective.network.widths[1] != 1 or not np.isin(objective.y, (0.0, 1.0)).all():
        return None
    loss, output = objective.loss, objective.network.output
    squared = loss.weight is not None and isinstance(output, Sigmoid)
    logistic = isinstance(loss, BinaryCrossEntropy) and isinstance(output, Sigmoid | Identity)
    if not squared and not logistic:
        return None
    sign = 2 * objective.y - 1
    return SigmoidUnit(np.hstack([sign * objective.x, sign]), squared, loss.weight or 1.0)


def _odds_of(m: Array) -> tuple[Array, Array]:
    """Two arrays proportional to w and q at the margins m, neither of them ever too large."""
    return np.exp(-np.maximum(m, 0.0)), np.exp(np.minimum(m, 0.0))


def _add_log_of_products(a: Array, b: Array, total: Array) -> None:
    """Σ_i log(1 + e^-(a_i + b_i)) into total (n, m); a (m, N), b (n, N).

    Instead of one logarithm for each sample, one for each product of as many factors as fit; two
    factors are a matrix product: (1 + A₁B₁)(1 + A₂B₂) = 1 + A₁B₁ + A₂B₂ + A₁A₂ B₁B₂.
    """
    largest_factor = np.logaddexp(0.0, np.abs(a).max() + np.abs(b).max())
    pairs_in_product = int(_LARGEST_EXPONENT / (2 * largest_factor))
    A, B = _terms_of_pairs(a), _terms_of_pairs(b)
    width = max(1, _CHUNK_NUMBERS // len(b))
    for at in range(0, len(a), width):
        part = slice(at, at + width)
        product = np.ones_like(total[:, part], order="C")
        factor = np.empty_like(product)
        for pair in range(len(A)):
            np.matmul(B[pair], A[pair, part].T, out=factor)
            product *= factor
            if (pair + 1) % pairs_in_product == 0:
                total[:, part] += np.log(product)
                product.fill(1.0)
        total[:, part] += np.log(product)


def _terms_of_pairs(exponent: Array) -> Array:
    """1, A₁, A₂, A₁A₂ for each pair of columns of A = e^-exponent (m, N), as (⌈N/2⌉, m, 4)."""
    A = np.exp(-exponent.T)
    second = A[1::2]
    if len(A) % 2:
        # The last sample has no partner; 0 makes its partner's factor 1.
        second = np.vstack([second, np.zeros_like(A[:1])])
    return np.stack([np.ones_like(second), A[::2], second, A[::2] * second], axis=-1)
