"""Django's PostgreSQL backend with two of its habits made cheaper. ENGINE names it; `base` is what Django looks for."""
