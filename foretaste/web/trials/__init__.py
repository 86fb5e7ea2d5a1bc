"""A trial as its intern lives it: before the day, the day, leaving, after."""
