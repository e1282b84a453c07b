"""Many seeds: a thousand runs in one batch, where they end, and a way back to each of them."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
import streamlit as st

from core.network_experiment import HighamExperiment
from core.seeds import Seeds, train_seeds
from pages.ui import jobs
from pages.ui.controls import assign
from pages.ui.higham.figures import Bins, histogram
from pages.ui.higham.recording import Recording, key_of
from pages.ui.jobs import Job
from pages.ui.logistic.sentences import three

_RUNS: Final = 1000
_STEPS: Final = (10_000, 20_000, 50_000, 100_000, 200_000)
# Above this Σ‖y − F‖² at least one point is wrong for good, or almost.
_STUCK: Final = 0.5
_NAME: Final = "many seeds"
_CHART, _TURN = "higham-histogram", "higham-histogram-turn"
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
    key = f"{key_of(_alike(spec))} {steps}"
    job: Job[Seeds] | None = jobs.current(_NAME, key)
    if job is None:
        st.button(
            f"Train {_RUNS:,} seeds",
            on_click=_begin,
            args=(key, spec, steps),
            icon=":material/grain:",
        )
    elif job.running:
        _under_way(key)
    elif job.result is None:
        st.error("The runs could not be computed for these settings. Try others.")
    else:
        _show_result(job.result, recording.risk.sample_count)


@st.fragment(run_every=0.5)
def _under_way(key: str) -> None:
    job: Job[Seeds] | None = jobs.current(_NAME, key)
    if job is None or not job.running:
        st.rerun()
        return
    st.progress(job.done, f"Training {_RUNS:,} runs: {100 * job.done:.0f} %")
    if st.button("Stop", key="stop-seeds"):
        job.stopped = True
        st.rerun()


def _begin(key: str, spec: HighamExperiment, steps: int) -> None:
    jobs.start(_NAME, key, lambda job: train_seeds(spec, _RUNS, steps, job.progress))


def _alike(spec: HighamExperiment) -> HighamExperiment:
    """The spec without what makes no difference to the thousand runs."""
    plain = HighamExperiment()
    return replace(
        spec, start=plain.start, seed=plain.seed, sampler=plain.sampler, steps=plain.steps
    )


def _show_result(seeds: Seeds, N: int) -> None:
    squares = 2 * N * seeds.value
    bins = Bins(np.maximum(squares, 1e-12))
    # A new key forgets the selection, so that the same bar can be clicked again.
    turn = st.session_state.setdefault(_TURN, 0)
    st.plotly_chart(
        histogram(bins, "2N · cost at the end (Σ‖y − F(x)‖² for the squared loss)"),
        key=f"{_CHART}-{turn}",
        on_select=lambda: _load(seeds, bins, turn),
        selection_mode="points",
    )
    stuck = squares > _STUCK
    turned = seeds.turned(_STUCK / (2 * N))
    names = ", ".join(str(seed) for seed in np.flatnonzero(stuck)[:8])
    st.markdown(
        f"After {seeds.steps:,} steps the median is **{three(float(np.median(squares)))}**, and "
        f"**{100 * stuck.mean():.{0 if turned else 1}f} %** of the runs are above {_STUCK}"
        + (f" (seeds {names}, …)" if stuck.any() else "")
        + (
            f"; rounding decides that for about {100 * turned:.0f} %, found by moving starts in "
            "the thirteenth digit"
            if turned
            else ""
        )
        + ". Click a bar to load one of its runs on the stage."
    )


def _load(seeds: Seeds, bins: Bins, turn: int) -> None:
    event: Any = st.session_state.get(f"{_CHART}-{turn}")
    points = event.selection.points if event else []
    if not points:
        return
    inside = bins.members(int(points[0]["point_index"]))
    if len(inside):
        st.session_state[_TURN] = turn + 1
        load_seed(int(inside[len(inside) // 2]), seeds.steps)


def load_seed(seed: int, steps: int) -> None:
    """Put the run of one seed on stage, in a callback."""
    run: dict[str, str | float | bool] = {"start": "drawn", "seed": seed, "steps": steps}
    assign(HighamExperiment, run | {"sampler": "with-replacement", "sampler.m": 1})
