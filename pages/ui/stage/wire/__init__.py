"""Scenes as bytes: one format, told in the two languages that speak it."""

from pages.ui.stage.wire.wire import encode_chunks, encode_repertoire, encode_scene

__all__ = ["encode_chunks", "encode_repertoire", "encode_scene"]
