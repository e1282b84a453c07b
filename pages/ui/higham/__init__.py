"""The parts of the second chapter: its run, its scene, and what stands below the stage."""
