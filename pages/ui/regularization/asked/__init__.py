"""What the fifth chapter asks before it answers."""
