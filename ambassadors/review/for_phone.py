"""What phones learn of the review besides the state of each session."""

from lms.models import SetAsideItem


def settled_versions(user):
    """Ids of this user's sessions of which two versions were sent and one was chosen: the phone lets go of its own."""
    conflicts = SetAsideItem.objects.filter(
        user=user, kind="training-session", reason=SetAsideItem.Reason.CONFLICT, item_id__isnull=False
    )
    chosen = conflicts.exclude(dealt_with_at=None).values_list("item_id", flat=True)
    return sorted(map(str, set(chosen) - set(conflicts.open().values_list("item_id", flat=True))))
