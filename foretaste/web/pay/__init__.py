"""What was earned and where it is."""
