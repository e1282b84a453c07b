"""A run that is computed a slice at a time while readers look at it: recorded, and shown."""
