"""The deep net's runs: every strength and every seed side by side, and a run without."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array, Rows, Steps
from core.experiments.implicit.deep import Decay, DeepNet, Drop, Jitter, Normalize, Stop
from core.experiments.implicit.problems import SEEDS, Points, Problem, Samples
from core.networks.activations import Tanh
from core.networks.initialization import uniform_fan_in
from core.networks.layers import Activate, BatchNorm, Dense, Dropout, Sequential
from core.networks.layers.layer import Layer, samples_last
from core.networks.model import Model
from core.optimizers.adam import Adam
from core.training.spread import Share, part_of

BATCH: Final = 40


@dataclass(frozen=True, eq=False)
class Held:
    """What R seeds give for V strengths and, last of V + 1, without, at F steps.

    p (F, V + 1, s) of the first seed, which trains on x (n, d), y (n, c). train, validation and
    test (F, V + 1, R) cross-entropies, right (F, V + 1, R) share of the test points that are taken
    for what they are, norm (F, V + 1, R) = ‖W‖. Of a net with batch normalization all this is said
    of the plain net that it is on its points.
    """

    values: Array
    k: Steps
    p: Array
    train: Array
    validation: Array
    test: Array
    right: Array
    norm: Array
    x: Array
    y: Array


def held(
    topic: DeepNet,
    steps: int,
    seed: int,
    record: Steps,
    values: Sequence[float],
    watch: Share | None = None,
) -> Held:
    """All runs, from the same starts and on the same points at every strength."""
    runs = _Runs(topic.data, topic.data.points(topic.count, seed), steps, seed, record)
    none, rates = np.zeros(1), np.array([*values, 0.0])
    frames = np.arange(len(record))
    match topic.kind:
        case Decay():
            found = runs.under(runs.plain, watch, decay=rates)
        case Jitter():
            found = runs.under(runs.plain, watch, jitter=rates)
        case Drop():
            part = 1 / len(rates)
            parts = [
                runs.under(_dropping(topic.data, rate), part_of(watch, v * part, part), decay=none)
                for v, rate in enumerate(rates)
            ]
            found = [np.concatenate(several, axis=1) for several in zip(*parts, strict=True)]
        case Normalize():
            model = _normalized(topic.data)
            with_it = runs.under(model, part_of(watch, 0.0, 0.5), decay=rates[:-1])
            without = runs.under(runs.plain, part_of(watch, 0.5, 0.5), decay=none)
            found = [np.concatenate(both, axis=1) for both in zip(with_it, without, strict=True)]
        case Stop():
            whole = runs.under(runs.plain, watch, decay=none)
            last = [int(np.searchsorted(record, share * steps, "right")) - 1 for share in values]
            at = [np.minimum(frames, end) for end in last]
            found = [np.stack([*(one[f, 0] for f in at), one[:, 0]], axis=1) for one in whole]
        case _:
            raise ValueError(f"{type(topic.kind).__name__} is no way to hold a net back.")
    x, y = runs.drawn.train
    return Held(np.array(values, dtype=float), record, *(*found, x[0], y[0]))


@dataclass(frozen=True, eq=False)
class _Runs:
    """What all runs have in common: the problem, its points, and how long a run is."""

    problem: Problem
    drawn: Points
    steps: int
    seed: int
    record: Steps

    @property
    def plain(self) -> Model:
        """The network that nothing holds back."""
        return self.problem.network()

    def under(
        self,
        model: Model,
        watch: Share | None,
        *,
        decay: Array | None = None,
        jitter: Array | None = None,
    ) -> list[Array]:
        """p of the first seed (F, V, s) and the numbers (F, V, R) of `Held`, in its order.

        For each strength (V,) of weight decay, or of noise on the inputs.
        """
        x, y = self.drawn.train
        strength = np.zeros(1) if decay is None else decay
        count = len(strength if jitter is None else jitter)
        rng = np.random.default_rng([self.seed, SEEDS, 3])
        p = np.broadcast_to(start := self._start(model), (count, *start.shape)).copy()
        pull = strength[:, None, None] * model.is_weight
        rule, loss, slot = Adam(self.problem.eta), self.problem.loss(), 1
        state, found = rule.init(p), [self._numbers(model, p)]
        for k in range(1, self.steps + 1):
            rows = _rows(rng, x.shape[1])
            seen, said = (x, y) if rows is None else (_taken(x, rows), _taken(y, rows))
            if jitter is not None:
                seen = seen + jitter[:, None, None, None] * rng.standard_normal(seen.shape)
            flat = p.reshape(-1, p.shape[-1]) if model.noisy else p
            z, back = model.pullback(flat, seen, k if model.noisy else None)
            slope = back(loss.delta(z, said, model.output), inputs=False)[0].reshape(p.shape)
            p, state = rule.step(k, p, slope + pull * p, state)
            if k == self.record[slot]:
                found.append(self._numbers(model, p))
                slot += 1
                if watch is not None:
                    watch(k / self.steps)
        return [np.array(several) for several in zip(*found, strict=True)]

    def _start(self, model: Model) -> Array:
        """Each seed's start (R, s): the plain net's, with normalization at rest."""
        generators = [np.random.default_rng([self.seed, r, 2]) for r in range(SEEDS)]
        start = np.array([uniform_fan_in(self.plain, rng) for rng in generators])
        if model.size == start.shape[-1]:
            return start
        assert isinstance(model, Sequential)
        parts, at = list[Array](), 0
        for layer, below, *_ in model.levels:
            size = layer.size(below)
            if isinstance(layer, Dense):
                parts.append(start[:, at : at + size])
                at += size
            else:
                parts.append(np.broadcast_to(layer.resting(below), (SEEDS, size)))
        return np.concatenate(parts, axis=1)

    def _numbers(self, model: Model, p: Array) -> list[Array]:
        plain = self.plain
        if p.shape[-1] != plain.size:
            assert isinstance(model, Sequential)
            p = folded(model, p, self.drawn.train[0])

        def cost(samples: Samples) -> Array:
            x, y = samples
            return self.problem.loss().value(plain.logits(p, x), y, plain.output)

        x, y = self.drawn.test
        z = plain.logits(p, x)
        return [
            p[:, 0].copy(),
            cost(self.drawn.train),
            cost(self.drawn.validation),
            self.problem.loss().value(z, y, plain.output),
            self.problem.right(z, y).mean(axis=-1),
            np.linalg.norm(p[..., plain.is_weight], axis=-1),
        ]


def folded(model: Sequential, p: Array, x: Array) -> Array:
    """The plain net (..., s) that a net with batch normalization is, its statistics those of x.

    p (..., s'), x (..., n, d): γ(z - mean)/spread + β is an affine map of z, and so of what enters.
    """
    parts, a = list[list[Array]](), samples_last(x, model.input_shape)
    for layer, below, own, layout in model.levels:
        q = p[..., own]
        if isinstance(layer, BatchNorm):
            gamma, beta = np.split(q, 2, axis=-1)
            scale = gamma / np.sqrt(a.var(axis=-1) + layer.epsilon)
            W, b = parts[-1]
            parts[-1] = [W * scale[..., None], (b - a.mean(axis=-1)) * scale + beta]
        a, _ = layer.forward(q, a, layout, None)
        if isinstance(layer, Dense):
            W, b = np.split(q, [layer.size(below) - layer.units], axis=-1)
            parts.append([W.reshape(*W.shape[:-1], layer.units, -1), b])
    return np.concatenate(
        [each.reshape(*p.shape[:-1], -1) for pair in parts for each in pair], axis=-1
    )


def _dropping(problem: Problem, rate: float) -> Model:
    """The same network, whose hidden layers drop; its parameters stand in the same order."""
    if rate == 0:
        return problem.network()
    return _layered(problem, lambda number: (Activate(Tanh()), Dropout(rate, number)))


def _normalized(problem: Problem) -> Sequential:
    """The same network, with batch normalization before each activation."""
    return _layered(problem, lambda number: (BatchNorm(), Activate(Tanh())))


def _layered(problem: Problem, after: Callable[[int], tuple[Layer, ...]]) -> Sequential:
    n, *hidden, out = problem.widths
    layers = [layer for number, m in enumerate(hidden, 1) for layer in (Dense(m), *after(number))]
    return Sequential((n,), (*layers, Dense(out)), problem.network().output)


def _rows(rng: np.random.Generator, count: int) -> Rows | None:
    """Which points (R, m) a step looks at: all of few, some of many."""
    return None if count <= BATCH else rng.integers(count, size=(SEEDS, BATCH))


def _taken(array: Array, rows: Rows) -> Array:
    return np.take_along_axis(array, rows[..., None], axis=1)
