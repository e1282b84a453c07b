"""The run of the third chapter, for every learning rate of a scale at once; remembered."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.arrays import Array, Steps
from core.experiments.xor import experiment
from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.problem import pattern
from core.networks.activations import ReLU
from core.objectives.risk import Risk
from core.scales import log_scale
from core.spec import from_query, to_query
from core.training.descent import Status, Trajectory, descend, log_steps
from core.training.sweep import Sweep, merge

# An output this near to ½ is on neither side, as in `core.experiments.xor.stuck`.
_BETWEEN: Final = 1e-6
_RATES: Final = log_scale(0.001, 10.0)
# Numbers that the runs of the strip may hold together: some hundred kilobytes on the wire.
_MOST_NUMBERS: Final = 400_000
_WIDE_STRIP: Final = 600
_THINNEST, _FEWEST_FRAMES, _MOST_FRAMES = 7, 80, 240


@dataclass(frozen=True, eq=False)
class Seen:
    """A run at its F recorded points, in numbers to make sentences of.

    output (F, N); right (F,) points on the target's side of ½; dead (F, H) units that are
    inactive at all points (none, if the activation has no such state); slope (F,) = ‖∇C‖.
    """

    output: Array
    right: NDArray[np.int64]
    dead: NDArray[np.bool_]
    slope: Array


@dataclass(frozen=True, eq=False)
class Training:
    """Runs for the learning rates (V,), one of which is the spec's."""

    spec: XorExperiment
    sweep: Sweep

    @cached_property
    def risk(self) -> Risk:
        """The cost that is minimized."""
        return experiment.risk(self.spec)

    @cached_property
    def selected(self) -> int:
        """Which of the runs has the learning rate of now."""
        return int(np.flatnonzero(self.sweep.eta == _eta(self.spec))[0])

    @cached_property
    def run(self) -> Trajectory:
        """The run of now."""
        all_, v = self.sweep.trajectory, self.selected
        lost = all_.diverged_at[v]
        status = Status.DIVERGED if lost >= 0 else Status.COMPLETED
        return Trajectory(all_.k, all_.p[:, v], all_.value[:, v], status, lost)

    @cached_property
    def seen(self) -> Seen:
        """The run of now, read at its recorded points."""
        risk, p = self.risk, self.run.p
        output = risk.network(p, risk.x)[..., 0]
        return Seen(
            output=output,
            right=on_right_side(output, risk.y[:, 0]).sum(axis=-1),
            dead=dead_units(risk, p),
            slope=np.linalg.norm(risk.gradient(p), axis=-1),
        )


def dead_units(risk: Risk, p: Array) -> NDArray[np.bool_]:
    """Which ReLU units of p (..., s) are inactive at all points, (..., H); others never are."""
    active = pattern(risk.network, p)
    if not isinstance(risk.network.activations[0], ReLU):
        return np.zeros((*active.shape[:-2], active.shape[-1]), dtype=bool)
    return np.asarray(~active.any(axis=-2))


def on_right_side(output: Array, y: Array) -> NDArray[np.bool_]:
    """Which outputs (..., N) are on their target's side of ½; on ½ itself none is."""
    return np.asarray(np.where(y > 0.5, output - 0.5, 0.5 - output) > _BETWEEN)


def key_of(spec: XorExperiment) -> str:
    """The query of everything that a run depends on: the key under which it is kept."""
    return urlencode(to_query(replace(spec, log_cost=XorExperiment().log_cost)))


def strip_key(spec: XorExperiment) -> str:
    """The key of the runs on the strip: the learning rate of now makes no difference to them."""
    return key_of(_with_eta(spec, 1.0))


def on_strip(spec: XorExperiment) -> bool:
    """Whether the learning rate of now is a position of the strip."""
    return _eta(spec) in _rates(spec)


def training(spec: XorExperiment) -> Training:
    """The runs of a spec, its own learning rate among them."""
    found = _strip(strip_key(spec)) if on_strip(spec) else _with_single(key_of(spec))
    return Training(spec, found)


def _eta(spec: XorExperiment) -> float:
    optimizer: Any = spec.optimizer
    return float(optimizer.eta)


def _with_eta(spec: XorExperiment, eta: float) -> XorExperiment:
    optimizer: Any = spec.optimizer
    return replace(spec, optimizer=replace(optimizer, eta=eta))


def _rates(spec: XorExperiment) -> tuple[float, ...]:
    work = len(_RATES) * experiment.risk(spec).size
    return _RATES[:: int(np.clip(work // _WIDE_STRIP, 1, _THINNEST))]


def _steps(spec: XorExperiment) -> Steps:
    """Fewer for many parameters; with the last but one, so that a jump to and fro shows."""
    numbers = len(_rates(spec)) * experiment.risk(spec).size
    frames = int(np.clip(_MOST_NUMBERS // numbers, _FEWEST_FRAMES, _MOST_FRAMES))
    return np.union1d(log_steps(spec.steps, frames), [max(0, spec.steps - 1)])


@st.cache_resource(max_entries=64, show_spinner=False)
def _strip(key: str) -> Sweep:
    spec = _spec(key)
    return _swept(spec, _rates(spec))


@st.cache_resource(max_entries=64, show_spinner=False)
def _with_single(key: str) -> Sweep:
    spec = _spec(key)
    return merge(_strip(strip_key(spec)), _swept(spec, (_eta(spec),)))


def _spec(key: str) -> XorExperiment:
    return from_query(XorExperiment, dict(parse_qsl(key, keep_blank_values=True)))


def _swept(spec: XorExperiment, rates: tuple[float, ...]) -> Sweep:
    """Runs from one start on the same batches: η is a batch axis."""
    eta = np.array(rates)
    optimizer: Any = spec.optimizer
    start = experiment.start(spec)
    run = descend(
        experiment.risk(spec),
        replace(optimizer, eta=eta[:, None]),
        np.broadcast_to(start, (len(eta), len(start))),
        spec.steps,
        experiment.picks(spec),
        _steps(spec),
    )
    return Sweep(eta, run)
