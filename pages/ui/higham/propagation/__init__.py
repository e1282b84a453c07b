"""Back propagation by hand: every number of one point's passes, and the program that does them."""
