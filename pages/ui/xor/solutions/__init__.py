"""The solutions of XOR: why they are global minima, and the surface around and between them."""
