"""Training sessions that are planned."""
