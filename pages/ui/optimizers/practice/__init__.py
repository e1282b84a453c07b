"""Practical issues: scaling, first weights, clipping, when to stop."""
