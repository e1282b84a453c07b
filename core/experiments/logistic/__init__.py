"""Two losses on one data set: the experiment, its problem and its landscape."""
