"""What the background worker does by itself for the base app."""

from django.core.management import call_command

SCHEDULES = [("Forget sessions that have ended", "lms.tasks.clear_ended_sessions", 24 * 60)]


def clear_ended_sessions():
    call_command("clearsessions")
