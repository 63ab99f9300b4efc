"""The kinds of item learners hand in."""

from lms.sync.kinds import feedback, learning, registration

__all__ = ["feedback", "learning", "registration"]
