"""A run that is computed a slice at a time, while readers look at it."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from core.experiments.diagnosis import NetworkDiagnosis, diagnose_network
from core.experiments.higham import experiment
from core.experiments.higham.experiment import HighamExperiment
from core.landscape.spectrum import Spectrum
from core.networks.fields import Fields, Window, difference_fields
from core.objectives.risk import Risk
from core.training.descent import Trajectory
from core.training.live import Live
from pages.ui.chapter.live import recording as live

WINDOW: Window = ((0.0, 1.0), (0.0, 1.0))
# The browser evaluates small networks itself, where the activation has no knobs of its own.
_MOST_IN_BROWSER = 120
_FIELD_RESOLUTION = 60
# Numbers that are read at each recorded step, besides the spectrum.
_READ_PER_FRAME = 12


@dataclass(frozen=True, eq=False)
class Part:
    """Some recorded steps of a run: what was computed, and what is shown of it."""

    run: Trajectory
    diagnosis: NetworkDiagnosis
    fields: Fields | None


class Recording(live.Recording):
    """One run of an experiment as far as it has been computed; threads take turns at it."""

    def __init__(self, spec: HighamExperiment) -> None:
        self.spec = spec
        recipe = spec.recipes()["network"]
        self.risk: Risk = experiment.risk(spec)
        self.one_at_a_time = spec.sampler.size(self.risk.sample_count) == 1
        self._parts: list[Part] = []
        # One draw for all readers, though a slice at a time is looked at.
        super().__init__(spec, Live(replace(recipe, batches=recipe.rows)))

    @property
    def most_bytes(self) -> int:
        """What its points, what is read from them and its fields hold when the run is done."""
        frames, s = len(self.k), self.risk.size
        # Points stand in the run and in its parts; the rest is as long as a spectrum.
        numbers = frames * (4 * s + _READ_PER_FRAME)
        shipped = 0 if in_browser(self.spec) else frames * _FIELD_RESOLUTION**2
        return 8 * numbers + shipped

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


recording: Final = live.Recordings(HighamExperiment, Recording)
"""The run of a spec: one for all readers, or a reader's own."""


def computed(spec: HighamExperiment) -> Callable[[], dict[str, Trajectory]]:
    """The run on stage, as far as it has been computed when it is asked for."""
    found = recording(spec)
    return lambda: {"network": found.part().run}
