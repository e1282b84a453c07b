"""A lecture hall: the stage as the page, its keys, its scenes, and what readers take along."""
