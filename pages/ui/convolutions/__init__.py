"""The parts of the chapter on convolutions: one experiment at a time, each with its stage."""
