"""Contests between networks on digits that stand elsewhere, or whose pixels are shuffled."""

import numpy as np
import pytest

from core.datasets.digits import digits
from core.experiments.digits import prior
from core.experiments.digits.networks import Convolutional, FullyConnected
from core.experiments.digits.prior import Anywhere, Centered, contests, relabeled
from core.networks import uniform_fan_in


@pytest.fixture(scope="module")
def short():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Anywhere, "epochs", 1)
        patch.setattr(Centered, "epochs", 2)
        told = []
        yield {"told": told, "found": contests(Centered(), (0, 1), told.append)}


def test_every_network_runs_in_order_and_shuffled_for_each_seed(short):
    found = short["found"]
    assert [(one.size, one.shuffled) for one in found] == [
        (size, shuffled) for size in (666, 685, 650) for shuffled in (False, True)
    ]
    assert all(one.accuracy.shape == (2, 3) for one in found)
    assert found[0].mean == pytest.approx(found[0].accuracy[:, -1].mean())
    assert found[0].deviation == pytest.approx(np.ptp(found[0].accuracy[:, -1]) / np.sqrt(2))


def test_progress_goes_from_nothing_to_nearly_all(short):
    told = short["told"]
    assert told[0] == 0
    assert told == sorted(told)
    assert 0.8 < told[-1] < 1


def test_who_sees_all_pixels_runs_the_same_on_shuffled_ones_and_the_cnn_does_not(short):
    for ordered, other in zip(short["found"][::2], short["found"][1::2], strict=True):
        apart = np.abs(ordered.cost - other.cost).max()
        assert other.relabeled == (ordered.size != 666)
        assert apart < 1e-12 if other.relabeled else apart > 1e-3


def test_a_stop_ends_the_contest():
    class StoppedError(Exception):
        pass

    def stop(share):
        raise StoppedError

    with pytest.raises(StoppedError):
        contests(Centered(), (0,), stop)


def test_relabeled_weights_read_shuffled_pixels_as_before():
    model, order = FullyConnected(5)(), np.random.default_rng(2).permutation(64)
    p = uniform_fan_in(model, np.random.default_rng(0))
    x = np.random.default_rng(1).random((4, 1, 8, 8))
    mixed = x.reshape(4, 64)[:, order].reshape(x.shape)
    np.testing.assert_allclose(model(relabeled(p, order, model), mixed), model(p, x), atol=1e-14)


def test_on_the_canvas_each_digit_is_whole_and_most_are_elsewhere():
    x = Anywhere().images()
    assert x.shape == (1797, 1, 12, 12)
    np.testing.assert_allclose(x.sum(axis=(1, 2, 3)), Centered().images().sum(axis=(1, 2, 3)))
    corners = {tuple(np.argwhere(one[0]).min(axis=0)) for one in x[:200]}
    assert len(corners) > 15


@pytest.mark.long
def test_sharing_pays_anywhere_and_not_once_pixels_are_shuffled(monkeypatch):
    """Four seeds of thirty epochs had .820 and .438, shuffled about .40; ten epochs show it."""
    monkeypatch.setattr(Anywhere, "epochs", 10)
    monkeypatch.setattr(Anywhere, "networks", (Convolutional(),))
    in_order, mixed = contests(prior.Anywhere(), (0,))
    assert in_order.mean > 0.6 > 0.5 > mixed.mean


@pytest.mark.parametrize("network", [Convolutional(), FullyConnected(9)], ids=str)
@pytest.mark.parametrize("shuffled", [False, True])
def test_a_run_of_a_contest_alone_is_the_one_among_its_seeds(short, network, shuffled):
    at = [(one.network, one.shuffled) for one in short["found"]].index((network, shuffled))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Centered, "epochs", 2)
        alone = prior.turn(Centered(), network, shuffled, 1)
        p = alone.run().p[-1]
    z = network().logits(p, prior._images(Centered(), shuffled)[1397:])
    share = (z.argmax(axis=1) == digits().labels[1397:]).mean()
    assert short["found"][at].accuracy[1, -1] == pytest.approx(share, abs=0.004)
    assert alone.title.endswith("shuffled") == shuffled
