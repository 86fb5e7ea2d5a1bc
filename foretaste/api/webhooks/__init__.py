"""Where providers tell us what happened: stored, answered, and handled by a job."""
