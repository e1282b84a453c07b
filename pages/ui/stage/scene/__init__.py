"""What is on stage, as plain data: a scene, its runs, and its panels."""

from pages.ui.stage.scene.asked import SKETCHED, Asked
from pages.ui.stage.scene.chart_panels import (
    BarsPanel,
    ComparisonPanel,
    CurvesPanel,
    PathsPanel,
)
from pages.ui.stage.scene.digit_panels import MapsPanel, MistakesPanel, PadPanel
from pages.ui.stage.scene.image_panels import Image, ImagePanel, KernelPanel
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
    Units,
)
from pages.ui.stage.scene.penalty_panels import Ball, BallPanel, SheetsPanel, ValleyPanel
from pages.ui.stage.scene.plane_view import Laid, PlaneView
from pages.ui.stage.scene.scene import (
    Chunk,
    Column,
    Family,
    Lane,
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
    "Ball",
    "BallPanel",
    "BarsPanel",
    "BoundaryPanel",
    "Chunk",
    "Column",
    "ComparisonPanel",
    "CurvePanel",
    "CurvesPanel",
    "Family",
    "Image",
    "ImagePanel",
    "KernelPanel",
    "Laid",
    "LandscapePanel",
    "Lane",
    "MapsPanel",
    "Mark",
    "MatrixPanel",
    "MistakesPanel",
    "NetworkPanel",
    "PadPanel",
    "Panel",
    "PathsPanel",
    "PlaneView",
    "Reading",
    "Repertoire",
    "Runs",
    "Scene",
    "SeparatePanel",
    "SheetsPanel",
    "SpacePanel",
    "Stack",
    "StandingsPanel",
    "StripPanel",
    "Units",
    "ValleyPanel",
]
