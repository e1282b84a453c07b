"""The parts of the fourth chapter: its race, and what stands below the stage."""
