"""Convolutions: the paper's network for images, and kernels to try."""
