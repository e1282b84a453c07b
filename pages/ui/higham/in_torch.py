"""The run on stage as a script."""

from dataclasses import replace

from core.experiments.higham.data import PaperPoints
from core.experiments.higham.experiment import HighamExperiment
from core.export import Recipe
from pages.ui.chapter.export import show_export
from pages.ui.higham.recording import Recording


def show_in_torch(recording: Recording, spec: HighamExperiment) -> None:
    """The run as far as it has been computed, in PyTorch and in NumPy."""
    run = recording.part().run
    steps = int(run.k[-1]) if recording.diverged_at < 0 else recording.diverged_at - 1
    note = ""
    if spec.loss.weight is not None:
        times = recording.risk.sample_count / spec.loss.weight
        note = f"Σ‖y − F(x)‖² is {times:g} times that."
    final = float(run.value[-1])
    show_export(recipe(spec, steps), key="higham-export", final=final, note=note)


def recipe(spec: HighamExperiment, steps: int) -> Recipe:
    """The first steps of an experiment's run."""
    published = " as published" if spec.is_published else ""
    points = "" if isinstance(spec.data, PaperPoints) else " on points of your own"
    title = f"Higham & Higham's network{published}{points}"
    return replace(spec.recipes()["network"], steps=steps, title=title, record_every=1)
