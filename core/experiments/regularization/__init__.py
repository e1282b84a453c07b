"""Regularization of linear models: seven questions, and what a reader can set in each."""
