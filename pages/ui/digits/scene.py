"""The scene of the chapter: pad, kernels and maps, error, and mistakes of one run."""

from dataclasses import replace

from core.experiments.digits.experiment import INK, DigitsExperiment, unseen_digits
from core.experiments.digits.marks import Marks
from pages.ui.chapter.live.recording import key_of
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.runs import ONE, family_of_one, of_one
from pages.ui.chapter.words import Told
from pages.ui.digits.recording import Recorded, Recording
from pages.ui.digits.sentences import epochs_of, tell
from pages.ui.stage import (
    Axis,
    Chunk,
    Column,
    CurvePanel,
    Lane,
    MapsPanel,
    MistakesPanel,
    PadPanel,
    Reading,
    Repertoire,
    Runs,
    Scene,
)
from pages.ui.theme import CURVE_COLORS, stage_colors


def scene(recording: Recording, spec: DigitsExperiment, *, live: bool, restart: int) -> Scene:
    """Everything on stage: the run as far as it has been computed."""
    recorded = recording.recorded()
    frames = len(recorded.run.k)
    return Scene(
        run=key_of(spec),
        title=f"{spec.network.title} network that reads digits",
        alt="A pad to draw on, kernels and feature maps, error against epochs, wrong digits.",
        lanes=[
            Lane("train", f"Training, {spec.count:,} digits", CURVE_COLORS[0]),
            Lane("test", f"Test, {len(unseen_digits().labels)} digits", CURVE_COLORS[1]),
        ],
        # While a run is under way its axis ends where the run will.
        repertoire=_repertoire(spec, frames, recording.finished, recorded),
        home=ONE,
        plane=None,
        readings=list(_readings(spec, recorded, 0)),
        colors=stage_colors(),
        restart=restart,
        live=live,
        drawn=spec.drawn,
        picked={"unit": spec.unit, "taken": spec.taken},
    )


def chunk(recording: Recording, spec: DigitsExperiment, first: int) -> Chunk | None:
    """What is new since frame `first`, if anything is."""
    recorded = recording.recorded()
    if len(recorded.run.k) == first:
        return None
    return Chunk(
        run=key_of(spec),
        first=first,
        steps=recorded.run.k[first:],
        runs=_runs(recorded, first),
        readings=_readings(spec, recorded, first),
        last=recording.finished,
    )


@remembered(DigitsExperiment, lambda spec: replace(spec, drawn="", unit="", taken=""))
def _repertoire(
    spec: DigitsExperiment, frames: int, finished: bool, _recorded: Recorded
) -> Repertoire:
    """Run and panels; spec, number of frames and whether it is over say all they depend on."""
    x, _, labels = unseen_digits()
    pixels = (x.reshape(len(x), -1) * INK).round().astype("uint8")
    k = _recorded.run.k if finished else spec.recorded()
    network = spec.model()
    return Repertoire(
        families=family_of_one(_recorded.run.k, _runs(_recorded, 0)),
        panels=[
            PadPanel(
                "pad",
                "Draw",
                "An image of 8 × 8 pixels, and the share of each digit.",
                network.described(),
                pixels,
                labels.astype("uint8"),
                float(INK),
            ),
            MapsPanel(
                "maps",
                f"{network.size:,} parameters",
                "Kernels and feature maps, from the image to the ten logits.",
                note="click a unit: what does it see?",
            ),
            CurvePanel(
                "error",
                "Error",
                "Share of wrong digits against epochs, of training and test.",
                label="error",
                log_cost=spec.log_cost,
                last_step=int(k[-1]),
                axes=[Axis("epoch", "epoch", "epoch", [epochs_of(spec, k)] * 2)],
                axis="epoch",
                note="share read wrongly",
            ),
            MistakesPanel(
                "mistakes",
                "Test digits",
                "Confusion matrix: rows are the right digits, columns what they are taken for.",
            ),
        ],
    )


def _runs(recorded: Recorded, first: int) -> list[Runs]:
    diverged = int(recorded.run.diverged_at)
    train, test = recorded.train.error[first:], recorded.test.error[first:]
    alone = of_one(recorded.run.p[first:], train, diverged)
    return [alone, Runs(None, test[None], alone.diverged_at)]


def _readings(spec: DigitsExperiment, recorded: Recorded, first: int) -> list[Reading]:
    both = zip((recorded.train, recorded.test), tell(spec, recorded), strict=True)
    return [_reading(marks, sentences, first) for marks, sentences in both]


def _reading(marks: Marks, told: Told, first: int) -> Reading:
    columns = [
        Column("error", marks.error[first:]),
        Column("accuracy", marks.accuracy[first:]),
        Column("cross-entropy", marks.cost[first:]),
    ]
    return Reading(columns, told.sentences, told.frame[first:])
