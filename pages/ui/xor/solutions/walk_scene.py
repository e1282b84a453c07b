"""A walk through the zero set as a scene: the two spaces and the network, all at cost 0."""

from typing import Any

import numpy as np

from core.datasets.samples import Samples
from core.experiments.xor.solutions import Walk
from core.objectives.risk import Risk
from pages.ui.chapter.runs import ONE, family_of_one, of_one
from pages.ui.chapter.words import exactly, three
from pages.ui.stage import Column, Lane, NetworkPanel, Reading, Repertoire, Scene
from pages.ui.theme import SQUARED, stage_colors
from pages.ui.xor.notation import names
from pages.ui.xor.spaces import space_panels


def tell(way: Walk) -> list[str]:
    """A sentence for each point of a walk (K,)."""
    sentences = [
        f"{three(float(t))} along the zero set: the cost is {exactly(float(value))}."
        for t, value in zip(way.t, way.value, strict=True)
    ]
    if not way.complete:
        sentences[-1] += " No solution was found any farther in this direction."
    return sentences


def walk_scene(risk: Risk, way: Walk, name: str) -> Scene:
    """The walk as a film."""
    network: dict[str, Any] = {
        **risk.network.described(),
        "targets": risk.y,
        "factor": 1 / risk.sample_count,
    }
    sentences = tell(way)
    return Scene(
        run=name,
        title="A walk through the solutions",
        alt="Input space, hidden space and network along a path on which the cost stays 0.",
        lanes=[Lane("walk", "mean squared error", SQUARED, "cost")],
        repertoire=Repertoire(
            family_of_one(np.arange(len(way.t)), [of_one(way.p, way.value)]),
            [
                *space_panels(network, Samples(risk.x, risk.y, ("x1", "x2"))),
                NetworkPanel(
                    "diagram",
                    "Network",
                    "Units in layers and their weights.",
                    risk.network.widths,
                    names=names(risk.network.widths[1]),
                    hidden="h",
                ),
            ],
        ),
        home=ONE,
        plane=None,
        readings=[
            Reading(
                [Column("<i>C</i>", way.value), Column("length", way.t)],
                sentences,
                np.arange(len(sentences), dtype=np.int32),
            )
        ],
        colors=stage_colors(),
        autoplay=False,
        step_label="point",
    )
