"""Groups of learners whom an ambassador meets again."""
