"""A row of pictures that stand still: the scene of most experiments of the chapter."""

from core.experiments.convolution.experiment import ConvolutionExperiment as Experiment
from pages.ui.chapter.remembered import key_of
from pages.ui.chapter.runs import ONE
from pages.ui.convolutions.asked.shown import show_stage
from pages.ui.convolutions.presets import PICTURES
from pages.ui.stage import Repertoire, Scene
from pages.ui.theme import stage_colors


def standing_scene(spec: Experiment, title: str, alt: str, repertoire: Repertoire) -> Scene:
    """Panels that need no run, named by the query of what they show."""
    return Scene(
        run=key_of(spec),
        title=title,
        alt=alt,
        lanes=[],
        repertoire=repertoire,
        home=ONE,
        plane=None,
        readings=[],
        colors=stage_colors(),
    )


def show_pictures(spec: Experiment, title: str, alt: str, repertoire: Repertoire) -> bool:
    """Pictures on the stage, which no player moves; may the page go on, as `show_stage` says?"""
    return show_stage(standing_scene(spec.without("view"), title, alt, repertoire), key=PICTURES)
