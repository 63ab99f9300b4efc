"""Helping learners: enrolment, new PINs, codes for tests."""
