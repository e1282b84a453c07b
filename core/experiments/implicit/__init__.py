"""What training prefers though no penalty is written into its loss."""
