"""What is on stage, as plain data: a scene, its runs, and its panels."""

from pages.ui.stage.scene.asked import SKETCHED, Asked
from pages.ui.stage.scene.panel import Panel
from pages.ui.stage.scene.panels import (
    Axis,
    BoundaryPanel,
    CurvePanel,
    LandscapePanel,
    Mark,
    MatrixPanel,
    NetworkPanel,
    Stack,
    StandingsPanel,
    StripPanel,
)
from pages.ui.stage.scene.scene import (
    Chunk,
    Column,
    Family,
    Lane,
    PlaneView,
    Reading,
    Repertoire,
    Runs,
    Scene,
)
from pages.ui.stage.scene.space_panels import SeparatePanel, SpacePanel

__all__ = [
    "SKETCHED",
    "Asked",
    "Axis",
    "BoundaryPanel",
    "Chunk",
    "Column",
    "CurvePanel",
    "Family",
    "LandscapePanel",
    "Lane",
    "Mark",
    "MatrixPanel",
    "NetworkPanel",
    "Panel",
    "PlaneView",
    "Reading",
    "Repertoire",
    "Runs",
    "Scene",
    "SeparatePanel",
    "SpacePanel",
    "Stack",
    "StandingsPanel",
    "StripPanel",
]
