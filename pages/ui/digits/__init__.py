"""A network that reads digits, trained while the reader looks on, and drawn for."""
