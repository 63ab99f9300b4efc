"""Training sessions that are still to come."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador
from ambassadors.models.sessions import TrainingSession
from ambassadors.models.topics import Topic, course_titles
from lms.models import Venue
from lms.sync import content_sha256

PLAN_NOTE_LIMIT = 500


class PlannedSessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user.area_condition("ambassador__area", "ambassadors.view_plannedsession"))

    def changeable_by(self, user):
        return self.filter(user.area_condition("ambassador__area", "ambassadors.change_plannedsession"))

    def planned(self):
        return self.filter(status=PlannedSession.Status.PLANNED)

    def coming(self, on=None):
        """Planned for a day (today unless given) or later, the next one first."""
        on = on or timezone.localdate()
        return self.planned().filter(planned_on__gte=on).order_by("planned_on", "starts_at", "pk")

    def missed(self, on=None):
        """The day has passed and nobody has logged a session, the latest first."""
        on = on or timezone.localdate()
        return self.planned().filter(planned_on__lt=on).order_by("-planned_on", "-starts_at", "pk")


class PlannedSession(models.Model):
    """What an ambassador means to teach, when and where. Done once the training session it became is handed in.

    It counts nowhere: it helps to remember, and shows a coordinator what was planned and never logged.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("logged")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ambassador = models.ForeignKey(
        Ambassador, models.PROTECT, related_name="planned_sessions", verbose_name=_("ambassador")
    )
    planned_on = models.DateField(_("date"), db_index=True)
    starts_at = models.TimeField(_("start"), null=True, blank=True)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="planned_sessions", verbose_name=_("venue"))
    course_key = models.UUIDField(_("course"), null=True, blank=True)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("topic")
    )
    note = models.TextField(_("note"), blank=True, max_length=PLAN_NOTE_LIMIT)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    training_session = models.OneToOneField(
        TrainingSession,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="plan",
        verbose_name=_("training session"),
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    # For each revision the SHA-256 of what was sent, "" where staff changed it: a phone's item is known again.
    versions = models.JSONField(_("versions"), default=list, blank=True, editable=False)

    objects = PlannedSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned session")
        verbose_name_plural = _("planned sessions")
        ordering = ["-planned_on", "-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="done", training_session__isnull=False)
                | (~Q(status="done") & Q(training_session=None)),
                name="planned_session_is_done_once_logged",
            ),
            models.CheckConstraint(
                condition=Q(course_key=None) | Q(topic=None), name="planned_session_has_one_subject"
            ),
        ]

    def __str__(self):
        return f"{self.planned_on:%d/%m/%Y} {self.venue}"

    @property
    def revision_number(self):
        return len(self.versions)

    def revision_holding(self, payload, base_revision=0):
        """Number of the revision that holds just this content, else None; see TrainingSession.revision_holding."""
        least, wanted = min(base_revision + 1, self.revision_number), content_sha256(payload)
        held = enumerate(self.versions, 1)
        return next((number for number, sent in held if number >= least and sent == wanted), None)

    @property
    def subject_code(self):
        """What the lists of subjects call it: "course:<key>", "topic:<code>" or nothing."""
        if self.course_key:
            return f"course:{self.course_key}"
        return f"topic:{self.topic.code}" if self.topic else ""

    @property
    def subject(self):
        """Name of the course or topic, "" if it is not decided yet. One query for a course."""
        if self.course_key:
            return course_titles().get(self.course_key, _("a course that is not on offer any more"))
        return str(self.topic or "")

    @property
    def is_missed(self):
        return self.status == self.Status.PLANNED and self.planned_on < timezone.localdate()

    @property
    def is_due(self):
        """Its day has come, and nobody has logged a session yet."""
        return self.status == self.Status.PLANNED and self.planned_on <= timezone.localdate()

    @property
    def state(self):
        """The status in words, in which a plan whose day has passed says so."""
        return _("not logged") if self.is_missed else self.get_status_display()

    @property
    def is_today(self):
        return self.planned_on == timezone.localdate()

    @property
    def is_tomorrow(self):
        return self.planned_on == timezone.localdate() + dt.timedelta(days=1)
