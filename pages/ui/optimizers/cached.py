"""core, remembered: each race once for each spec, shared by all readers.

The key is the spec's query string, as in the other chapters. The seconds of a race are measured
once: readers of the same race see the same.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

import numpy as np
import streamlit as st

from core import finder as finders
from core import race as races
from core.critical import CriticalPoint, critical_points
from core.curvature import nonconvex_share, smallest_eigenvalue
from core.finder import Finder
from core.landscape import Surface, grid, sample
from core.planes import Plane
from core.race import Race
from core.race_experiment import RaceExperiment
from core.spec import from_query, to_query
from core.standings import Standings, standings

# An even number of grid points: a minimum in the middle of a window then is on none of them.
_POINTS, _STARTS = 120, 7


@dataclass(frozen=True, eq=False)
class Raced:
    """A race and how it stands, also when its start is moved in the thirteenth digit."""

    race: Race
    stands: Standings
    moved: tuple[Standings, ...]


@dataclass(frozen=True, eq=False)
class Relief:
    """The ground: a surface value (n, m), its curvature and its critical points.

    bent (n, m): where the smallest eigenvalue of the Hessian is negative.
    """

    surface: Surface
    bent: np.ndarray
    share: float
    points: tuple[CriticalPoint, ...]


def key_of(spec: RaceExperiment) -> str:
    """The query string of a spec: the key under which its results are kept."""
    return urlencode(to_query(spec))


def raced(spec: RaceExperiment) -> Raced:
    """The race of a spec with at least one entrant."""
    return _raced(key_of(spec.of_run()))


def relief(spec: RaceExperiment) -> Relief:
    """The landscape that the race is run on."""
    return _relief(key_of(spec.of_landscape()))


def found(spec: RaceExperiment) -> Finder:
    """The final costs of a race for every learning rate, whichever the entrants have now."""
    return _found(key_of(spec.of_finder()))


def _spec(key: str) -> RaceExperiment:
    return from_query(RaceExperiment, dict(parse_qsl(key, keep_blank_values=True)))


@st.cache_resource(max_entries=128, show_spinner=False)
def _raced(key: str) -> Raced:
    spec = _spec(key)
    race = races.run(spec)
    stands, *moved = (standings(spec.ground, each) for each in (race, *race.moved))
    return Raced(race, stands, tuple(moved))


@st.cache_resource(max_entries=64, show_spinner=False)
def _relief(key: str) -> Relief:
    ground = _spec(key).ground
    objective, plane = ground.objective, Plane(np.zeros(2), np.eye(2))
    alpha, beta = (np.linspace(low, high, _POINTS) for low, high in ground.window)
    bent = smallest_eigenvalue(objective, plane, alpha, beta)
    low, high = np.array(ground.window).T
    starts = grid(*(np.linspace(a, b, _STARTS) for a, b in ground.window)).reshape(-1, 2)
    return Relief(
        sample(objective, plane, alpha, beta),
        bent < 0,
        nonconvex_share(bent),
        critical_points(objective, starts, low, high),
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _found(key: str) -> Finder:
    return finders.find(_spec(key))
