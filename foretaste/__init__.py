"""Foretaste: paid work trials the intern may leave at any moment, and is always paid."""

__version__ = "0.1.0"
