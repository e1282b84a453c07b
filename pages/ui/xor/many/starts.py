"""Many starts: a thousand runs in one batch, where they end, and why some of them are stuck."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import streamlit as st

from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.many_starts import Starts, SuccessByWidth, success_by_width, train_starts
from core.experiments.xor.problem import LEVELS
from pages.ui.chapter import jobs
from pages.ui.chapter.clicks import Point, clickable
from pages.ui.chapter.remembered import key_of
from pages.ui.chapter.words import percent
from pages.ui.figures.histograms import counts
from pages.ui.widgets import title_of
from pages.ui.xor.many.figures import success
from pages.ui.xor.many.why_stuck import show_why_stuck
from pages.ui.xor.presets import load_seed
from pages.ui.xor.scene import counted_units
from pages.ui.xor.sentences import LEVEL_NAMES
from pages.ui.xor.training import Training

RUNS: Final = 1000
_WIDTHS: Final = (1, 2, 3, 4, 6, 8, 16)
_BINS: Final = 40


def show_many_starts(training: Training, spec: XorExperiment) -> None:
    """Histogram and success by width, each behind its button; below them the run on stage."""
    title = title_of(type(spec.activation))
    st.markdown(
        f"**Is one start like another?** {RUNS:,} starts, uniform between ±1/√fan-in, all trained "
        f"in one batch with the settings of now: {counted_units(spec.width)} ({title}), "
        f"{spec.steps:,} steps."
    )
    left, right = st.columns(2)
    with left:
        _show_histogram(spec)
    with right:
        _show_widths(spec)
    show_why_stuck(training)


def _show_histogram(spec: XorExperiment) -> None:
    starts = jobs.show(
        "xor starts",
        key_of(_alike(spec)),
        lambda job: train_starts(_alike(spec), RUNS, job.progress),
        offer=f"Train {RUNS:,} starts",
        doing=f"Training {RUNS:,} starts",
        failed="The runs could not be computed for these settings. Try others.",
        icon=":material/grain:",
    )
    if starts is not None:
        _show_starts(starts)


def _show_widths(spec: XorExperiment) -> None:
    found = jobs.show(
        "xor widths",
        key_of(replace(_alike(spec), width=2)),
        lambda job: success_by_width(_alike(spec), _WIDTHS, RUNS, job.progress),
        offer=f"Compare {len(_WIDTHS)} widths",
        doing=f"Training {RUNS:,} starts at each of {len(_WIDTHS)} widths",
        failed="The widths could not be compared for these settings. Try others.",
        icon=":material/stacked_line_chart:",
    )
    if found is not None:
        _show_success(found)


def _alike(spec: XorExperiment) -> XorExperiment:
    """The spec without what makes no difference to a thousand runs from the default seed on."""
    plain = XorExperiment()
    return replace(spec.without("view"), start=plain.start, seed=plain.seed)


def bins(value: np.ndarray) -> np.ndarray:
    """Edges (B + 1,) of even bins from 0, in the middle of which no stuck level is on an edge."""
    top = max(float(np.quantile(value, 0.995)), LEVELS[0]) * 1.04
    return np.linspace(0, top, _BINS + 1)


def _show_starts(starts: Starts) -> None:
    edges = bins(starts.value)
    of_bin = np.histogram(np.minimum(starts.value, edges[-1]), edges)[0]
    names = {LEVEL_NAMES[fate]: LEVELS[i] for i, fate in enumerate(LEVEL_NAMES)}
    clickable(
        counts(edges, of_bin, names),
        "xor-histogram",
        lambda points: _load(starts, edges, points),
        alt="Histogram of the final mean squared error. " + fates(starts),
    )
    st.markdown(f"{fates(starts)} **Click a bar** to load one of its runs on the stage.")


def fates(starts: Starts) -> str:
    """How many are solved, how many are proved to be stuck at which level, and what is left."""
    count, digits = len(starts.value), 0 if starts.turned else 1
    solved, stuck = starts.counts["solved"], starts.stuck_counts

    def share(n: int) -> str:
        return f"{100 * n / count:.{digits}f} %"

    said = f"**{share(solved)}** of {count:,} are solved"
    if any(stuck.values()):
        at = ", ".join(f"{share(stuck[fate])} at {name}" for fate, name in LEVEL_NAMES.items())
        said += f"; beside a local minimum, and so stuck, are {at}"
    left = count - solved - sum(stuck.values())
    return f"{said}; {share(left)} are elsewhere or not there yet.{_turned(starts.turned)}"


def _turned(share: float) -> str:
    if not share:
        return ""
    return (
        f" Rounding decides where some of them end: of the first tenth {percent(share)} end "
        "elsewhere when their starts are moved in the thirteenth digit."
    )


def _load(starts: Starts, edges: np.ndarray, points: Sequence[Point]) -> None:
    seed = of_bar(starts, edges, int(points[0]["point_index"]))
    if seed is not None:
        load_seed(seed)


def of_bar(starts: Starts, edges: np.ndarray, bar: int) -> int | None:
    """The seed of the run in the middle of a bar, by cost; None for an empty bar."""
    value = np.minimum(starts.value, edges[-1])
    number = np.clip(np.searchsorted(edges, value, side="right") - 1, 0, len(edges) - 2)
    inside = np.flatnonzero(number == bar)
    if not len(inside):
        return None
    ordered = inside[np.argsort(value[inside], kind="stable")]
    return int(starts.seed[ordered[len(ordered) // 2]])


def _show_success(found: SuccessByWidth) -> None:
    said = shares_by_width(found)
    st.plotly_chart(
        success(found.width, found.solved, found.low, found.high),
        key="xor-success",
        alt=f"Share of {found.count:,} starts solved against the width: {said}.",
    )
    st.markdown(say_success(found))


def shares_by_width(found: SuccessByWidth) -> str:
    """“H = 1: 0 %, H = 2: 26 %”."""
    rows = zip(found.width, found.solved, strict=True)
    return ", ".join(f"H = {H}: {percent(float(share))}" for H, share in rows)


def say_success(found: SuccessByWidth) -> str:
    """The shares, how well they are known, and where rounding has a say in them."""
    widest = 50 * float((found.high - found.low).max())
    said = (
        f"{shares_by_width(found)}. The band is Wilson's 95 % interval, at most ±{widest:.1f} "
        "points wide here."
    )
    if (np.diff(found.solved) > 0).all():
        said += " More units are more chances that two of them fold where they should."
    turned = [
        f"H = {H}: {percent(float(share))}"
        for H, share in zip(found.width, found.turned, strict=True)
        if share
    ]
    if turned:
        said += (
            " Rounding decides for some whether they are solved, of the first tenth "
            f"{', '.join(turned)}: found by moving starts in the thirteenth digit."
        )
    return said
