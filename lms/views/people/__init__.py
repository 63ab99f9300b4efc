"""A learner's own pages: joining, signing in and out, my page, my card, my data."""
