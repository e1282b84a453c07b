"""Many seeds: a thousand runs in one batch, where they end, and a way back to each of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.higham.seeds import Seeds, train_seeds
from pages.ui.chapter import jobs
from pages.ui.chapter.clicks import Point, clickable
from pages.ui.chapter.live.recording import key_of
from pages.ui.chapter.words import about, share, three
from pages.ui.controls import assign
from pages.ui.figures.histograms import Bins, histogram
from pages.ui.higham.recording import Recording

_RUNS: Final = 1000
_STEPS: Final = (10_000, 20_000, 50_000, 100_000, 200_000)
# Above this Σ‖y − F‖² at least one point is wrong for good, or almost.
_STUCK: Final = 0.5
_NAME: Final = "many seeds"
_NAMED: Final = 8
# Networks larger than this would take longer than a reader waits.
_LARGEST: Final = 60


def show_many_seeds(recording: Recording, spec: HighamExperiment) -> None:
    """The button, the progress or the histogram."""
    st.markdown(
        f"Is the published start special? {_RUNS:,} starts 0.5·N(0, 1), one point a step with "
        "replacement, all in one batch, with the η, the points and the loss of now. What counts is "
        f"about η times the number of steps: η = 0.5 and 100,000 steps go as far as a million at "
        "0.05."
    )
    if spec.network.size > _LARGEST:
        st.markdown(f"For networks of at most {_LARGEST} parameters.")
        return
    steps = int(
        st.select_slider(
            "Steps of each run",
            _STEPS,
            value=_STEPS[2],
            format_func=lambda steps: f"{steps:,}",
            key="higham-seeds-steps",
        )
    )
    seeds = jobs.show(
        _NAME,
        f"{key_of(_alike(spec))} {steps}",
        lambda job: train_seeds(spec, _RUNS, steps, job.progress),
        offer=f"Train {_RUNS:,} seeds",
        doing=f"Training {_RUNS:,} runs",
        failed="The runs could not be computed for these settings. Try others.",
        icon=":material/grain:",
    )
    if seeds is not None:
        _show_result(seeds, recording.risk.sample_count)


def _alike(spec: HighamExperiment) -> HighamExperiment:
    """The spec without what makes no difference to the thousand runs."""
    plain = HighamExperiment()
    return replace(
        spec, start=plain.start, seed=plain.seed, sampler=plain.sampler, steps=plain.steps
    )


def _show_result(seeds: Seeds, N: int) -> None:
    squares = 2 * N * seeds.value
    bins = Bins(np.maximum(squares, 1e-12))
    clickable(
        histogram(bins, "2N · cost at the end (Σ‖y − F(x)‖² for the squared loss)"),
        "higham-histogram",
        lambda points: _load(seeds, bins, points),
    )
    turned = seeds.turned(_STUCK / (2 * N))
    st.markdown(
        say_ends(squares, seeds.steps, turned)
        + " Click a bar to load one of its runs on the stage."
    )


def say_ends(squares: Array, steps: int, turned: float) -> str:
    """How runs (R,) from many seeds end; turned: the share of which rounding decides it."""
    stuck = np.flatnonzero(squares > _STUCK)
    named = ", ".join([*map(str, stuck[:_NAMED]), *(["…"] if len(stuck) > _NAMED else [])])
    return (
        f"After {steps:,} steps the median is **{three(float(np.median(squares)))}**, and "
        f"**{share(len(stuck) / len(squares))}** of the runs are above {_STUCK}"
        + (f" (seed{'s' if len(stuck) > 1 else ''} {named})" if len(stuck) else "")
        + (
            f"; rounding decides that for {about(turned)}, found by moving starts in the "
            "thirteenth digit"
            if turned
            else ""
        )
        + "."
    )


def _load(seeds: Seeds, bins: Bins, points: Sequence[Point]) -> None:
    inside = bins.members(int(points[0]["point_index"]))
    if len(inside):
        load_seed(int(inside[len(inside) // 2]), seeds.steps)


def load_seed(seed: int, steps: int) -> None:
    """Put the run of one seed on stage, in a callback."""
    run: dict[str, str | float | bool] = {"start": "drawn", "seed": seed, "steps": steps}
    assign(HighamExperiment, run | {"sampler": "with-replacement", "sampler.m": 1})
