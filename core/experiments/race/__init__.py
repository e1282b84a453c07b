"""The race: optimizers from one start on one surface, the ground."""
