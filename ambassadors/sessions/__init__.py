"""Training sessions as their ambassadors write them down and hand them in."""
