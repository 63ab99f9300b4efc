"""Training sessions to be looked at, the riskiest first; computed live, for the whole area of a reviewer at once."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ambassadors.models import ReviewRule, TrainingSession
from ambassadors.review.facts import Facts
from ambassadors.review.flags import findings, sentence
from ambassadors.review.reading import read
from lms.models import SetAsideItem

# More than ten coordinators can look at; the oldest come first, so that the rest moves up.
LIMIT = 5000


@dataclass
class Entry:
    """One training session in the queue. `session` is filled in for those on a page."""

    facts: Facts
    findings: list
    session: TrainingSession = None
    lines: list = field(default_factory=list)

    @property
    def pk(self):
        return self.facts.id

    @cached_property
    def risk(self):
        return sum(finding.weight for finding in self.findings)

    @property
    def is_clean(self):
        """Nothing speaks against it; remarks do not."""
        return self.risk == 0

    @property
    def is_ready(self):
        """May be verified together with others."""
        return self.is_clean and self.facts.status == TrainingSession.Status.SUBMITTED

    @property
    def needs_second(self):
        return any(finding.needs_second for finding in self.findings)

    @property
    def token(self):
        """What stands for this very version of it in a form."""
        return f"{self.pk}:{self.facts.version}"


def entries_of(sessions):
    """[Entry] of a query set of training sessions, in no order. The number of queries does not depend on theirs."""
    rules, picture = ReviewRule.in_force(), read(sessions)
    return [Entry(session, findings(session, picture, rules)) for session in picture.asked]


def not_taught_by(sessions, user):
    """Nobody decides about what they taught."""
    if user.person_id is None:
        return sessions
    joint = TrainingSession.co_ambassadors.through.objects.filter(ambassador__person=user.person_id)
    own = Q(ambassador__person=user.person_id) | Q(pk__in=joint.values("trainingsession"))
    again = TrainingSession.objects.filter(own, is_taught_together=True)
    return sessions.exclude(own | Q(pk__in=again.values("duplicate_of")))


def waiting_for(user):
    """Query set: what waits for this reviewer, and what two versions were sent of, whatever its state."""
    conflicts = SetAsideItem.objects.open().filter(
        kind="training-session", reason=SetAsideItem.Reason.CONFLICT, item_id__isnull=False
    )
    sessions = TrainingSession.objects.reviewable_by(user)
    waits = Q(status=TrainingSession.Status.SUBMITTED) | Q(pk__in=conflicts.values("item_id"))
    return not_taught_by(sessions.filter(waits), user)


def queue_for(user, *, narrowed=lambda sessions: sessions):
    """[Entry], the riskiest first and the oldest among equals."""
    oldest = narrowed(waiting_for(user)).order_by("held_on", "pk").values("pk")[:LIMIT]
    entries = entries_of(TrainingSession.objects.filter(pk__in=[row["pk"] for row in oldest]))
    return sorted(entries, key=lambda entry: (-entry.risk, entry.facts.held_on, entry.facts.made_at))


def explain(entries, user):
    """Fills in what a page shows of these entries: the records and the sentences. Two queries."""
    others = {finding.other for entry in entries for finding in entry.findings} - {None}
    wanted = TrainingSession.objects.filter(pk__in=others | {entry.pk for entry in entries})
    found = {
        session.pk: session
        for session in wanted.select_related("venue__area", "ambassador__person", "checked_by")
    }
    visible = set(TrainingSession.objects.visible_to(user).filter(pk__in=others).values_list("pk", flat=True))
    for entry in entries:
        entry.session = found[entry.pk]
        entry.lines = [
            (finding, sentence(finding, _named(found.get(finding.other), visible)))
            for finding in entry.findings
        ]
    return entries


def _named(other, visible):
    """A link to the other record; nothing but that there is one where it lies outside the reader's area (R7)."""
    if other is None or other.pk not in visible:
        return _("one outside your area") if other else ""
    return format_html(
        '<a href="{}">{} · {}</a>',
        reverse("training_sessions:inspect", args=[other.pk]),
        other,
        other.ambassador,
    )
