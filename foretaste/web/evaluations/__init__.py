"""Each side's view of the other, sealed and opened."""
