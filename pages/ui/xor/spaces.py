"""The two spaces of a network with one hidden layer, before and after it, and their points."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from core.datasets.samples import Samples
from core.experiments.xor import problem as xor
from pages.ui.own import units
from pages.ui.stage import SpacePanel

POINTS: Final = ("00", "01", "10", "11")
WINDOW: Final = ((-0.35, 1.35), (-0.35, 1.35))


def space_panels(network: Mapping[str, Any], samples: Samples) -> list[SpacePanel]:
    """The two spaces of a network: before and after its hidden layer."""
    x, y = samples.x, samples.y[:, 0]
    four = all(map(np.array_equal, (samples.x, samples.y), xor.points()))
    return [
        SpacePanel(
            name="input",
            title="Input space x",
            alt=f"The {len(x)} points, the grid, where the output is above ½, and for each hidden "
            "unit the line at which it switches on.",
            space="input",
            x=x,
            y=y,
            window=WINDOW,
            network=network,
            points=POINTS if four else (),
            own=units(samples),
        ),
        SpacePanel(
            name="hidden",
            title="Hidden space h",
            alt="The same points and grid after the hidden layer, and the line at which the output "
            "is ½: there a line must separate the classes.",
            space="hidden",
            x=x,
            y=y,
            window=WINDOW,
            network=network,
            points=POINTS if four else (),
        ),
    ]
