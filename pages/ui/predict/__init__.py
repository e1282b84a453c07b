"""Predict first: questions about a run that a reader answers before it is shown."""
