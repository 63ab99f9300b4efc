"""Counting tries at a secret, and locking what is tried too often (lms.models.locks)."""

from django.db import transaction


class Locked(Exception):
    """Too many wrong tries; `until` is when the next one is possible."""

    def __init__(self, until):
        super().__init__(until)
        self.until = until


@transaction.atomic
def claim_try(rows, *, at):
    """Counts a try at the one Lockable row in a queryset; returns the row, or None if there is none.

    To be called before the secret is looked at, so that many tries at once are not more than were allowed. Raises
    Locked; trying meanwhile does not prolong the lock.
    """
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        return None
    if row.is_locked(at):
        raise Locked(row.locked_until)
    row.fail(at)
    row.save(update_fields=["failures", "locked_until"])
    return row


def forget_tries(row):
    """After the right secret, or a new one."""
    row.failures, row.locked_until = 0, None
    type(row).objects.filter(pk=row.pk).update(failures=0, locked_until=None)
