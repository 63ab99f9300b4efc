"""Bringing an installation up to its code: database, static files, reference data, first administrator."""

import hashlib
import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command

from lms.models import User

PACKAGES = ["content", "lms", "ambassadors", "hotspots"]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def is_prepared():
    """True when nothing of the code or its data files changed since the last `prepare`."""
    stamp = settings.DATA_DIR / "prepared"
    return stamp.exists() and stamp.read_text() == _fingerprint()


def prepare(*, say):
    """Migrates, loads what is shipped and collects static files. `say(text)` is told of each step.

    Returns the administrator's password if one was made now, else None. Everything is safe to repeat.
    """
    is_first = not (settings.DATA_DIR / "prepared").exists()
    say("Preparing the database …")
    call_command("migrate", interactive=False, verbosity=0)
    say("Collecting static files …")  # first: pages are weighed as they are sent
    call_command("collectstatic", interactive=False, verbosity=0)
    say("Loading areas, courses, roles and schedules …")
    for command in (
        *("import_areas", "load_reference", "load_curriculum", "index_search"),
        *("setup_roles", "setup_schedules"),
    ):
        call_command(command, stdout=_Silence())
    password = _make_administrator()
    if is_first and password and settings.DEMO and settings.HOST in LOOPBACK:
        say("Loading the demonstration programme …")
        call_command("load_demo", stdout=_Silence())
    cache.clear()  # what pages looked up while they were weighed, before the demonstration was there
    (settings.DATA_DIR / "prepared").write_text(_fingerprint())
    return password


def free_space():
    """Bytes left where the data folder lies."""
    return shutil.disk_usage(settings.DATA_DIR).free


class _Silence:
    def write(self, text):
        return len(text)

    def flush(self):
        return None


def _make_administrator():
    if User.objects.filter(is_superuser=True).exists():
        return None
    password = os.environ.get("ADMIN_PASSWORD") or secrets.token_urlsafe(12)
    User.objects.create_superuser("admin", password=password, full_name="Administrator")
    return password


def _fingerprint():
    """Hash over path, size and time of every shipped file: cheap enough to take at each start.

    Another database needs all of it again; the same one in a data folder that was moved does not.
    """
    database = str(settings.DATABASES["default"]["NAME"]).removeprefix(str(settings.DATA_DIR))
    seen = hashlib.sha256(database.encode())
    for package in PACKAGES:
        for path in sorted(Path(settings.BASE_DIR, package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                status = path.stat()
                seen.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return seen.hexdigest()
