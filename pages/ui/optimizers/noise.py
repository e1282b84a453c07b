"""The floor at which stochastic gradient descent levels off."""

from core.race_experiment import RaceExperiment


def show_noise(spec: RaceExperiment) -> None:
    """Batch size and learning rate against the floor."""
