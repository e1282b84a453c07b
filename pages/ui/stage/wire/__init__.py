"""Scenes as bytes: one format, told in the two languages that speak it; and what comes back."""

from pages.ui.stage.wire.events import EVENTS, MOST_POINTS, Heard, heard
from pages.ui.stage.wire.wire import encode_chunks, encode_families, encode_panels, encode_scene

__all__ = [
    "EVENTS",
    "MOST_POINTS",
    "Heard",
    "encode_chunks",
    "encode_families",
    "encode_panels",
    "encode_scene",
    "heard",
]
