"""Taking turns at a database that has room for one writer."""

import contextlib
import fcntl

from django.conf import settings
from django.db import connection

TURN = settings.DATA_DIR / "sync-turn"


@contextlib.contextmanager
def own_turn():
    """Waits until no other process or thread takes in a batch, where the database is SQLite.

    A writer that finds SQLite locked sleeps and tries again, longer each time; here the next one wakes at once.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with TURN.open("ab") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
