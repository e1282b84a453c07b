"""Regularization: what a penalty does to a linear model, predicted and measured."""
