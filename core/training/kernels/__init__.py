"""The loops behind `descend`: each says whether it fits a run, and the first that does takes it."""
