"""The scene of the second chapter: boundary, network, cost and matrices of one run."""

from dataclasses import replace

import numpy as np

from core.arrays import Array
from core.experiments.diagnosis import NetworkDiagnosis
from core.experiments.higham.data import targets
from core.experiments.higham.experiment import (
    NETWORK_LOSSES,
    HighamExperiment,
    samples,
    step_count,
)
from core.spec import name_of
from pages.ui.chapter.remembered import key_of, remembered
from pages.ui.chapter.runs import ONE, family_of_one, of_one
from pages.ui.higham.recording import WINDOW, Part, Recording, in_browser
from pages.ui.higham.sentences import tell
from pages.ui.own import units
from pages.ui.stage import (
    BoundaryPanel,
    Chunk,
    Column,
    CurvePanel,
    Lane,
    MatrixPanel,
    NetworkPanel,
    Reading,
    Repertoire,
    Runs,
    Scene,
)
from pages.ui.theme import LOSS_COLORS, stage_colors


def scene(recording: Recording, spec: HighamExperiment, *, live: bool, restart: int) -> Scene:
    """Everything on stage: the run as far as it has been computed."""
    part = recording.part()
    loss = name_of(spec.loss, NETWORK_LOSSES)
    return Scene(
        run=run_name(spec),
        title=f"{layers(spec)} network on {recording.risk.sample_count} points",
        alt="Decision boundary, network diagram, cost against the step, weights and biases.",
        lanes=[Lane("network", cost_name(spec), LOSS_COLORS[loss], "cost")],
        # While a run is under way its axis ends where the run will.
        repertoire=_repertoire(
            spec,
            len(part.run.k),
            step_count(spec) if live else int(part.run.k[-1]),
            part,
        ),
        home=ONE,
        plane=None,
        readings=[_whole_reading(spec, len(part.run.k), part)],
        colors=stage_colors(),
        restart=restart,
        live=live,
    )


def chunk(recording: Recording, spec: HighamExperiment, first: int) -> Chunk | None:
    """What is new since frame `first`, if anything is."""
    part = recording.part()
    if len(part.run.k) == first:
        return None
    return Chunk(
        run=run_name(spec),
        first=first,
        steps=part.run.k[first:],
        runs=[_runs(spec, part, first)],
        fields=None if part.fields is None else [part.fields[first:]],
        readings=[_reading(spec, part, first)],
        last=recording.finished,
    )


def layers(spec: HighamExperiment) -> str:
    """The widths as the paper writes them: 2-2-3-2."""
    return "-".join(str(width) for width in spec.network.widths)


def cost_name(spec: HighamExperiment) -> str:
    """Which cost is shown, for an axis."""
    if spec.sum_of_squares:
        return "Σ‖y − F(x)‖²"
    squared = spec.loss.weight is not None
    return "Cost = (1/N) Σ ½‖y − F(x)‖²" if squared else "mean cross-entropy"


def cost_shown(spec: HighamExperiment, diagnosis: NetworkDiagnosis) -> Array:
    """The cost (F,) in the scaling that the reader has chosen."""
    return diagnosis.squares if spec.sum_of_squares else diagnosis.cost


def run_name(spec: HighamExperiment) -> str:
    """The query of what is on stage: the name of its run."""
    return key_of(_without_plane(spec))


def _without_plane(spec: HighamExperiment) -> HighamExperiment:
    return replace(spec, plane=HighamExperiment().plane)


@remembered(HighamExperiment, _without_plane)
def _repertoire(spec: HighamExperiment, frames: int, last: int, _part: Part) -> Repertoire:
    """Run and panels; spec, number of frames and last step say all that they depend on."""
    return Repertoire(
        families=family_of_one(_part.run.k, [_runs(spec, _part, 0)]),
        panels=[
            _boundary(spec, _part),
            NetworkPanel(
                "diagram",
                f"Network {layers(spec)}",
                "Units in layers; an edge for each weight, in color by its sign.",
                spec.network.widths,
            ),
            _curve(spec, last),
            MatrixPanel(
                "matrices",
                f"{spec.network.size} parameters",
                "Weights and biases of each layer as numbers in colored cells.",
                spec.network.widths,
            ),
        ],
    )


def _boundary(spec: HighamExperiment, part: Part) -> BoundaryPanel:
    found = samples(spec)
    x, y = found.x, targets(found)
    network = spec.network.described() | {"show": "difference"}
    weight = len(x) if spec.sum_of_squares else spec.loss.weight
    if weight is not None:
        network |= {"targets": y, "factor": weight / len(x)}
    return BoundaryPanel(
        name="boundary",
        title="F₁ − F₂",
        alt=f"{len(x)} points of two classes, and where the network prefers which class.",
        x=x,
        y=y[:, 1],
        labels=["x₁", "x₂"],
        window=WINDOW,
        fields=None if part.fields is None else [part.fields],
        network=network if in_browser(spec) else None,
        own=units(found),
    )


def _curve(spec: HighamExperiment, last_step: int) -> CurvePanel:
    return CurvePanel(
        "cost",
        cost_name(spec),
        f"{cost_name(spec)} against the step.",
        label=cost_name(spec),
        log_step=spec.log_step,
        log_cost=spec.log_cost,
        last_step=last_step,
    )


def _runs(spec: HighamExperiment, part: Part, first: int) -> Runs:
    cost = cost_shown(spec, part.diagnosis)[first:]
    return of_one(part.run.p[first:], cost, int(part.run.diverged_at))


@remembered(HighamExperiment, _without_plane)
def _whole_reading(spec: HighamExperiment, frames: int, _part: Part) -> Reading:
    return _reading(spec, _part, 0)


def _reading(spec: HighamExperiment, part: Part, first: int) -> Reading:
    diagnosis = part.diagnosis
    both = [
        Column("cross-entropy" if spec.loss.weight is None else "Cost", diagnosis.cost[first:]),
        Column("Σ‖<i>y</i> − <i>F</i>‖²", diagnosis.squares[first:]),
    ]
    columns = [
        *(both[::-1] if spec.sum_of_squares else both),
        Column("‖∇<i>C</i>‖", diagnosis.gradient_norm[first:]),
    ]
    if diagnosis.spectrum is not None:
        columns.append(Column("<i>λ</i><sub>max</sub>", diagnosis.spectrum.largest[first:]))
    sentences = tell(spec, part.run, diagnosis)
    sentence = sentences.frame[first:]
    used, renumbered = np.unique(sentence, return_inverse=True)
    return Reading(
        columns, [sentences.sentences[i] for i in used], renumbered.reshape(-1).astype(np.int32)
    )
