"""How learning goes, for staff: progress, hard questions, gain, where learners stopped; and attempts to take away."""
