"""A run that is computed a slice at a time, while readers look at it."""

import dataclasses
import time
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
import streamlit as st

from core.arrays import Steps
from core.experiments.diagnosis import NetworkDiagnosis, diagnose_network
from core.experiments.higham import experiment
from core.experiments.higham.experiment import HighamExperiment
from core.landscape.spectrum import Spectrum
from core.networks.fields import Fields, Window, difference_fields
from core.objectives.risk import Risk
from core.optimizers import GradientDescent
from core.training.descent import Status, Trajectory, descend
from pages.ui.chapter.presets import restarts
from pages.ui.chapter.remembered import key_of as query_of
from pages.ui.chapter.remembered import remembered

WINDOW: Window = ((0.0, 1.0), (0.0, 1.0))
# The browser evaluates small networks itself, where the activation has no knobs of its own.
_MOST_IN_BROWSER = 120
_FIELD_RESOLUTION = 60
# A stretch of steps between two looks at the clock.
_STRETCH_SECONDS, _FIRST_STRETCH = 0.02, 100
_OWN, _BEGUN = "higham-recording", "higham-recording-begun"


@dataclass(frozen=True, eq=False)
class Part:
    """Some recorded steps of a run: what was computed, and what is shown of it."""

    run: Trajectory
    diagnosis: NetworkDiagnosis
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
        shipped = [part.fields for part in parts if part.fields is not None]
        return Part(
            Trajectory(
                np.concatenate([run.k for run in runs])[first:],
                np.concatenate([run.p for run in runs])[first:],
                np.concatenate([run.value for run in runs])[first:],
                Status.COMPLETED if self.diverged_at < 0 else Status.DIVERGED,
                np.array(self.diverged_at),
            ),
            _joined([part.diagnosis for part in parts], first),
            np.concatenate(shipped)[first:] if shipped else None,
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
        fields = None
        if not in_browser(self.spec):
            fields = difference_fields(self.risk.network, run.p, WINDOW, _FIELD_RESOLUTION)
        self._parts.append(Part(run, diagnose_network(self.risk, run.p), fields))


def in_browser(spec: HighamExperiment) -> bool:
    """Whether the stage evaluates the network; otherwise its fields are shipped."""
    return spec.network.size <= _MOST_IN_BROWSER and not dataclasses.fields(spec.activation)


def key_of(spec: HighamExperiment) -> str:
    """The query of the run: the key under which it is kept."""
    return query_of(spec.of_run())


def recording(spec: HighamExperiment) -> Recording:
    """The run of a spec: this reader's own if they have asked for it again, else one for all."""
    asked = restarts(HighamExperiment)
    if asked != st.session_state.get(_BEGUN, 0):
        # Computed again from its first step: the reader has asked to see it happen.
        st.session_state[_BEGUN], st.session_state[_OWN] = asked, Recording(spec)
    own: Recording | None = st.session_state.get(_OWN)
    return own if own is not None and own.key == key_of(spec) else _shared(spec)


def _joined(diagnoses: list[NetworkDiagnosis], first: int) -> NetworkDiagnosis:
    rows = {
        field.name: np.concatenate([getattr(part, field.name) for part in diagnoses])[first:]
        for field in dataclasses.fields(NetworkDiagnosis)
        if field.name != "spectrum"
    }
    spectra = [part.spectrum for part in diagnoses if part.spectrum is not None]
    return NetworkDiagnosis(
        **rows,
        spectrum=Spectrum(
            np.concatenate([part.eigenvalues for part in spectra])[first:],
            np.concatenate([part.negative for part in spectra])[first:],
        )
        if spectra
        else None,
    )


@remembered(HighamExperiment, HighamExperiment.of_run)
def _shared(spec: HighamExperiment) -> Recording:
    return Recording(spec)
