"""What is on stage, as plain data: a scene, its runs, and its panels."""

from pages.ui.stage.scene.chart_panels import BarsPanel, ComparisonPanel, PathsPanel
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
from pages.ui.stage.scene.plane_panels import Ball, BallsPanel
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
    "Axis",
    "Ball",
    "BallsPanel",
    "BarsPanel",
    "BoundaryPanel",
    "Chunk",
    "Column",
    "ComparisonPanel",
    "CurvePanel",
    "Family",
    "LandscapePanel",
    "Lane",
    "Mark",
    "MatrixPanel",
    "NetworkPanel",
    "Panel",
    "PathsPanel",
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
