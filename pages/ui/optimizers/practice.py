"""Practical issues: scaling, initialization, clipping, when to stop."""

from core.race_experiment import RaceExperiment


def show_practice(spec: RaceExperiment) -> None:
    """One practical issue at a time."""
