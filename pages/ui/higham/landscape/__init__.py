"""The landscape around the run: planes through it, copies of its end, least squares' way."""
