"""Theory against the run: rates, thresholds, the edge of stability."""

from core.race_experiment import RaceExperiment


def show_theory(spec: RaceExperiment) -> None:
    """What theory says of step sizes, and what the runs do."""
