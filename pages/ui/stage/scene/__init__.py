"""What is on stage, as plain data: a scene, its runs, and its panels."""

from pages.ui.stage.scene.digit_panels import MapsPanel, MistakesPanel, PadPanel
from pages.ui.stage.scene.image_panels import Image, ImagePanel
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
    "Axis",
    "BoundaryPanel",
    "Chunk",
    "Column",
    "CurvePanel",
    "Family",
    "Image",
    "ImagePanel",
    "LandscapePanel",
    "Lane",
    "MapsPanel",
    "Mark",
    "MatrixPanel",
    "MistakesPanel",
    "NetworkPanel",
    "PadPanel",
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
