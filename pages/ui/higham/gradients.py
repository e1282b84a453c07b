"""The two stochastic gradients and the full one: what a step costs, and how noisy it is."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.arrays import Array
from core.experiments.higham.experiment import HighamExperiment, risk, start, step_count
from core.objectives.per_sample import gradients
from core.optimizers import GradientDescent
from core.theory.gradient_noise import covariance_trace, coverage, minibatch_variance
from core.training.descent import Trajectory, descend, log_steps
from core.training.samplers import FullBatch, Sampler, ShuffledEpochs, WithReplacement
from pages.ui.chapter import jobs
from pages.ui.chapter.jobs import Job
from pages.ui.chapter.live.recording import key_of
from pages.ui.chapter.words import three
from pages.ui.figures.curves import curves
from pages.ui.higham.gradient_figures import cloud
from pages.ui.higham.recording import Recording
from pages.ui.theme import OPTIMIZER_COLORS

_EVALUATIONS, _FRAMES = 300_000, 200
_NAME = "three gradients"
_SAMPLERS: dict[str, Sampler] = {
    "one point, with replacement (4.8)": WithReplacement(m=1),
    "one point, shuffled epochs (4.7)": ShuffledEpochs(m=1),
    "all points": FullBatch(),
}
# These three stand out on light and on dark ground.
_COLORS = [OPTIMIZER_COLORS[i] for i in (7, 3, 8)]
_DASHES = ("solid", "dash", "dot")
_AXES = ("steps", "gradient evaluations", "epochs")


def show_gradients(recording: Recording, spec: HighamExperiment) -> None:
    """Three runs from one start, then the gradients of single points at a step of the run."""
    _show_race(recording, spec)
    left, right = st.columns(2)
    with left:
        _show_cloud(recording)
    with right:
        _show_coverage(recording.risk.sample_count)


def _show_race(recording: Recording, spec: HighamExperiment) -> None:
    N = recording.risk.sample_count
    st.markdown(
        f"**Too expensive?** The full gradient asks all {N} points before it moves once. Same "
        f"start, same η, {_evaluations(spec):,} gradient evaluations of a single point for each:"
    )
    runs = jobs.show(
        _NAME,
        key_of(replace(spec, sampler=FullBatch(), steps=1000)),
        lambda job: _train(spec, job),
        offer="Train all three",
        doing="Training three runs",
        failed="The three runs could not be computed for these settings. Try others.",
        icon=":material/flag:",
    )
    if runs is not None:
        axis = st.segmented_control("Count", _AXES, default=_AXES[0], key="higham-axis")
        st.plotly_chart(_race(runs, N, axis or _AXES[0]), key="higham-race")
        _say_who_leads(runs, N)


def _say_who_leads(runs: list[Trajectory], N: int) -> None:
    drawn, shuffled, full = runs
    last = int(full.k[-1])
    costs = np.interp(last, drawn.k, drawn.value), full.value[-1]
    st.markdown(
        f"After {last:,} **steps**: {three(costs[0])} with one point, {three(costs[1])} with all. "
        f"But all points have then cost {last * N:,} **evaluations**, for which one point at "
        f"a time comes to {three(drawn.value[-1])} with replacement and to "
        f"{three(shuffled.value[-1])} in shuffled epochs."
    )


def _evaluations(spec: HighamExperiment) -> int:
    return step_count(replace(spec, sampler=WithReplacement(m=1), steps=_EVALUATIONS))


def _train(spec: HighamExperiment, job: Job[list[Trajectory]]) -> list[Trajectory]:
    runs, evaluations = [], _evaluations(spec)
    for number, sampler in enumerate(_SAMPLERS.values()):
        whole = risk(spec)
        full = isinstance(sampler, FullBatch)
        steps = evaluations // whole.sample_count if full else evaluations
        rows = (
            None
            if full
            else replace(spec, sampler=sampler, steps=evaluations).recipes()["network"].rows
        )

        def watch(done: int, number: int = number, steps: int = steps) -> None:
            job.progress((number + done / steps) / len(_SAMPLERS))

        k = log_steps(steps, _FRAMES)
        runs.append(descend(whole, GradientDescent(spec.eta), start(spec), steps, rows, k, watch))
    return runs


def _race(runs: list[Trajectory], N: int, axis: str) -> go.Figure:
    evaluations = [1, 1, N]
    scale = {
        "steps": [1.0, 1.0, 1.0],
        "gradient evaluations": [float(count) for count in evaluations],
        "epochs": [count / N for count in evaluations],
    }[axis]
    floor = 1.0 / N if axis == "epochs" else 1.0
    return curves(
        np.zeros(0),
        {name: run.value for name, run in zip(_SAMPLERS, runs, strict=True)},
        _COLORS,
        (axis, "cost"),
        dashes=_DASHES,
        own_x={
            name: np.maximum(factor * run.k, floor)
            for name, run, factor in zip(_SAMPLERS, runs, scale, strict=True)
        },
    )


def _show_cloud(recording: Recording) -> None:
    run, whole = recording.part().run, recording.risk
    N = whole.sample_count
    st.markdown("**The gradients of single points**")
    step = st.select_slider(
        "At step", run.k.tolist(), format_func=lambda k: f"{k:,}", key="higham-cloud-step"
    )
    m = st.slider("Minibatch m", 1, N, 1, key="higham-cloud-m")
    g = gradients(whole, run.p[int(np.searchsorted(run.k, step))])
    S = float(covariance_trace(g))
    st.plotly_chart(cloud(*_projected(g, m)), key="higham-cloud")
    drawn, without = (
        float(minibatch_variance(S, N, m, replacement)) for replacement in (True, False)
    )
    sizes = np.arange(1, N + 1)
    st.plotly_chart(
        curves(
            sizes,
            {
                "with replacement: S/m": minibatch_variance(S, N, sizes),
                "shuffled: (S/m)(N − m)/(N − 1)": minibatch_variance(S, N, sizes, False),
            },
            _COLORS,
            ("m", "E‖g − ∇C‖²"),
            log=(False, False),
            dashes=_DASHES,
            marks={f"m = {m}": m},
        ),
        key="higham-variance",
    )
    st.markdown(
        f"S = {S:.6g} is the trace of the covariance of one point's gradient. The mean over m = "
        f"{m} points misses ∇C by {three(drawn)} in mean square with replacement, and by "
        f"{three(without)} without; ‖∇C‖² is {three(float(np.square(g.mean(axis=0)).sum()))}."
    )


def _projected(g: Array, m: int) -> tuple[Array, Array, Array]:
    """The gradients (N, 2) in the plane of their largest variance, their mean, and batch means."""
    mean = g.mean(axis=0)
    directions = np.linalg.svd(g - mean, full_matrices=False)[2][:2]
    flat = g @ directions.T
    drawn = np.random.default_rng(0).integers(len(g), size=(200, m))
    return flat, flat.mean(axis=0), flat[drawn].mean(axis=1)


def _show_coverage(N: int) -> None:
    k = np.arange(0, 4 * N + 1)
    st.markdown("**How much of the data has been seen?**")
    st.plotly_chart(
        curves(
            k,
            {
                "with replacement": 100 * coverage(N, k),
                "shuffled epochs": 100 * coverage(N, k, replacement=False),
            },
            _COLORS,
            ("picks k", "% of the points"),
            log=(False, False),
            dashes=_DASHES,
            marks={f"N = {N}": N},
        ),
        key="higham-coverage",
    )
    st.markdown(
        f"After N = {N} draws with replacement {100 * float(coverage(N, N)):.1f} % of the points "
        "have been seen on average, 1 − (1 − 1/N)ᴺ; after one shuffled epoch all of them. What "
        "that is worth in the end, the three runs above tell."
    )
