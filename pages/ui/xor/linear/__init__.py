"""One line is not enough: the linear model on XOR, and all labelings of four points."""
