"""The run on stage, computed while the reader looks at it."""

from functools import partial

from core.experiments.digits.experiment import DigitsExperiment
from pages.ui.chapter.live.under_way import Shown, show
from pages.ui.chapter.presets import restarts
from pages.ui.digits import presets
from pages.ui.digits.asked.questions import QUESTIONS
from pages.ui.digits.recording import Recording
from pages.ui.digits.scene import chunk, scene
from pages.ui.predict.staged import put_on_stage


def show_run(recording: Recording, spec: DigitsExperiment) -> None:
    """Stage, and below it what is under way."""
    show(
        Shown(
            DigitsExperiment,
            presets.STAGE,
            recording,
            lambda live: scene(recording, spec, live=live, restart=restarts(DigitsExperiment)),
            lambda first: chunk(recording, spec, first),
            partial(
                put_on_stage,
                cls=DigitsExperiment,
                questions=QUESTIONS,
                key=presets.STAGE,
                on={},
            ),
        )
    )
