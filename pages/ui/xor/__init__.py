"""The parts of the third chapter: its run, its scenes, and what stands below the stage."""
