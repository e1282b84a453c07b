"""Networks that read handwritten digits: what a reader can set, and what becomes of it."""
