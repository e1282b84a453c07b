"""The reader's own points in this chapter: what it takes, and where they lie in the square."""

from typing import Final

from core.experiments.higham.data import OwnPoints, PaperPoints
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.own_data import MOST_IN_THE_PLANE, refuse_beyond_the_plane
from pages.ui.own import OwnData

OWN: Final = OwnData(
    HighamExperiment,
    "own-points",
    OwnPoints.title,
    PaperPoints(),
    "the paper's points",
    "Two columns of numbers",
    "x1,x2,class\n0.1,0.1,0\n0.6,0.9,1\n…",
    fewest=2,
    most=2,
    rows=MOST_IN_THE_PLANE,
    check=refuse_beyond_the_plane,
)
