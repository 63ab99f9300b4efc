"""What the worker does for the review, again and again; each is safe to run twice."""

from ambassadors.review.actions import verify_by_policy
from ambassadors.review.weekly import open_tasks

# (name, dotted path of the function, minutes between runs), set up by `manage.py setup_schedules`
SCHEDULES = [
    (
        "Verify clean training sessions, if the policy says so",
        "ambassadors.tasks.verify_clean_sessions",
        24 * 60,
    ),
    ("Look for odd figures of ambassadors", "ambassadors.tasks.look_at_ambassadors", 7 * 24 * 60),
]


def verify_clean_sessions():
    return verify_by_policy()


def look_at_ambassadors():
    return open_tasks()
