"""Schools, their pupils by year, and which places had no session for long."""
