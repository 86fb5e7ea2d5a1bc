"""A company's career site: on this instance at /at/<company>/, and on the company's own host."""
