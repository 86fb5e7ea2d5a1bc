"""Running an instance on one machine: its database, its keys, its processes. Imports no Django."""
