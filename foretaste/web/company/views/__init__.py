"""The views, one file per stretch: posting, funding, choosing, hosting, judging, money, people."""
