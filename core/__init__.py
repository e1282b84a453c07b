"""The engine of Loss Landscape Lab: networks, losses, optimizers, landscapes, in NumPy alone."""
