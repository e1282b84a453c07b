"""The deep net's runs: every strength and every seed side by side, and a run without."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array, Rows, Steps
from core.experiments.implicit.deep import (
    Brake,
    Decay,
    DeepNet,
    Drop,
    Jitter,
    Normalize,
    Stop,
)
from core.experiments.implicit.problems import SEEDS, Points, Problem, Samples
from core.networks.activations import Tanh
from core.networks.initialization import uniform_fan_in
from core.networks.layers import Activate, AddNoise, BatchNorm, Dense, Dropout, Sequential
from core.networks.layers.layer import Layer, samples_last
from core.networks.model import Model
from core.objectives.penalties import WeightRidge
from core.objectives.risk import Risk
from core.optimizers.adam import Adam
from core.training.recipe import Recipe
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
            found = runs.under(runs.plain, watch, rates)
        case Jitter() | Drop():
            part = 1 / len(rates)
            parts = [
                runs.under(model, part_of(watch, v * part, part), none)
                for v, rate in enumerate(rates)
                for model in [_model(topic.data, type(topic.kind)(rate))]
            ]
            found = [np.concatenate(several, axis=1) for several in zip(*parts, strict=True)]
        case Normalize():
            model = _model(topic.data, topic.kind)
            with_it = runs.under(model, part_of(watch, 0.0, 0.5), rates[:-1])
            without = runs.under(runs.plain, part_of(watch, 0.5, 0.5), none)
            found = [np.concatenate(both, axis=1) for both in zip(with_it, without, strict=True)]
        case Stop():
            whole = runs.under(runs.plain, watch, none)
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

    def under(self, model: Model, watch: Share | None, decay: Array) -> list[Array]:
        """p of the first seed (F, V, s) and the numbers (F, V, R) of `Held`, in its order.

        For each strength (V,) of weight decay.
        """
        x, y = self.drawn.train
        rng = self.generator()
        p = np.broadcast_to(start := self.start(model), (len(decay), *start.shape)).copy()
        pull = decay[:, None, None] * model.is_weight
        rule, loss, slot = Adam(self.problem.eta), self.problem.loss(), 1
        state, found = rule.init(p), [self._numbers(model, p)]
        for k in range(1, self.steps + 1):
            rows = _rows(rng, x.shape[1])
            seen, said = (x, y) if rows is None else (_taken(x, rows), _taken(y, rows))
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

    def generator(self) -> np.random.Generator:
        """The random numbers that pick the points of each step."""
        return np.random.default_rng([self.seed, SEEDS, 3])

    def start(self, model: Model) -> Array:
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


def recipe(topic: DeepNet, steps: int, seed: int, record: Steps | int = 1) -> Recipe:
    """The first seed's run alone, at the strength in force."""
    drawn, kind = topic.data.points(topic.count, seed), topic.kind
    runs = _Runs(topic.data, drawn, steps, seed, np.arange(steps + 1))
    model, (x, y) = _model(topic.data, kind), (part[0] for part in drawn.train)
    penalty = WeightRidge(kind.decay) if isinstance(kind, Decay | Normalize) else None
    risk = Risk(model, topic.data.loss(), x, y, penalty)
    rng = runs.generator()
    picked = [rows[0] for _ in range(steps) if (rows := _rows(rng, topic.count)) is not None]
    batches = np.array(picked) if picked else None
    if isinstance(kind, Stop):
        steps = round(kind.share * steps)
    rule, start = Adam(topic.data.eta), runs.start(model)[0]
    return Recipe(risk, rule, start, steps, batches, record_every=record)


def _model(problem: Problem, kind: Brake) -> Model:
    """The network as a brake makes it; the parameters of its dense layers stand in one order."""
    match kind:
        case Drop(rate) if rate:
            return _layered(problem, lambda number: (Activate(Tanh()), Dropout(rate, number)))
        case Jitter(sigma) if sigma:
            return _layered(problem, lambda number: (Activate(Tanh()),), AddNoise(sigma))
        case Normalize():
            return _layered(problem, lambda number: (BatchNorm(), Activate(Tanh())))
    return problem.network()


def _layered(
    problem: Problem, after: Callable[[int], tuple[Layer, ...]], *before: Layer
) -> Sequential:
    n, *hidden, out = problem.widths
    layers = [layer for number, m in enumerate(hidden, 1) for layer in (Dense(m), *after(number))]
    return Sequential((n,), (*before, *layers, Dense(out)), problem.network().output)


def _rows(rng: np.random.Generator, count: int) -> Rows | None:
    """Which points (R, m) a step looks at: all of few, some of many."""
    return None if count <= BATCH else rng.integers(count, size=(SEEDS, BATCH))


def _taken(array: Array, rows: Rows) -> Array:
    return np.take_along_axis(array, rows[..., None], axis=1)
