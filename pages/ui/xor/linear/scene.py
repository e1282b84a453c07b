"""The linear model on XOR: its exact surface, its run from any start, and its own scene."""

from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.xor import problem as xor
from core.experiments.xor.separability import labelings, separable, separating_line
from core.landscape import Surface, sample
from core.objectives.plane import Plane
from core.optimizers import GradientDescent
from core.training.descent import Trajectory, descend, log_steps
from pages.ui.chapter.remembered import kept
from pages.ui.chapter.runs import ONE, family_of_one, of_many
from pages.ui.chapter.words import counted, three
from pages.ui.figures.landscapes import landscape_2d, landscape_3d
from pages.ui.stage import (
    Column,
    CurvePanel,
    Family,
    LandscapePanel,
    Lane,
    PlaneView,
    Reading,
    Repertoire,
    Scene,
    SeparatePanel,
    Stack,
)
from pages.ui.theme import SQUARED, stage_colors
from pages.ui.xor.spaces import POINTS, WINDOW
from pages.ui.xor.training import on_right_side

ETA: Final = 0.3
STEPS: Final = 200
START: Final = (1.6, -1.2)
BESIDE: Final = 0.25
_B0: Final = -0.5
_ENDS: Final = (-2.0, 2.0)
_HELD: Final = np.linspace(-1.0, 2.0, 31)
_GRID, _STARTS, _FRAMES = 41, 17, 80
_LABELS: Final = ("w₁", "w₂")


def linear_scene(start: tuple[float, float], restart: int) -> Scene:
    """Surface, line and cost of the linear model from a start (w₁, w₂)."""
    run = _run(np.array([start]))
    cost = run.value[:, 0]
    return Scene(
        run=f"linear {start[0]:g} {start[1]:g}",
        title="A linear model on the four points of XOR",
        alt="Surface of the cost over w₁ and w₂, the line in the plane, cost against the step.",
        lanes=[Lane("linear", "linear model", SQUARED, "cost")],
        repertoire=_repertoire(start),
        home=ONE,
        plane=PlaneView((0, 1), _LABELS, _ENDS, _ENDS),
        readings=[
            Reading(
                [
                    Column("<i>C</i>", cost),
                    *(
                        Column(label, run.p[:, 0, i])
                        for i, label in enumerate(
                            ("<i>w</i><sub>1</sub>", "<i>w</i><sub>2</sub>", "<i>b</i>")
                        )
                    ),
                ],
                *_told(run),
            )
        ],
        colors=stage_colors(),
        autoplay=False,
        restart=restart,
    )


def _told(run: Trajectory) -> tuple[list[str], Array]:
    """A sentence for each frame."""
    risk = xor.linear_risk()
    output = risk.network(run.p[:, 0], risk.x)[..., 0]
    right = on_right_side(output, risk.y[:, 0]).sum(axis=-1)
    off = np.abs(output - 0.5).max(axis=-1)
    sentences = [
        f"All four outputs are ½ to within {three(float(off[f]))}: the cost is "
        f"{three(float(run.value[f, 0]))}, and no line's is below ¼."
        if off[f] < 1e-3
        else f"Downhill on a bowl: {counted(int(right[f]), 4)} on the right side of ½, outputs "
        f"between {three(float(output[f].min()))} and {three(float(output[f].max()))}."
        for f in range(len(run.k))
    ]
    return sentences, np.arange(len(sentences), dtype=np.int32)


def _run(starts: Array) -> Trajectory:
    p = np.column_stack([starts, np.full(len(starts), _B0)])
    return descend(
        xor.linear_risk(), GradientDescent(ETA), p, STEPS, None, log_steps(STEPS, _FRAMES)
    )


@kept()
def _repertoire(start: tuple[float, float]) -> Repertoire:
    run = _run(np.array([start]))
    axis = np.linspace(*_ENDS, _STARTS)
    starts = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    many = _run(starts)
    return Repertoire(
        families={
            **family_of_one(run.k, [of_many(run)]),
            "start": Family(starts, many.k, [of_many(many)]),
        },
        panels=[
            _landscape(),
            _separate(),
            CurvePanel("cost", "Cost", "Cost against the step.", label="cost", log_step=True),
        ],
    )


def _landscape() -> LandscapePanel:
    axis = np.linspace(*_ENDS, _GRID)
    slices = [_slice(b, axis) for b in _HELD]
    middle = slices[int(np.abs(_HELD - 0.5).argmin())]
    flat = np.zeros(middle.value.shape, dtype=bool)
    figures = [
        draw(middle, flat, [], _LABELS, False).to_dict() for draw in (landscape_3d, landscape_2d)
    ]
    value = np.stack([one.value for one in slices]).astype(np.float32)
    return LandscapePanel(
        name="surface",
        lane=0,
        title="Mean squared error",
        alt=f"A bowl over w₁ and w₂ at the b of now, lowest at 0. At b = ½ it goes from "
        f"{three(middle.value.min())} to {three(middle.value.max())}.",
        figure3d=figures[0],
        figure2d=figures[1],
        alpha=axis,
        beta=axis,
        value=middle.value.astype(np.float32),
        stack=Stack("b", 2, _HELD, value, np.zeros(value.shape, dtype=bool)),
    )


def _slice(b: float, axis: Array) -> Surface:
    plane = Plane(np.array([0.0, 0.0, b]), np.eye(3)[:2])
    return sample(xor.linear_risk(), plane, axis, axis)


def _separate() -> SeparatePanel:
    x, y = xor.points()
    labels = labelings()
    return SeparatePanel(
        name="separate",
        title="Can you separate them?",
        alt="The four points and a line to drag; a point that is clicked changes its class.",
        x=x,
        y=y[:, 0],
        window=WINDOW,
        labelings=labels,
        separable=separable(labels),
        lines=np.stack([np.full(3, np.nan) if (p := a_line(row)) is None else p for row in labels]),
        lane=0,
        points=POINTS,
    )


def a_line(labels: Array) -> Array | None:
    """A line (w₁, w₂, b) for labels (4,): that of largest margin; None if there is none.

    Points that are all alike have no margin: theirs is one that passes beside all of them.
    """
    if np.ptp(labels) == 0:
        side = 2 * float(labels[0]) - 1
        return side * np.array([1.0, 1.0, BESIDE])
    margin = separating_line(labels)
    return None if margin is None else margin.p
