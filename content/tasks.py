"""What the background worker does by itself for the pages."""

from django.core.management import call_command

# (name, dotted path of the function, minutes between runs), set up by `manage.py setup_schedules`
SCHEDULES = [("Publish and take back pages as planned", "content.tasks.publish_as_planned", 5)]


def publish_as_planned():
    """Pages whose go-live or expiry time has come; safe to run twice."""
    call_command("publish_scheduled")
