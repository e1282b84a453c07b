"""The example of Higham & Higham (2019), *Deep Learning: An Introduction for Applied
Mathematicians*, SIAM Review 61: ten points, two classes, a network of 23 parameters.

The run that section 6 publishes starts from `published_start` and draws `PublishedPicks`; with
plain gradient descent at `ETA` it can be replayed to the digit.
"""

from dataclasses import dataclass
from typing import final

import numpy as np

from core.arrays import Array
from core.experiments.higham.data import PaperPoints, samples_of, targets
from core.networks.activations import Sigmoid
from core.networks.network import Network
from core.objectives.losses import HalfSquaredError
from core.objectives.plane import Plane
from core.objectives.risk import Risk
from core.training.samplers import Picks, Sampler

NETWORK = Network((2, 2, 3, 2), Sigmoid(), Sigmoid())
ETA = 0.05
STEPS = 1_000_000

_SEED = 5000
# The program draws its 23 normal parameters first, each from two 32-bit words.
_WORDS_OF_THE_START = 46


def points(eleven: bool = False) -> tuple[Array, Array]:
    """x (N, 2) and targets y (N, 2): (1, 0) for the first class, (0, 1) for the second.

    N = 10, five of each class; or 11 with the point (0.3, 0.7) of the second class, the variant
    of section 7.
    """
    samples = samples_of(PaperPoints(), eleven=eleven)
    return samples.x, targets(samples)


def problem(eleven: bool = False) -> Risk:
    """The Cost of the paper, (1/N) Σ ½‖y - F(x)‖² (eq. 3.6), as a function of 23 parameters."""
    return Risk(NETWORK, HalfSquaredError(), *points(eleven))


def sum_of_squares(cost: Array | float, sample_count: int) -> Array | float:
    """Σ‖y - F(x)‖², which the paper's program prints: 2N times the Cost (20 or 22 times)."""
    return 2 * sample_count * cost


def published_start() -> Array:
    """The parameters (23,) that the published run starts from, 0.5 times standard normal."""
    W2 = [[-0.1863521744240758, 0.20510971585683688], [-0.23323093496476668, -0.8031450343205784]]
    b2 = [-0.7742422986624593, 0.17515318925386975]
    W3 = [
        [0.231177048902782, -0.9132476669437165],
        [0.4191159159633228, 0.7767685513646545],
        [0.3491350195688616, -0.8961620624007651],
    ]
    b3 = [-0.06961312593607784, 0.07905050930747852, 0.0778982071216578]
    W4 = [
        [-0.12212999531797192, 1.23672794081058, -0.12499918916433443],
        [0.41337582569164144, -0.022999514167748702, 0.0848337129872584],
    ]
    b4 = [-0.24994008066458354, 0.4322403712649957]
    return np.concatenate([np.ravel(part) for part in (W2, b2, W3, b3, W4, b4)])


@final
@dataclass(frozen=True)
class PublishedPicks(Sampler):
    r"""k_j = \lfloor N u_j \rfloor + 1, \quad u_j \text{ from MT19937 with seed } 5000"""

    def batches(self, N: int, steps: int, rng: np.random.Generator) -> Picks:
        """The rows (steps, 1), counted from 0, that the published program draws, whatever `rng`.

        One 53-bit uniform number for each; the first are 1 2 3 2 4 4 7 7 10 5 in its own count.
        """
        stream = np.random.RandomState(_SEED)
        stream.bytes(4 * _WORDS_OF_THE_START)
        return (N * stream.random_sample((steps, 1))).astype(np.int64)


# The run's parameters after 70,000 steps, where it is farthest from the line between its ends,
# and after 10⁶, to six decimals; a test replays the run.
_TURN = (
    -1.244994,
    1.649401,
    -5.913045,
    2.347241,
    -1.150249,
    0.874124,
    -0.511331,
    -3.672808,
    1.402932,
    4.284197,
    -0.310223,
    -3.257217,
    0.962981,
    -2.427553,
    0.706612,
    -2.565944,
    4.646487,
    -2.286161,
    3.008234,
    -4.249317,
    2.317405,
    0.068181,
    -0.405340,
)


_END = (
    -1.664051,
    9.171138,
    -10.813502,
    -6.892983,
    -5.512096,
    6.009333,
    -3.989884,
    -6.191641,
    6.996631,
    9.339503,
    -3.270766,
    -5.435763,
    2.538285,
    -4.079682,
    2.161251,
    -5.532379,
    9.609876,
    -4.854048,
    5.947211,
    -9.335649,
    4.845465,
    0.124363,
    -0.457272,
)


def published_points() -> Array:
    """Start, turn (after 70,000 steps) and end (after 10⁶) of the published run, (3, 23)."""
    return np.stack([published_start(), np.array(_TURN), np.array(_END)])


def plane() -> Plane:
    """Orthonormal coordinates: start (0, 0), end (α, 0) with α > 0, turn at β > 0."""
    start, turn, end = published_points()
    along = (end - start) / np.linalg.norm(end - start)
    across = turn - start - ((turn - start) @ along) * along
    return Plane(start, np.stack([along, across / np.linalg.norm(across)]))
