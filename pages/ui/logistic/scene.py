"""The scene of the first chapter: two losses, a strip to choose, the basin map's runs to drag."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np
import plotly.graph_objects as go

from core.experiments.logistic.choices import LOSS_CHOICES
from core.experiments.logistic.experiment import LogisticExperiment
from core.spec import Knob, controls
from core.training.sweep import assigned
from pages.ui.chapter.presets import restarts
from pages.ui.chapter.strips import (
    RATE,
    Offer,
    beside,
    chosen,
    even_logarithms,
    need_along,
    seeds,
    with_next_seed,
)
from pages.ui.chapter.work import Need, show_scene
from pages.ui.logistic.asked.questions import QUESTIONS
from pages.ui.logistic.basin_map import map_key, start_family
from pages.ui.logistic.presets import STAGE
from pages.ui.losses import cached, needs
from pages.ui.losses import scene as losses_scene
from pages.ui.losses.loss_view import LossView, views
from pages.ui.losses.wide import panel_of
from pages.ui.predict.staged import put_on_stage
from pages.ui.stage import Scene
from pages.ui.widgets import positions

# Sigmoids that a strip whose runs are done one after another may cost: some seconds.
_BUDGET: Final = 2e7
_FEWEST, _MOST = 3, 10


def scene(losses: list[LossView]) -> Scene:
    """Everything on stage for one experiment."""
    spec = losses[0].spec
    offers = {knob: offer for knob, offer in OFFERS.items() if _possible(spec, knob)}
    return losses_scene.scene(
        losses,
        restart=restarts(LogisticExperiment),
        starts=start_family(losses),
        starts_key=map_key(spec),
        strip=chosen(LogisticExperiment, offers),
        offers=offers,
    )


def show(losses: list[LossView], *, on: Mapping[str, Callable[[], None]]) -> None:
    """The run of now on stage; those of the other learning rates follow when they are found."""
    show_scene(
        losses[0].spec,
        _needs,
        lambda spec: scene(views(spec, first=True)),
        lambda spec: scene(views(spec)),
        partial(put_on_stage, cls=LogisticExperiment, questions=QUESTIONS, key=STAGE, on=on),
        doing=("Finding the surfaces and the first run", "Training with the other learning rates"),
    )


def _needs(spec: LogisticExperiment) -> tuple[list[Need], list[Need]]:
    """What the first scene needs, and the rest; a strip over another knob comes with the first."""
    first, rest = needs.for_the_first_run(spec), needs.for_all_runs(spec)
    knob = chosen(LogisticExperiment, OFFERS)
    if knob == RATE:
        return first, rest
    each = 2 * len(spec.loss.losses) * needs.run_seconds(spec, 1)
    return [*first, *rest, need_along(spec, knob, OFFERS[knob], each)], []


def foreseen(spec: LogisticExperiment) -> list[Need]:
    """What is to be found before a spec can be shown, one thing after the other."""
    return needs.for_the_whole(spec)


def neighbors(spec: LogisticExperiment) -> Iterator[LogisticExperiment]:
    """Another seed, m ± 1, another loss, a little more or less of λ."""
    yield with_next_seed(spec, start="drawn")
    if hasattr(spec.sampler, "m"):
        yield from beside(spec, "sampler.m", range(1, _count(spec) + 1))
    yield from (assigned(spec, "loss", name) for name in LOSS_CHOICES)
    ridge = controls(spec)["ridge"][1]
    assert isinstance(ridge, Knob)
    yield from beside(spec, "ridge", positions(ridge, spec.ridge))


def surfaces(spec: LogisticExperiment) -> dict[str, Callable[[], go.Figure]]:
    """The surface of each loss as it stands on stage."""
    return {loss.title: partial(_surface, loss) for loss in views(spec)}


def _surface(loss: LossView) -> go.Figure:
    return go.Figure(panel_of(loss).figure3d)


def _possible(spec: LogisticExperiment, knob: str) -> bool:
    return knob != "sampler.m" or hasattr(spec.sampler, "m")


def _count(spec: LogisticExperiment) -> int:
    return len(cached.problem(spec).samples.x)


def _affordable(spec: LogisticExperiment) -> int:
    return int(np.clip(_BUDGET // (_count(spec) * spec.steps), _FEWEST, _MOST))


def _batch_sizes(spec: LogisticExperiment) -> Sequence[float]:
    N = _count(spec)
    return sorted({round(m) for m in np.geomspace(1, N, min(N, _affordable(spec)))})


def _batch_size(spec: LogisticExperiment) -> float:
    return spec.sampler.size(_count(spec))


def _seeds(spec: LogisticExperiment) -> Sequence[float]:
    return seeds(spec, 16 if _affordable(spec) == _MOST else _affordable(spec))


OFFERS: Final = {
    "sampler.m": Offer("m", _batch_sizes, _batch_size),
    "ridge": Offer("λ", lambda spec: [0.0, *even_logarithms(0.001, 10.0)]),
    "seed": Offer("seed", _seeds),
}
