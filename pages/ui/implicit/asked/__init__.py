"""What the chapter asks before its runs."""
