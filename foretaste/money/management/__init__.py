"""What an operator runs for money."""
