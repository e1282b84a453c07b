"""The deep net's runs: every strength and every seed side by side, and a run without."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array, Rows, Steps
from core.experiments.implicit.deep import Decay, DeepNet, Drop, Jitter, Stop
from core.networks.activations import Sigmoid, Tanh
from core.networks.initialization import uniform_fan_in
from core.networks.layers import Activate, Dense, Dropout, Sequential
from core.networks.model import Model
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy
from core.optimizers.adam import Adam
from core.training.spread import Share, part_of

SEEDS: Final = 20
TEST: Final = 300
VALIDATION: Final = 50
"""Points of each seed that only choose among strengths."""
BATCH: Final = 40
ETA: Final = 0.02
TURNED: Final = 0.1
"""Share of the labels that is turned: what nobody can predict."""


@dataclass(frozen=True, eq=False)
class Held:
    """What R seeds give for V strengths and, last of V + 1, without, at F steps.

    p (F, V + 1, s) of the first seed, which trains on x (n, 2), y (n,). train, validation and test
    (F, V + 1, R) cross-entropies, right (F, V + 1, R) share of the test points on the right side of
    ½, norm (F, V + 1, R) = ‖W‖.
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


@dataclass(frozen=True, eq=False)
class Points:
    """Each seed's own x (R, n, 2), y (R, n, 1) to train on and to validate, and a test for all."""

    train: tuple[Array, Array]
    validation: tuple[Array, Array]
    test: tuple[Array, Array]


def moons(count: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """x (count, 2), y (count, 1): two half circles that reach into each other, with noise."""
    y = np.arange(count) % 2
    angle = np.pi * rng.random(count)
    x = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    x[y == 1] = [1, 0.5] - x[y == 1]
    x += 0.15 * rng.standard_normal((count, 2)) - [0.5, 0.25]
    return x, np.where(rng.random(count) < TURNED, 1 - y, y).astype(float)[:, None]


def network() -> Network:
    """2-8-8-1, tanh, with a sigmoid."""
    return Network((2, 8, 8, 1), Tanh(), Sigmoid())


def points(count: int, seed: int) -> Points:
    """Drawn by the seed."""
    train = [moons(count, np.random.default_rng([seed, r, 0])) for r in range(SEEDS)]
    check = [moons(VALIDATION, np.random.default_rng([seed, r, 1])) for r in range(SEEDS)]
    return Points(_stacked(train), _stacked(check), moons(TEST, np.random.default_rng([seed])))


def held(
    topic: DeepNet,
    steps: int,
    seed: int,
    record: Steps,
    values: Sequence[float],
    watch: Share | None = None,
) -> Held:
    """All runs, from the same starts and on the same points at every strength."""
    drawn, plain = points(topic.count, seed), network()
    generators = [np.random.default_rng([seed, r, 2]) for r in range(SEEDS)]
    start = np.array([uniform_fan_in(plain, rng) for rng in generators])
    none = np.zeros(1)
    match topic.kind:
        case Decay():
            path = _path(plain, drawn, start, steps, seed, record, watch, decay=_and_none(values))
        case Jitter():
            path = _path(plain, drawn, start, steps, seed, record, watch, jitter=_and_none(values))
        case Drop():
            rates = _and_none(values)
            parts = [
                _path(
                    _dropping(rate),
                    drawn,
                    start,
                    steps,
                    seed,
                    record,
                    part_of(watch, v / len(rates), 1 / len(rates)),
                    decay=none,
                )
                for v, rate in enumerate(rates)
            ]
            path = np.concatenate(parts, axis=1)
        case Stop():
            whole = _path(plain, drawn, start, steps, seed, record, watch, decay=none)[:, 0]
            last = [int(np.searchsorted(record, share * steps, "right")) - 1 for share in values]
            frames = np.arange(len(record))
            stopped = [whole[np.minimum(frames, at)] for at in last]
            path = np.stack([*stopped, whole], axis=1)
        case _:
            raise ValueError(f"{type(topic.kind).__name__} is no way to hold a net back.")
    return _measured(path, drawn, record, np.array(values, dtype=float))


def _path(
    model: Model,
    drawn: Points,
    start: Array,
    steps: int,
    seed: int,
    record: Steps,
    watch: Share | None,
    *,
    decay: Array | None = None,
    jitter: Array | None = None,
) -> Array:
    """p (F, V, R, s) for a strength (V,) of weight decay, or of noise on the inputs."""
    x, y = drawn.train
    strength = np.zeros(1) if decay is None else decay
    count = len(strength if jitter is None else jitter)
    rng = np.random.default_rng([seed, SEEDS, 3])
    p = np.broadcast_to(start, (count, *start.shape)).copy()
    pull = strength[:, None, None] * model.is_weight
    rule, loss, slot = Adam(ETA), BinaryCrossEntropy(), 1
    state, path = rule.init(p), np.empty((len(record), *p.shape))
    path[0] = p
    for k in range(1, steps + 1):
        rows = _rows(rng, x.shape[1])
        seen, said = (x, y) if rows is None else (_taken(x, rows), _taken(y, rows))
        if jitter is not None:
            seen = seen + jitter[:, None, None, None] * rng.standard_normal(seen.shape)
        flat = p.reshape(-1, p.shape[-1]) if model.noisy else p
        z, back = model.pullback(flat, seen, k if model.noisy else None)
        slope = back(loss.delta(z, said, model.output), inputs=False)[0].reshape(p.shape)
        p, state = rule.step(k, p, slope + pull * p, state)
        if k == record[slot]:
            path[slot], slot = p, slot + 1
            if watch is not None:
                watch(k / steps)
    return path


def _measured(path: Array, drawn: Points, record: Steps, values: Array) -> Held:
    model, loss = network(), BinaryCrossEntropy()

    def cost(samples: tuple[Array, Array]) -> Array:
        """(F, V + 1, R), frame by frame: all at once would be large."""
        x, y = samples
        return np.array([loss.value(model.logits(p, x), y, model.output) for p in path])

    x, y = drawn.test
    right = [((model.logits(p, x) > 0) == (y > 0.5)).mean(axis=(-2, -1)) for p in path]
    return Held(
        values,
        record,
        path[:, :, 0],
        cost(drawn.train),
        cost(drawn.validation),
        cost(drawn.test),
        np.array(right),
        np.linalg.norm(path[..., model.is_weight], axis=-1),
        drawn.train[0][0],
        drawn.train[1][0, :, 0],
    )


def _dropping(rate: float) -> Model:
    """The same network, whose hidden layers drop; its parameters stand in the same order."""
    if rate == 0:
        return network()
    layers = (
        Dense(8),
        Activate(Tanh()),
        Dropout(rate, 1),
        Dense(8),
        Activate(Tanh()),
        Dropout(rate, 2),
        Dense(1),
    )
    return Sequential((2,), layers, Sigmoid())


def _and_none(values: Sequence[float]) -> Array:
    return np.array([*values, 0.0])


def _rows(rng: np.random.Generator, count: int) -> Rows | None:
    """Which points (R, m) a step looks at: all of few, some of many."""
    return None if count <= BATCH else rng.integers(count, size=(SEEDS, BATCH))


def _taken(array: Array, rows: Rows) -> Array:
    return np.take_along_axis(array, rows[..., None], axis=1)


def _stacked(pairs: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    return np.array([x for x, _ in pairs]), np.array([y for _, y in pairs])
