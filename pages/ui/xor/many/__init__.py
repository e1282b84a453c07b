"""Many starts at once: where they end, and why some of them are stuck."""
