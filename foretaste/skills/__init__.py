"""The taxonomy of skills, and what links a text to it. Who has or asks for which stands with them: see decision 18."""
