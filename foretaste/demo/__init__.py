"""The demo world: invented people and companies, living through the real actions. Nothing here inserts a row."""
