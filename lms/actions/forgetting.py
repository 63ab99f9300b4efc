"""What is forgotten by itself once its time has passed (people-and-safety.md, "Keeping and forgetting"; R54)."""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import registry as logs

from lms.actions.erasing import erase
from lms.models import Attempt, Consent, Learner, LessonProgress, Person, ReportRun, Sitting, SubmitKey
from lms.reporting import registry
from lms.reporting.reach import Reach

KEPT_WITHOUT_ACTIVITY = dt.timedelta(days=3 * 365)
KEPT_IN_THE_LOG = dt.timedelta(days=5 * 365)


def forget_inactive_learners(*, at=None):
    """Erases those of whom nothing was heard for three years, and nobody who signs in as ambassador or staff.

    Returns how many people. What they were counted by stays (lms.actions.erasing), and no figure changes.
    """
    at = at or timezone.now()
    people = list(inactive(at - KEPT_WITHOUT_ACTIVITY, at))
    for person in people:
        erase(person=person, at=at)
    return len(people)


def inactive(since, at):
    """The people registered, and never seen again, before the moment `since`."""
    people = Person.objects.known().filter(user=None, registered_at__lte=since)
    for active in [*_learning(since), *_taking_part(timezone.localdate(since), at)]:
        people = people.exclude(pk__in=active)
    return people.order_by("pk")


def _learning(since):
    """Sets of keys of the people who did something on a phone after a moment, or agreed to something."""
    rows = [
        (Learner.objects.filter(Q(made_at__gt=since) | Q(adopted_at__gt=since)), "person"),
        (Attempt.objects.filter(received_at__gt=since), "learner__person"),
        (LessonProgress.objects.filter(updated_at__gt=since), "learner__person"),
        (Sitting.objects.filter(started_at__gt=since), "learner__person"),
        (SubmitKey.objects.filter(Q(made_at__gt=since) | Q(last_used_at__gt=since)), "learner__person"),
        (Consent.objects.filter(given_at__gt=since), "person"),
    ]
    for found, path in rows:
        # A guest's row is nobody's: one null among the keys, and the database excludes everybody.
        yield found.order_by().exclude(**{path: None}).values(path)


def _taking_part(day, at):
    """The same of those who took part in anything from a day on, whatever the channel, reviewed or still waiting."""
    for source in registry.participations():
        if not Reach.names_people(source):
            continue
        for state in (registry.COUNTED, registry.PENDING):
            rows = source.rows(state, at).order_by()
            rows = rows.annotate(seen_person=source.columns["person"], seen_day=source.columns["day"])
            yield rows.filter(seen_day__gte=day).exclude(seen_person=None).values("seen_person")


def forget_old_log_entries(*, at=None):
    """Deletes what the log of staff actions says of more than five years ago; returns how many entries.

    What it says of a report stays: of several areas, only the log knows which (lms.reporting.restated).
    """
    before = (at or timezone.now()) - KEPT_IN_THE_LOG
    runs = ContentType.objects.get_for_model(ReportRun)
    forgotten = 0
    for model in logs.get_log_entry_models():
        rows, _by_model = model.objects.filter(timestamp__lte=before).exclude(content_type=runs).delete()
        forgotten += rows
    return forgotten
