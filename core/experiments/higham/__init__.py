"""Higham & Higham's network: the paper's own run, and every other that its page can do."""
