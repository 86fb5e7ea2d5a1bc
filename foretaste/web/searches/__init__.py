"""Saved searches: the pages."""
