"""The kinds of item learners hand in."""

from lms.sync.kinds import feedback, gender, learning, registration

__all__ = ["feedback", "gender", "learning", "registration"]
