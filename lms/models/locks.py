"""Secrets that could be guessed: how many wrong tries there may be."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Lockable(models.Model):
    """An account that wrong tries lock for a while. Never an address: a whole Wi-Fi zone shares one (R12).

    `failures` are those since the right secret: each lock in a row takes twice as long as the one before, up to
    LONGEST_LOCK.
    """

    FAILURES_ALLOWED = 5
    LOCK_TIME = LONGEST_LOCK = dt.timedelta(minutes=15)

    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    locked_until = models.DateTimeField(_("locked until"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def is_locked(self, at=None):
        return self.locked_until is not None and self.locked_until > (at or timezone.now())

    def fail(self, at):
        """Counts a wrong try of somebody who is not locked, and locks after too many."""
        if self.locked_until is not None:
            # Only as many as say how long the next lock takes.
            doublings = (self.LONGEST_LOCK // self.LOCK_TIME - 1).bit_length()
            self.failures = min(self.failures, self.FAILURES_ALLOWED * doublings)
            self.locked_until = None
        self.failures += 1
        locks, tries_since = divmod(self.failures, self.FAILURES_ALLOWED)
        if tries_since == 0:
            self.locked_until = at + min(self.LOCK_TIME * 2 ** (locks - 1), self.LONGEST_LOCK)
