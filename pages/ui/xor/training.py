"""The run of the third chapter, for every learning rate of a scale at once; remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.xor import experiment
from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.problem import is_xor, pattern
from core.experiments.xor.stuck import BESIDE, Verdict, explain
from core.networks.activations import ReLU
from core.objectives.risk import Risk
from core.optimizers import GradientDescent
from core.scales import log_scale
from core.training.descent import Trajectory
from core.training.sweep import sweep
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.runs import Strip, among, block_of, merged, strip_of
from pages.ui.chapter.work import ANY_RULE, STEP, Need, watch

# An output this near to ½ is on neither side, as in `core.stuck`.
_BETWEEN: Final = 1e-6
_RATES: Final = log_scale(0.001, 10.0)
# Seconds of a parameter in a step, for each point that the step looks at: of a run alone, whose
# steps are plain Python, and of one of several.
_ALONE, _NUMBER = 2e-7, 1e-8
# Numbers that the runs of the strip may hold together: some hundred kilobytes on the wire.
_MOST_NUMBERS: Final = 400_000
_WIDE_STRIP: Final = 600
_THINNEST, _FEWEST_FRAMES, _MOST_FRAMES = 7, 80, 240


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """A run at its F recorded points, in numbers to make sentences of.

    output (F, N); right (F,) points on the target's side of ½; dead (F, H) units that are
    inactive at all points (none, if the activation has no such state); slope (F,) = ‖∇C‖. stuck
    (F,): the point is beside the local minimum that the run is proved to end at; of XOR's own four
    points alone.
    """

    output: Array
    right: NDArray[np.int64]
    dead: NDArray[np.bool_]
    slope: Array
    stuck: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Training:
    """Runs for the learning rates (V,), one of which, `selected`, is the spec's own `run`.

    first: the others are still to be found.
    """

    spec: XorExperiment
    strip: Strip
    risk: Risk
    selected: int
    run: Trajectory
    diagnosis: Diagnosis
    first: bool = False


def diagnosed(risk: Risk, p: Array) -> Diagnosis:
    """A run p (F, s), read at its recorded points."""
    output = risk.network(p, risk.x)[..., 0]
    return Diagnosis(
        output=output,
        right=on_right_side(output, risk.y[:, 0]).sum(axis=-1),
        dead=dead_units(risk, p),
        slope=np.linalg.norm(risk.gradient(p), axis=-1),
        stuck=_beside_its_end(risk, p),
    )


def _beside_its_end(risk: Risk, p: Array) -> NDArray[np.bool_]:
    if not is_xor(risk):
        return np.zeros(len(p), dtype=bool)
    end = explain(risk, p[-1])
    if end.verdict is not Verdict.LOCAL or end.nearest is None:
        return np.zeros(len(p), dtype=bool)
    return np.asarray(np.linalg.norm(p - end.nearest, axis=-1) <= BESIDE)


def dead_units(risk: Risk, p: Array) -> NDArray[np.bool_]:
    """Which ReLU units of p (..., s) are inactive at all points, (..., H); others never are."""
    active = pattern(risk.network, p, risk.x)
    if not isinstance(risk.network.activations[0], ReLU):
        return np.zeros((*active.shape[:-2], active.shape[-1]), dtype=bool)
    return np.asarray(~active.any(axis=-2))


def on_right_side(output: Array, y: Array) -> NDArray[np.bool_]:
    """Which outputs (..., N) are on their target's side of ½; on ½ itself none is."""
    return np.asarray(np.where(y > 0.5, output - 0.5, 0.5 - output) > _BETWEEN)


def training(spec: XorExperiment) -> Training:
    """The runs of a spec, its own learning rate among them."""
    return _trained(spec, _strip(spec) if _on_strip(spec) else _with_single(spec))


def knows_all(spec: XorExperiment) -> bool:
    """Whether the runs of a spec are kept."""
    return (_strip if _on_strip(spec) else _with_single).knows(spec)


def first_run(spec: XorExperiment) -> Training:
    """The run of now and its block, in their places among those that are still to be found."""
    places = sorted({*_rates(spec), spec.optimizer.eta})
    return _trained(spec, among(_block(spec), places), first=True)


def needs(spec: XorExperiment) -> tuple[list[Need], list[Need]]:
    """What the first run needs, and all the others."""
    few, many = _first_rates(spec), _rates(spec)
    every = Need(run_seconds(spec, len(many)), partial(knows_all, spec), partial(training, spec))
    if len(few) == len(many):
        return [every], [every]

    def known() -> bool:
        return knows_all(spec) or _block.knows(spec)

    return [Need(run_seconds(spec, len(few)), known, partial(first_run, spec))], [every]


def run_seconds(spec: XorExperiment, runs: int) -> float:
    """What so many runs take, side by side."""
    rule = 1.0 if isinstance(spec.optimizer, GradientDescent) else ANY_RULE
    network = experiment.risk(spec)
    numbers = runs * network.size * spec.sampler.size(len(network.x))
    return rule * spec.steps * (STEP + (_ALONE if runs == 1 else _NUMBER) * numbers)


def _first_rates(spec: XorExperiment) -> Sequence[float]:
    return block_of(_rates(spec), spec.optimizer.eta)


@remembered(XorExperiment, lambda spec: spec.without("view"))
def _block(spec: XorExperiment) -> Strip:
    few, many = _first_rates(spec), _rates(spec)
    return _strip(spec) if len(few) == len(many) else _swept(spec, few)


def _trained(spec: XorExperiment, strip: Strip, *, first: bool = False) -> Training:
    risk, selected = experiment.risk(spec), strip.position(spec.optimizer.eta)
    run = strip.at(selected)
    return Training(spec, strip, risk, selected, run, _diagnosis(spec, risk, run.p), first)


@remembered(XorExperiment, lambda spec: spec.without("view"))
def _diagnosis(spec: XorExperiment, _risk: Risk, _p: Array) -> Diagnosis:
    return diagnosed(_risk, _p)


def of_strip(spec: XorExperiment) -> XorExperiment:
    """The spec, its rate forgotten if it is on the strip: the runs then are the same for all."""
    return spec.without("rate") if _on_strip(spec) else spec


def _on_strip(spec: XorExperiment) -> bool:
    return spec.optimizer.eta in _rates(spec)


def _rates(spec: XorExperiment) -> tuple[float, ...]:
    work = len(_RATES) * experiment.risk(spec).size
    return _RATES[:: int(np.clip(work // _WIDE_STRIP, 1, _THINNEST))]


def _frames(spec: XorExperiment) -> int:
    """Fewer for many parameters."""
    numbers = len(_rates(spec)) * experiment.risk(spec).size
    return int(np.clip(_MOST_NUMBERS // numbers, _FEWEST_FRAMES, _MOST_FRAMES))


@remembered(XorExperiment, lambda spec: spec.without("view", "rate"))
def _strip(spec: XorExperiment) -> Strip:
    return _swept(spec, _rates(spec))


@remembered(XorExperiment, lambda spec: spec.without("view"))
def _with_single(spec: XorExperiment) -> Strip:
    return merged(_strip(spec), _swept(spec, (spec.optimizer.eta,)))


def _swept(spec: XorExperiment, rates: Sequence[float]) -> Strip:
    return strip_of(sweep(spec, "optimizer.eta", rates, _frames(spec) - 1, watch()), "network")
