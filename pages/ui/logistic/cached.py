"""core, remembered: each result once for each spec, shared by all readers.

The key is the spec's query string, never the spec itself: Streamlit hashes a nested dataclass
without its class, so two optimizers with equal fields would collide. What is kept is frozen, so
readers share the objects themselves (`cache_resource`) instead of pickled copies.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.diagnosis import accuracy
from core.experiments.logistic import landscape as landscapes
from core.experiments.logistic import problem as problems
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.logistic.problem import Problem, batches
from core.landscape.landscape import Relief
from core.scales import log_scale
from core.spec import from_query, to_query
from core.training.sweep import Sweep, merge, sweep

_FRAMES = 200
# Most sigmoids that the η strip of one loss may cost: about half a second.
_STRIP_BUDGET = 2e7
_RATES = log_scale(0.001, 100.0)


@dataclass(frozen=True, eq=False)
class Trained:
    """Runs for the learning rates (V,), and the accuracy (F, V) of their recorded steps."""

    sweep: Sweep
    accuracy: Array


def key_of(spec: LogisticExperiment) -> str:
    """The query string of a spec: the key under which its results are kept."""
    return urlencode(to_query(spec))


def run_name(spec: LogisticExperiment) -> str:
    """The query of a spec with a reader's table, which may be long, replaced by its digest."""
    query = to_query(spec)
    if "data.table" in query:
        query["data.table"] = sha256(query["data.table"].encode()).hexdigest()[:12]
    return urlencode(query)


def repertoire_key(spec: LogisticExperiment) -> str:
    """The query of everything that runs and panels depend on: not of a rate on the strip."""
    on_strip = spec.optimizer.eta in _strip_of(spec).sweep.eta
    return key_of(_with_rate(spec, 1.0) if on_strip else spec)


def problem(spec: LogisticExperiment) -> Problem:
    """What the spec means; TableError for a table that cannot be read."""
    return _problem(key_of(spec))


def relief(spec: LogisticExperiment, lane: int) -> Relief:
    """The landscape of a lane's loss."""
    return _relief(key_of(spec.of_landscape()), lane)


def trained(spec: LogisticExperiment, lane: int) -> Trained:
    """A lane's runs along the learning rates: the whole scale, and the rate of now."""
    strip = _strip_of(spec, lane)
    on_strip = spec.optimizer.eta in strip.sweep.eta
    return strip if on_strip else _with_single(key_of(spec.of_run()), lane)


def nonconvex_shares(
    spec: LogisticExperiment, lane: int, strengths: tuple[float, ...]
) -> list[float]:
    """Share of the window that is not convex, for each strength of the ridge."""
    return [
        relief(replace(spec, ridge=strength, minimized=False), lane).share for strength in strengths
    ]


def _strip_of(spec: LogisticExperiment, lane: int = 0) -> Trained:
    # On the strip the rate of now makes no difference: one entry serves all its positions.
    return _strip(key_of(_with_rate(spec.of_run(), 1.0)), lane)


def _with_rate(spec: LogisticExperiment, eta: float) -> LogisticExperiment:
    return replace(spec, optimizer=spec.optimizer.at_rate(eta))


def _spec(key: str) -> LogisticExperiment:
    return from_query(LogisticExperiment, dict(parse_qsl(key, keep_blank_values=True)))


@st.cache_resource(max_entries=256, show_spinner=False)
def _problem(key: str) -> Problem:
    return problems.problem(_spec(key))


@st.cache_resource(max_entries=256, show_spinner=False)
def _relief(key: str, lane: int) -> Relief:
    spec = _spec(key)
    found = problem(spec)
    return landscapes.relief(found, found.risks[lane], spec.minimized)


@st.cache_resource(max_entries=64, show_spinner=False)
def _strip(key: str, lane: int) -> Trained:
    spec = _spec(key)
    cost = len(_RATES) * problem(spec).risks[lane].sample_count * spec.steps
    stride = max(1, int(np.ceil(cost / _STRIP_BUDGET)))
    swept = _swept(spec, lane, _RATES[::stride])
    return Trained(swept, accuracy(problem(spec).risks[lane], swept.trajectory.p))


@st.cache_resource(max_entries=64, show_spinner=False)
def _with_single(key: str, lane: int) -> Trained:
    spec = _spec(key)
    strip = _strip_of(spec, lane)
    merged = merge(strip.sweep, _swept(spec, lane, (spec.optimizer.eta,)))
    return Trained(merged, accuracy(problem(spec).risks[lane], merged.trajectory.p))


def _swept(spec: LogisticExperiment, lane: int, rates: tuple[float, ...]) -> Sweep:
    found = problem(spec)
    risk = found.risks[lane]
    picks = batches(spec, risk.sample_count)
    return sweep(risk, spec.optimizer, found.start, spec.steps, rates, picks, _FRAMES)
