"""What regularizes though no penalty is written down: decay, noise, and the size of a start."""
