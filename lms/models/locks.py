"""Secrets that could be guessed: how many wrong tries there may be."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Lockable(models.Model):
    """An account that wrong tries lock for a while. Never an address: a whole Wi-Fi zone shares one (R12)."""

    FAILURES_ALLOWED = 5
    LOCK_TIME = dt.timedelta(minutes=15)

    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    locked_until = models.DateTimeField(_("locked until"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def is_locked(self, at=None):
        return self.locked_until is not None and self.locked_until > (at or timezone.now())
