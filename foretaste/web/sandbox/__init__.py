"""The sandbox bank's own pages: they stand in for a real provider's hosted page."""
