"""Choosing skills of the taxonomy: the same page for a company's posting and for a person."""
