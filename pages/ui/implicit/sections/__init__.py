"""Below the stage: why, how nearly, and as a script."""
