"""The kinds of item learners hand in."""

from lms.sync.kinds import learning, registration

__all__ = ["learning", "registration"]
