"""Weight decay and L2 on stage: two columns as a plane, ten as bars."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array
from core.experiments.implicit.decay import ADAM_L2, ADAMW, SGD, WeightDecay, samples
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.study import Study
from core.optimizers.first_order import OPTIMIZERS
from pages.ui.implicit.words import ROOM, on_the_box, window
from pages.ui.stage import Ball, BallPanel, BarsPanel, ComparisonPanel, Lane, Panel, PathsPanel
from pages.ui.theme import OPTIMIZER_COLORS


def lanes() -> list[Lane]:
    """The three rules."""
    colors = dict(zip(OPTIMIZERS, OPTIMIZER_COLORS, strict=False))
    return [
        Lane(SGD, "Gradient descent + L2", colors["gradient-descent"], "SGD"),
        Lane(ADAM_L2, "Adam + L2", colors["adam"], "Adam", (6, 4)),
        Lane(ADAMW, "AdamW", colors["adamw"], "AdamW"),
    ]


def across(spec: ImplicitExperiment) -> int:
    """How many of twelve columns a small panel has: bars of ten weights, twice, need room."""
    wide = isinstance(spec.topic, WeightDecay) and len(spec.topic.columns.names) > 2
    return 3 if wide else 4


def panels(spec: ImplicitExperiment, study: Study, said: Sequence[str]) -> list[Panel]:
    """The plane or the bars, and what is predicted beside what is measured."""
    assert isinstance(spec.topic, WeightDecay)
    wide = len(study.names) == 2
    left: list[Panel] = [_plane(spec, study)] if wide else _bars(spec, study)
    return [*left, _comparison(spec, study, said), _sizes(spec, study)]


def _plane(spec: ImplicitExperiment, study: Study) -> BallPanel:
    assert isinstance(spec.topic, WeightDecay)
    x, y = samples(spec.topic)
    least, disc, box = (study.references[name] for name in ("least squares", "ridge", "box"))
    _, adam, adamw = lanes()
    H = x.T @ x / len(y)
    return BallPanel(
        "plane",
        "The loss over two weights",
        "Level lines of the mean squared error over the weights of bmi and s5; the disc that the "
        "ridge touches, the square that AdamW ends in, and the paths of all three.",
        study.names,
        H=H,
        c=H @ least,
        rest=0.5,
        window=[window(least)] * 2,
        knob=spec.slider,
        balls=[
            Ball("disc", disc, adam.color, "l2"),
            Ball("square 1/λ", box, adamw.color, "max", size=1 / study.values),
        ],
        note="ring: predicted",
    )


def _bars(spec: ImplicitExperiment, study: Study) -> list[Panel]:
    reach = float(max(np.abs(study.references[name]).max() for name in ("ridge", "box")))
    ends = (-ROOM * reach, ROOM * reach)
    panels: list[Panel] = []
    for name, title, color in (
        (ADAM_L2, "Adam + L2", lanes()[1].color),
        (ADAMW, "AdamW", lanes()[2].color),
    ):
        lane, decoupled = study.lanes[name], name == ADAMW
        panels.append(
            BarsPanel(
                name,
                title,
                f"The ten weights of {title}, each beside where theory puts its end.",
                study.names,
                lane.w.swapaxes(0, 1),
                spec.slider,
                predicted=lane.predicted[:, None],
                level=(1 / study.values)[:, None] if decoupled else None,
                level_name="1/λ" if decoupled else "",
                colors=[color] * len(study.names),
                ends=ends,
                note="mark: predicted",
                across=3,
                down=12,
            )
        )
    return panels


def _comparison(spec: ImplicitExperiment, study: Study, said: Sequence[str]) -> ComparisonPanel:
    assert isinstance(spec.topic, WeightDecay)
    x, y = samples(spec.topic)
    rows = [
        "Adam + L2: ‖<i>w</i>‖₂",
        "AdamW: max |<i>w</i>|",
        "AdamW: weights at 1/λ",
        "AdamW: loss",
    ]
    adam, adamw = study.lanes[ADAM_L2], study.lanes[ADAMW]

    def told(disc: Array, box: Array) -> Array:
        """(…, V, 4) of w (…, V, d) of the two."""
        return np.stack(
            [
                np.linalg.norm(disc, axis=-1),
                np.abs(box).max(axis=-1),
                on_the_box(box, study.values[:, None]),
                0.5 * np.square(y - box @ x.T).mean(axis=-1),
            ],
            axis=-1,
        )

    return ComparisonPanel(
        "comparison",
        "Predicted and measured",
        "Sizes of the weights and the loss where theory puts them, and as the runs have them.",
        rows,
        told(adam.predicted, adamw.predicted)[:, None],
        told(adam.w, adamw.w).swapaxes(0, 1),
        spec.slider,
        sentences=said,
        across=2 * across(spec),
        down=6,
    )


def _sizes(spec: ImplicitExperiment, study: Study) -> PathsPanel:
    adam, adamw = study.lanes[ADAM_L2], study.lanes[ADAMW]
    return PathsPanel(
        "sizes",
        "Final max |w|",
        "The largest weight at the end against λ: predicted for both as lines, measured as dots.",
        ["ridge", "box"],
        [lanes()[1].color, lanes()[2].color],
        np.stack([np.abs(lane.predicted).max(axis=1) for lane in (adam, adamw)]),
        knob=spec.slider,
        dots=np.stack([np.abs(lane.end).max(axis=1) for lane in (adam, adamw)]),
        named_at="end",
        note="dots: runs",
        across=across(spec),
        down=6,
    )
