"""The parts of the first chapter: its scene, and what stands below the stage."""
