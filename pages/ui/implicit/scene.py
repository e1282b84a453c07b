"""The scene of each topic: what is compared, where theory puts it, and the way there."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from core.arrays import Array
from core.experiments.implicit.decay import WeightDecay
from core.experiments.implicit.deep import DeepNet
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.noise import Noise, TurnLabels
from core.experiments.implicit.study import Lane as Compared
from core.experiments.implicit.study import Study
from pages.ui.chapter.presets import restarts
from pages.ui.chapter.remembered import key_of, remembered
from pages.ui.chapter.work import Need, show_scene
from pages.ui.controls import widget_classes
from pages.ui.implicit import decay_panels, deep_view, noise_panels, start_panels
from pages.ui.implicit.asked.questions import QUESTIONS
from pages.ui.implicit.presets import STAGE
from pages.ui.implicit.studies import need, of_family, studied
from pages.ui.implicit.words import ending, verdict
from pages.ui.predict.staged import put_on_stage
from pages.ui.stage import (
    Column,
    CurvePanel,
    Family,
    Lane,
    Panel,
    Reading,
    Repertoire,
    Runs,
    Scene,
)
from pages.ui.theme import stage_colors


def show(spec: ImplicitExperiment, *, on: Mapping[str, Callable[[], None]]) -> None:
    """The runs of all positions of the slider on stage, as soon as they are found."""
    show_scene(
        spec,
        lambda spec: ([_need(spec)], []),
        scene,
        scene,
        partial(put_on_stage, cls=ImplicitExperiment, questions=QUESTIONS, key=STAGE, on=on),
        doing=("Training at every position of the slider", ""),
    )


def _title(spec: ImplicitExperiment) -> str:
    match spec.topic:
        case WeightDecay():
            return "Weight decay beside L2 on the diabetes data"
        case Noise(TurnLabels()):
            return "A run that sees turned labels beside a run that sees smoothed ones"
        case Noise():
            return "A run that sees noise beside a run that sees a penalty"
        case _:
            return "A diagonal network beside what its start prefers"


def _need(spec: ImplicitExperiment) -> Need:
    return deep_view.need(spec) if isinstance(spec.topic, DeepNet) else need(spec)


def scene(spec: ImplicitExperiment) -> Scene:
    """Everything on stage for one experiment."""
    if isinstance(spec.topic, DeepNet):
        return deep_view.scene(spec)
    study = studied(spec)
    v, lanes = study.position(spec.value), _lanes(spec)
    return Scene(
        run=key_of(spec),
        title=_title(spec),
        alt="What the runs end at, beside where theory puts it, at every position of the slider.",
        lanes=lanes,
        repertoire=_repertoire(spec, spec.log_cost, study),
        home=(spec.slider, v),
        plane=None,
        readings=[_reading(study, lane.name, v) for lane in lanes],
        colors=stage_colors(),
        restart=restarts(ImplicitExperiment),
        sliders=widget_classes(ImplicitExperiment, {spec.slider}),
        told_at_end=True,
    )


@remembered(ImplicitExperiment, of_family)
def _repertoire(spec: ImplicitExperiment, log_cost: bool, _study: Study) -> Repertoire:
    runs = [_runs(spec, _study, lane.name) for lane in _lanes(spec)]
    family = Family(_study.values, _study.k, runs, spec.symbol)
    return Repertoire({spec.slider: family}, [*_panels(spec, _study), _curve(spec, log_cost)])


def _lanes(spec: ImplicitExperiment) -> list[Lane]:
    match spec.topic:
        case WeightDecay():
            return decay_panels.lanes()
        case Noise():
            return noise_panels.lanes(spec)
        case _:
            return start_panels.lanes()


def _panels(spec: ImplicitExperiment, study: Study) -> list[Panel]:
    said = [verdict(spec, study, v) for v in range(len(study.values))]
    match spec.topic:
        case WeightDecay():
            return decay_panels.panels(spec, study, said)
        case Noise():
            return noise_panels.panels(spec, study, said)
        case _:
            return start_panels.panels(spec, study, said)


def _curve(spec: ImplicitExperiment, log_cost: bool) -> CurvePanel:
    return CurvePanel(
        "distance",
        "Distance",
        "The largest difference of an entry of w from where theory puts its end, by the step.",
        label="distance",
        log_step=True,
        log_cost=log_cost,
        note="to theory",
        across=decay_panels.across(spec),
        down=6,
    )


def _runs(spec: ImplicitExperiment, study: Study, name: str) -> Runs:
    lane = study.lanes[name]
    return Runs(
        p=_on_stage(lane),
        cost=study.distance(name).T,
        diverged_at=lane.diverged_at,
        regime=[ending(study, name, v) for v in range(len(study.values))],
    )


def _on_stage(lane: Compared) -> Array:
    """What a panel draws (V, F, s): nothing of many weights, which are bars."""
    w = lane.w.swapaxes(0, 1)
    return w if w.shape[-1] <= 3 else np.zeros((*w.shape[:2], 1))


def _reading(study: Study, name: str, v: int) -> Reading:
    return Reading([Column("distance", study.distance(name)[:, v])])
