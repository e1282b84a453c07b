"""What stands in a network: its layers, what a digit takes to be read as another."""
