import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spec import from_query, to_query
from core.training.samplers import SAMPLERS, FullBatch, Recorded, ShuffledEpochs, WithReplacement

sizes = st.integers(1, 30)
counts = st.integers(0, 40)
seeds = st.integers(0, 2**32)


def picks(sampler, N, steps, seed=0):
    return sampler.batches(N, steps, np.random.default_rng(seed))


def sampler_for(cls, m):
    return cls() if cls is FullBatch else cls(m)


@given(sizes, counts, st.data(), seeds)
def test_every_sampler_gives_rows_that_exist_one_batch_a_step(N, steps, data, seed):
    m = data.draw(st.integers(1, N))
    for cls in SAMPLERS.values():
        batches = picks(sampler_for(cls, m), N, steps, seed)
        assert batches.shape == (steps, N if cls is FullBatch else m)
        assert batches.dtype == np.int64
        assert ((batches >= 0) & (batches < N)).all()


@pytest.mark.long
@given(sizes, counts, st.data(), seeds)
def test_same_seed_same_picks_and_more_steps_only_append(N, steps, data, seed):
    m = data.draw(st.integers(1, N))
    for cls in SAMPLERS.values():
        sampler = sampler_for(cls, m)
        short, long = picks(sampler, N, steps, seed), picks(sampler, N, steps + 7, seed)
        np.testing.assert_array_equal(short, picks(sampler, N, steps, seed))
        np.testing.assert_array_equal(short, long[:steps])


@given(sizes, counts, st.data(), seeds)
def test_each_epoch_of_shuffled_picks_is_a_permutation(N, steps, data, seed):
    m = data.draw(st.integers(1, N))
    stream = picks(ShuffledEpochs(m), N, steps, seed).ravel()
    whole = len(stream) // N * N
    for epoch in stream[:whole].reshape(-1, N):
        np.testing.assert_array_equal(np.sort(epoch), np.arange(N))
    assert len(set(stream[whole:])) == len(stream) - whole


def test_epochs_are_shuffled_anew():
    first, second = picks(ShuffledEpochs(50), 50, 2)
    assert (first != second).any()
    assert (first != np.arange(50)).any()


def test_full_batch_is_every_row_in_order_without_a_copy():
    batches = picks(FullBatch(), 4, 3)
    np.testing.assert_array_equal(batches, [[0, 1, 2, 3]] * 3)
    assert batches.strides[0] == 0


def test_draws_with_replacement_cover_an_epoch_as_theory_says():
    N = 10
    draws = picks(WithReplacement(N), N, 20_000)
    covered = np.mean([len(set(row)) for row in draws.tolist()]) / N
    assert covered == pytest.approx(1 - (1 - 1 / N) ** N, abs=0.005)


def test_draws_with_replacement_are_uniform():
    counted = np.bincount(picks(WithReplacement(3), 6, 20_000).ravel(), minlength=6)
    np.testing.assert_allclose(counted / counted.sum(), 1 / 6, rtol=0.03)


def test_a_batch_larger_than_an_epoch_is_refused_only_without_replacement():
    with pytest.raises(ValueError, match=r"m = 11 .* 10 samples"):
        picks(ShuffledEpochs(11), 10, 1)
    assert picks(WithReplacement(11), 10, 1).shape == (1, 11)


def test_recorded_picks_are_replayed_as_they_were():
    recorded = np.array([[3, 1], [0, 0], [2, 3]], dtype=np.int32)
    batches = picks(Recorded(recorded), 4, 2)
    np.testing.assert_array_equal(batches, recorded[:2])
    assert batches.dtype == np.int64


@pytest.mark.parametrize(
    ("recorded", "sentence"),
    [
        ([[0, 4]], "pick 4 is no row: allowed are 0 to 3"),
        ([[-1, 0]], "pick -1 is no row"),
        ([[0.0, 1.0]], "float64 of shape"),
        ([[True, False]], "bool of shape"),
        ([0, 1], r"shape \(2,\)"),
        (np.zeros((0, 2), dtype=int), "1 steps are asked for, but only 0"),
    ],
)
def test_impossible_recordings_are_refused_in_one_sentence(recorded, sentence):
    with pytest.raises(ValueError, match=sentence):
        picks(Recorded(recorded), 4, 1)


@pytest.mark.parametrize("cls", SAMPLERS.values(), ids=SAMPLERS)
def test_a_sampler_is_its_query(cls):
    sampler = sampler_for(cls, 17)
    assert from_query(cls, to_query(sampler)) == sampler


def test_the_menu_leaves_recordings_out():
    assert list(SAMPLERS) == ["full-batch", "shuffled-epochs", "with-replacement"]
