"""Running an instance on one machine: its database, its keys, its processes. Knows nothing of trials, imports no Django."""
