"""Predict first: the questions of the chapter, and what the engine answers."""
