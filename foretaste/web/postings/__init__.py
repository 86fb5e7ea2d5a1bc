"""What is on offer, for everyone: the list, a posting, a company's record."""
