"""What a reader can set, and what it means: one folder for each chapter."""
