"""The run on stage, computed while the reader looks at it."""

from core.experiments.digits.experiment import DigitsExperiment
from pages.ui.chapter.live.under_way import Shown, show
from pages.ui.chapter.presets import restarts
from pages.ui.digits import presets
from pages.ui.digits.asked.questions import QUESTIONS
from pages.ui.digits.recording import Recording
from pages.ui.digits.scene import chunk, scene
from pages.ui.predict.staged import put_on_stage
from pages.ui.stage import Scene


def show_run(recording: Recording, spec: DigitsExperiment) -> None:
    """Stage, and below it what is under way."""
    show(
        Shown(
            DigitsExperiment,
            presets.STAGE,
            recording,
            lambda live: scene(recording, spec, live=live, restart=restarts(DigitsExperiment)),
            lambda first: chunk(recording, spec, first),
            _put,
        )
    )


def _put(scene: Scene) -> None:
    put_on_stage(
        scene,
        cls=DigitsExperiment,
        questions=QUESTIONS,
        key=presets.STAGE,
        on={"digit": presets.take_digit, "picked": presets.take_pick},
    )
