"""A run that is computed a slice at a time, while readers look at it."""

import dataclasses
from collections.abc import Callable
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
from core.training.descent import Trajectory
from core.training.live import Live
from pages.ui.chapter.presets import restarts
from pages.ui.chapter.remembered import key_of as query_of
from pages.ui.chapter.remembered import remembered

WINDOW: Window = ((0.0, 1.0), (0.0, 1.0))
# The browser evaluates small networks itself, where the activation has no knobs of its own.
_MOST_IN_BROWSER = 120
_FIELD_RESOLUTION = 60
# Numbers that are read at each recorded step, besides the spectrum.
_READ_PER_FRAME = 12
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
        recipe = spec.recipes()["network"]
        # One draw for all readers, though a slice at a time is looked at.
        self.live = Live(replace(recipe, batches=recipe.rows))
        self.risk: Risk = experiment.risk(spec)
        self.one_at_a_time = spec.sampler.size(self.risk.sample_count) == 1
        self._parts: list[Part] = []
        self._turn = Lock()
        self._keep()

    @property
    def k(self) -> Steps:
        """The steps that are recorded, in the end."""
        return self.live.k

    @property
    def done(self) -> int:
        """How many steps have been taken."""
        return self.live.done

    @property
    def finished(self) -> bool:
        """Whether the run is done, or has diverged."""
        return self.live.finished

    @property
    def diverged_at(self) -> int:
        """The step that could not be taken, or -1."""
        return int(self.live.diverged_at)

    @property
    def share(self) -> float:
        """How much of the run is done, from 0 to 1."""
        return self.live.share

    @property
    def most_bytes(self) -> int:
        """What its points, what is read from them and its fields hold when the run is done."""
        frames, s = len(self.k), self.risk.size
        # Points stand in the run and in its parts; the rest is as long as a spectrum.
        numbers = frames * (4 * s + _READ_PER_FRAME)
        shipped = 0 if in_browser(self.spec) else frames * _FIELD_RESOLUTION**2
        return 8 * numbers + shipped

    @property
    def steps_per_second(self) -> float:
        """The speed of the steps until now."""
        return self.live.done / max(self.live.seconds, 1e-9)

    def advance(self, seconds: float) -> None:
        """Compute for about so many seconds, at least a little, or to the end."""
        with self._turn:
            self.live.advance(seconds)
            self._keep()

    def part(self, first: int = 0) -> Part:
        """What has been recorded until now, from a frame on."""
        with self._turn:
            parts, run = self._parts.copy(), self.live.trajectory(first)
        shipped = [part.fields for part in parts if part.fields is not None]
        return Part(
            run,
            _joined([part.diagnosis for part in parts], first),
            np.concatenate(shipped)[first:] if shipped else None,
        )

    def _keep(self) -> None:
        """Read the frames that are new."""
        run = self.live.trajectory(sum(len(part.run.k) for part in self._parts))
        if not len(run.k):
            return
        fields = None
        if not in_browser(self.spec):
            fields = difference_fields(self.risk.network, run.p, WINDOW, _FIELD_RESOLUTION)
        self._parts.append(Part(run, diagnose_network(self.risk, run.p), fields))


def in_browser(spec: HighamExperiment) -> bool:
    """Whether the stage evaluates the network; otherwise its fields are shipped."""
    return spec.network.size <= _MOST_IN_BROWSER and not dataclasses.fields(spec.activation)


def key_of(spec: HighamExperiment) -> str:
    """The query of the run: the key under which it is kept."""
    return query_of(spec.without("view"))


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


@remembered(HighamExperiment, lambda spec: spec.without("view"))
def _shared(spec: HighamExperiment) -> Recording:
    return Recording(spec)


def computed(spec: HighamExperiment) -> Callable[[], dict[str, Trajectory]]:
    """The run on stage, as far as it has been computed when it is asked for."""
    found = recording(spec)
    return lambda: {"network": found.part().run}
