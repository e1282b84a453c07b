"""XOR: the problem, its exact solutions, and why some runs get stuck."""
