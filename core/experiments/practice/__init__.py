"""Practical issues: scaling, first weights, when to stop."""
