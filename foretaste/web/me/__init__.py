"""The intern's own pages: what is next, offers, what they say of themselves."""
