"""A run that is computed a slice at a time, while readers look at it."""

import time
from dataclasses import dataclass, fields, replace
from threading import Lock
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from core.arrays import Steps
from core.experiments.diagnosis import NetworkDiagnosis, diagnose_network
from core.experiments.higham import experiment
from core.experiments.higham.experiment import HighamExperiment
from core.landscape.spectrum import Spectrum
from core.networks.fields import Fields, Window, difference_fields
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.spec import to_query
from core.training.descent import Status, Trajectory, descend

WINDOW: Window = ((0.0, 1.0), (0.0, 1.0))
# The browser evaluates small networks itself, where the activation has no knobs of its own.
_MOST_IN_BROWSER = 120
_FIELD_RESOLUTION = 60
# A stretch of steps between two looks at the clock.
_STRETCH_SECONDS, _FIRST_STRETCH = 0.02, 100
_OWN = "higham-recording"


@dataclass(frozen=True, eq=False)
class Part:
    """Some recorded steps of a run: what was computed, and what is shown of it."""

    run: Trajectory
    seen: NetworkDiagnosis
    fields: Fields | None


class Recording:
    """One run of an experiment as far as it has been computed; threads take turns at it."""

    def __init__(self, spec: HighamExperiment) -> None:
        self.spec = spec
        self.key = key_of(spec)
        self.risk: Risk = experiment.risk(spec)
        self.k: Steps = experiment.recorded_steps(spec)
        self.done = 0
        self.finished = False
        self.diverged_at = -1
        self._seconds = 0.0
        self._parts: list[Part] = []
        self._p = experiment.start(spec)
        self._stretch = _FIRST_STRETCH
        self._picks = experiment.picks(spec)
        self._turn = Lock()

    def advance(self, seconds: float) -> None:
        """Compute for about so many seconds, at least a little, or to the end."""
        with self._turn:
            end = time.monotonic() + seconds
            while not self.finished:
                self._go_on()
                if time.monotonic() >= end:
                    break

    def part(self, first: int = 0) -> Part:
        """What has been recorded until now, from a frame on."""
        with self._turn:
            parts = self._parts.copy()
        runs = [part.run for part in parts]
        shot = [part.fields for part in parts if part.fields is not None]
        return Part(
            Trajectory(
                np.concatenate([run.k for run in runs])[first:],
                np.concatenate([run.p for run in runs])[first:],
                np.concatenate([run.value for run in runs])[first:],
                Status.COMPLETED if self.diverged_at < 0 else Status.DIVERGED,
                np.array(self.diverged_at),
            ),
            _joined([part.seen for part in parts], first),
            np.concatenate(shot)[first:] if shot else None,
        )

    @property
    def share(self) -> float:
        """How much of the run is done, from 0 to 1."""
        return self.done / float(self.k[-1])

    @property
    def steps_per_second(self) -> float:
        """The speed of the steps until now."""
        return self.done / max(self._seconds, 1e-9)

    @property
    def one_at_a_time(self) -> bool:
        """Whether each step looks at one point."""
        return bool(self._picks.shape[1] == 1)

    def _go_on(self) -> None:
        """A stretch of steps, wherever it ends: gradient descent remembers nothing."""
        began = time.monotonic()
        done, end = self.done, min(self.done + self._stretch, int(self.k[-1]))
        run = descend(
            self.risk,
            GradientDescent(self.spec.eta),
            self._p,
            end - done,
            self._picks[done:end],
            np.append(0, self.k[(self.k > done) & (self.k <= end)] - done),
        )
        self._seconds += (took := time.monotonic() - began)
        self._stretch = max(1, int(self._stretch * np.clip(_STRETCH_SECONDS / took, 0.5, 4)))
        lost = run.status is Status.DIVERGED
        # The start of a stretch has been recorded at the end of the one before.
        kept = np.isin(run.k + done, self.k) & ((run.k > 0) | (done == 0))
        if kept.any():
            self._keep(replace(run, k=run.k[kept] + done, p=run.p[kept], value=run.value[kept]))
        if lost:
            self.diverged_at = int(run.diverged_at) + done
        self._p, self.done = run.p[-1], end
        self.finished = lost or end == self.k[-1]

    def _keep(self, run: Trajectory) -> None:
        shot = None
        if not in_browser(self.spec):
            shot = difference_fields(self.risk.network, run.p, WINDOW, _FIELD_RESOLUTION)
        self._parts.append(Part(run, diagnose_network(self.risk, run.p), shot))


def in_browser(spec: HighamExperiment) -> bool:
    """Whether the stage evaluates the network; otherwise its fields are shipped."""
    return spec.network.size <= _MOST_IN_BROWSER and not fields(spec.activation)


def key_of(spec: HighamExperiment) -> str:
    """The query string of the run: the key under which it is kept."""
    return urlencode(to_query(spec.of_run()))


def recording(spec: HighamExperiment) -> Recording:
    """The run of a spec: the one that this reader has begun anew, or the one that all share."""
    own: Recording | None = st.session_state.get(_OWN)
    if own is not None and own.key == key_of(spec):
        return own
    return _shared(key_of(spec), spec)


def begin_anew(spec: HighamExperiment) -> None:
    """Compute a run again from its first step, for this reader."""
    st.session_state[_OWN] = Recording(spec)


def _joined(seen: list[NetworkDiagnosis], first: int) -> NetworkDiagnosis:
    rows = {
        field.name: np.concatenate([getattr(part, field.name) for part in seen])[first:]
        for field in fields(NetworkDiagnosis)
        if field.name != "spectrum"
    }
    spectra = [part.spectrum for part in seen if part.spectrum is not None]
    return NetworkDiagnosis(
        **rows,
        spectrum=Spectrum(
            np.concatenate([part.eigenvalues for part in spectra])[first:],
            np.concatenate([part.negative for part in spectra])[first:],
        )
        if spectra
        else None,
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _shared(key: str, _spec: HighamExperiment) -> Recording:
    return Recording(_spec)
