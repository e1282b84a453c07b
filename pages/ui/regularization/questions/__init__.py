"""The scenes of the questions, each with what it says of its settings."""
