"""Taking turns at a database that has room for one writer."""

import contextlib
import fcntl

from django.conf import settings
from django.db import connection, transaction

TURN = settings.DATA_DIR / "sync-turn"


@contextlib.contextmanager
def own_turn():
    """A transaction for what phones send; on SQLite it begins when no other process or thread has such a turn.

    A writer that finds SQLite locked sleeps and tries again, longer each time; here the next one wakes at once. That
    holds for those who wait their turn: whoever writes without one, while many do, comes last. Turns do not nest.
    """
    with contextlib.ExitStack() as stack:
        if connection.vendor == "sqlite":
            fcntl.flock(stack.enter_context(TURN.open("ab")), fcntl.LOCK_EX)
        stack.enter_context(transaction.atomic())
        yield
