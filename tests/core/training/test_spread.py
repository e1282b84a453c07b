"""Work that is spread over processes or machines is the work done here, to the last bit."""

from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest
from distributed import Client

from core.datasets.synthetic import SixPoints
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.higham.seeds import train_seeds
from core.experiments.xor.experiment import Drawn, XorExperiment
from core.experiments.xor.many_starts import success_by_width, train_starts
from core.landscape.basins import basins
from core.objectives.losses import SquaredError
from core.objectives.risk import logistic
from core.optimizers import Adam, GradientDescent, Momentum
from core.spec import from_query
from core.training.seeds import train
from core.training.side_by_side import side_by_side
from core.training.spread import blocks, each
from core.training.sweep import sweep


class Here(Executor):
    """Does at once what it is given, and counts."""

    def __init__(self):
        self.given = 0

    def submit(self, fn, /, *args, **kwargs):
        self.given += 1
        future = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def same(one, other):
    fields = type(one).__dataclass_fields__
    for name in fields:
        mine, its = getattr(one, name), getattr(other, name)
        if isinstance(mine, np.ndarray):
            np.testing.assert_array_equal(mine, its, strict=True)


XOR = {
    "plain": {},
    "adam": {"optimizer": "adam", "width": "5"},
    "minibatches": {"sampler": "with-replacement", "sampler.m": "2"},
    "epochs": {"sampler": "shuffled-epochs", "sampler.m": "3", "activation": "tanh"},
}


def runs(query, count):
    """Runs of XOR that differ by their seed, and for the last of them by another start."""
    spec = from_query(XorExperiment, {"steps": "60", **query})
    return [
        replace(replace(spec, start=Drawn(), seed=seed).recipes()["network"], record_every=60)
        for seed in range(count)
    ]


@pytest.mark.parametrize("query", XOR.values(), ids=XOR)
def test_runs_in_blocks_are_the_runs_all_at_once(query):
    recipes, pool = runs(query, 770), Here()
    same(train(recipes, executor=pool), train(recipes))
    assert pool.given == 3


@pytest.mark.long
def test_the_counts_of_xor_are_those_of_the_runs_all_at_once():
    spec, pool = XorExperiment(steps=20), Here()
    same(train_starts(spec, 500, executor=pool), train_starts(spec, 500))
    same(success_by_width(spec, (1, 2), 50, executor=pool), success_by_width(spec, (1, 2), 50))
    assert pool.given == 4


def test_seeds_of_the_paper_in_blocks_are_the_seeds_all_at_once():
    pool = Here()
    same(
        train_seeds(HighamExperiment(), 530, 300, executor=pool),
        train_seeds(HighamExperiment(), 530, 300),
    )
    assert pool.given == 2


@pytest.mark.parametrize("optimizer", [GradientDescent(1.0), Momentum(0.1), Adam(0.1)])
def test_basins_in_blocks_are_the_basins_all_at_once(optimizer):
    samples = SixPoints()(np.random.default_rng(0))
    risk, pool = logistic(samples.x, samples.y, SquaredError()), Here()
    axis = np.linspace(-6, 6, 25)
    starts = np.stack(np.meshgrid(axis, axis), axis=-1)
    spread = basins(risk, optimizer, starts, 300, executor=pool)
    alone = basins(risk, optimizer, starts, 300)
    same(spread, alone)
    same(spread.trajectory, alone.trajectory)
    assert pool.given >= 2


def pools():
    yield "processes", lambda: ProcessPoolExecutor(2, get_context("spawn"))
    yield "a Dask cluster", dask


def dask():
    client = Client(n_workers=2, threads_per_worker=1, dashboard_address=None, set_as_default=False)
    return Closing(client)


class Closing(Executor):
    """A Dask cluster's executor, which takes the cluster down with it."""

    def __init__(self, client):
        self.client, self.pool = client, client.get_executor()

    def submit(self, fn, /, *args, **kwargs):
        return self.pool.submit(fn, *args, **kwargs)

    def __exit__(self, *exception):
        self.client.shutdown()


@pytest.mark.long
@pytest.mark.parametrize("pool", [pool for _, pool in pools()], ids=[name for name, _ in pools()])
def test_other_processes_give_the_same_to_the_last_bit(pool):
    samples = SixPoints()(np.random.default_rng(0))
    risk = logistic(samples.x, samples.y, SquaredError())
    axis = np.linspace(-6, 6, 25)
    starts = np.stack(np.meshgrid(axis, axis), axis=-1)
    spec = XorExperiment(steps=200)
    told = []
    with pool() as executor:
        same(train(runs({}, 600), told.append, executor), train(runs({}, 600)))
        same(
            basins(risk, GradientDescent(1.0), starts, 200, executor=executor),
            basins(risk, GradientDescent(1.0), starts, 200),
        )
        swept = sweep(spec, "width", (1, 2, 3), executor=executor)
    alone = sweep(spec, "width", (1, 2, 3))
    for one, other in zip(swept.runs["network"], alone.runs["network"], strict=True):
        same(one, other)
    assert told == sorted(told)
    assert told[-1] == 1


def test_blocks_are_all_the_runs_in_order_and_begin_where_a_vector_does():
    for count in (1, 255, 256, 511, 512, 1000, 3362):
        parts = blocks(count, Here())
        assert [i for part in parts for i in range(count)[part]] == list(range(count))
        assert all(part.start % 64 == 0 for part in parts)
        assert all(part.stop - part.start >= min(count, 192) for part in parts)
        assert blocks(count, None) == [slice(0, count)]


def test_runs_of_different_shapes_are_pieces_of_their_own():
    recipes = [XorExperiment(steps=9, width=w).recipes()["network"] for w in (1, 2, 1)]
    assert [members for members, _ in side_by_side(recipes, executor=Here())] == [[0, 2], [1]]


def test_what_a_piece_raises_is_raised_and_what_watch_raises_ends_the_work():
    def fail(piece, watch):
        raise ZeroDivisionError(piece)

    with pytest.raises(ZeroDivisionError, match="7"):
        each(fail, [7], [1], executor=Here())
    with pytest.raises(ZeroDivisionError, match="7"):
        each(fail, [7], [1])

    futures = []

    class Waiting(Executor):
        def submit(self, fn, /, *args, **kwargs):
            futures.append(Future())
            return futures[-1]

    def stop(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        each(fail, [1, 2], [1, 1], stop, Waiting())
    assert all(future.cancelled() for future in futures)


def test_progress_is_the_share_of_the_whole_that_is_done():
    told = []
    assert each(lambda piece, watch: -piece, [1, 2], [1, 3], told.append, Here()) == [-1, -2]
    assert told[0] == 0
