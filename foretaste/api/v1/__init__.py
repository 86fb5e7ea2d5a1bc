"""Version 1 of the JSON API: the same actions and queries as the pages."""
