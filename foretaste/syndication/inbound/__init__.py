"""Inwards: one module per source, each yields the same `Listing`; fetched politely, read without trust."""
