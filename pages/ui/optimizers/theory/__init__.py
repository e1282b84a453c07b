"""Theory against the run: quadratics, the edge of stability, the floor of the noise."""
