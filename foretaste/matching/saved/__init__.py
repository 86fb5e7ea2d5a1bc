"""Searches that somebody wants to hear of."""
