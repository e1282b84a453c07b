"""The scene of the first chapter: two losses, and the runs of the basin map to drag through."""

from core.experiments.logistic.experiment import LogisticExperiment
from pages.ui.chapter.presets import restarts
from pages.ui.logistic.basin_map import map_key, start_family
from pages.ui.losses import scene as losses_scene
from pages.ui.losses.loss_view import LossView
from pages.ui.stage import Scene


def scene(losses: list[LossView]) -> Scene:
    """Everything on stage for one experiment."""
    return losses_scene.scene(
        losses,
        restart=restarts(LogisticExperiment),
        starts=start_family(losses),
        starts_key=map_key(losses[0].spec),
    )
