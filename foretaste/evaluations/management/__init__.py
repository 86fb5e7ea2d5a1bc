"""What an operator runs for evaluations."""
