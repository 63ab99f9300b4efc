"""Digital ambassadors, the training sessions they deliver, and every decision about them."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models import AgeBand, Area, Gender, Initiative, Partner, Person, Venue
from lms.models.places import NamedInBothLanguages, code_validator

# More heads in one cell, or a longer day, than one person can count or teach is a typing mistake.
HEADCOUNT_LIMIT = 2_000
DURATION_LIMIT_MINUTES = 720


class AmbassadorQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=Ambassador.Status.ACTIVE)

    def visible_to(self, user):
        return self.filter(user.area_condition("area", "ambassadors.view_ambassador"))


class Ambassador(models.Model):
    """A person who volunteers to teach; signs in as that person's user."""

    class Status(models.TextChoices):
        APPLIED = "applied", _("applied")
        TRAINING = "training", _("in training")
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        LEFT = "left", _("left")

    person = models.OneToOneField(Person, models.PROTECT, related_name="ambassador", verbose_name=_("person"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="ambassadors", verbose_name=_("area"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="ambassadors", verbose_name=_("partner")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.APPLIED)
    joined_on = models.DateField(_("joined on"), default=timezone.localdate)

    objects = AmbassadorQuerySet.as_manager()

    class Meta:
        verbose_name = _("ambassador")
        verbose_name_plural = _("ambassadors")
        ordering = ["pk"]

    def __str__(self):
        return str(self.person)


class Topic(NamedInBothLanguages):
    """What a training session was about, when it followed no course (R80)."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    initiative = models.CharField(
        _("initiative"), max_length=4, choices=Initiative, default=Initiative.LITERACY
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["pk"]


class TrainingSessionQuerySet(models.QuerySet):
    def verified(self):
        return self.filter(status=TrainingSession.Status.VERIFIED)

    def submitted(self):
        return self.filter(status=TrainingSession.Status.SUBMITTED)

    def during(self, period):
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)

    def with_headcount(self):
        """Adds `headcount_total`: heads counted without names, 0 where none were."""
        return self.annotate(headcount_total=models.functions.Coalesce(Sum("headcount_cells__count"), 0))

    def led_by(self, ambassador):
        return self.filter(Q(ambassador=ambassador) | Q(co_ambassadors=ambassador)).distinct()

    def visible_to(self, user):
        return self.filter(user.area_condition("venue__area", "ambassadors.view_trainingsession"))

    def reviewable_by(self, user):
        return self.filter(user.area_condition("venue__area", "ambassadors.review_trainingsession"))


class TrainingSession(models.Model):
    """One delivery by ambassadors, on one local date, at one venue. The id is made on the phone at the final save.

    Counts only once verified. Everything sent is kept as a revision, everything decided as a review event.
    """

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school class")
        COMMUNITY = "community", _("community")
        HOME = "home", _("home visit")
        ZONE = "zone", _("at a Wi-Fi zone")

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("waiting")
        VERIFIED = "verified", _("verified")
        RETURNED = "returned", _("come back")
        REJECTED = "rejected", _("rejected")
        DUPLICATE = "duplicate", _("duplicate")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ambassador = models.ForeignKey(
        Ambassador, models.PROTECT, related_name="training_sessions", verbose_name=_("ambassador")
    )
    co_ambassadors = models.ManyToManyField(
        Ambassador, blank=True, related_name="joint_training_sessions", verbose_name=_("together with")
    )
    held_on = models.DateField(_("date"), db_index=True)
    starts_at = models.TimeField(_("start"), null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration in minutes"),
        validators=[MinValueValidator(1), MaxValueValidator(DURATION_LIMIT_MINUTES)],
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="training_sessions", verbose_name=_("venue")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMMUNITY)
    course_key = models.UUIDField(_("course"), null=True, blank=True)
    topic = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="training_sessions",
        verbose_name=_("topic"),
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="training_sessions",
        verbose_name=_("partner"),
    )
    people_with_disabilities = models.PositiveSmallIntegerField(
        _("people with disabilities"), default=0, validators=[MaxValueValidator(HEADCOUNT_LIMIT)]
    )
    note = models.TextField(_("note"), blank=True, max_length=1000)
    is_from_paper = models.BooleanField(_("from paper"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SUBMITTED)
    revision_number = models.PositiveSmallIntegerField(_("revision"), default=1)
    made_at = models.DateTimeField(_("made at"))
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering = ["-held_on", "-made_at"]
        permissions = [("review_trainingsession", "Can verify, return and reject training sessions")]
        constraints = [
            models.CheckConstraint(
                condition=Q(duration_minutes__gte=1, duration_minutes__lte=DURATION_LIMIT_MINUTES),
                name="training_session_duration_is_plausible",
            ),
            models.CheckConstraint(
                condition=Q(course_key__isnull=False) | Q(topic__isnull=False),
                name="training_session_has_course_or_topic",
            ),
            models.CheckConstraint(
                condition=Q(people_with_disabilities__lte=HEADCOUNT_LIMIT),
                name="training_session_disabilities_plausible",
            ),
        ]

    def __str__(self):
        return f"{self.held_on:%Y-%m-%d} {self.venue}"


class TrainingSessionRevision(models.Model):
    """What was sent, exactly, each time it was sent with other content; the source of every figure of a session."""

    training_session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="revisions", verbose_name=_("training session")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    payload = models.JSONField(_("content"))
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    made_at = models.DateTimeField(_("made at"))
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["training_session", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_session", "number"], name="training_session_revision_number_unique"
            ),
        ]

    def __str__(self):
        return f"{self.training_session_id} {self.number}"


class ReviewEvent(models.Model):
    """One decision about a training session: who, when, why, and about which revision. Never changed."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        VERIFIED = "verified", _("verified")
        RETURNED = "returned", _("returned")
        REJECTED = "rejected", _("rejected")
        DUPLICATE = "duplicate", _("marked as duplicate")

    training_session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="review_events", verbose_name=_("training session")
    )
    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    revision_number = models.PositiveSmallIntegerField(_("revision"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("review event")
        verbose_name_plural = _("review events")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["returned", "rejected"]) | ~Q(reason=""),
                name="review_event_returns_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.training_session_id} {self.kind}"


class HeadcountCell(models.Model):
    """People counted without names in one training session, of one gender and age band.

    Every total is a sum of cells; people whose attendance was taken by name are not counted here again.
    """

    training_session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="headcount_cells", verbose_name=_("training session")
    )
    gender = models.CharField(_("gender"), max_length=12, choices=Gender)
    age_band = models.CharField(_("age band"), max_length=12, choices=AgeBand)
    count = models.PositiveSmallIntegerField(_("count"))

    class Meta:
        verbose_name = _("headcount cell")
        verbose_name_plural = _("headcount cells")
        constraints = [
            models.UniqueConstraint(
                fields=["training_session", "gender", "age_band"], name="headcount_cell_unique"
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=HEADCOUNT_LIMIT),
                name="headcount_cell_count_is_plausible",
            ),
            models.CheckConstraint(
                condition=Q(gender__in=Gender.values, age_band__in=AgeBand.values),
                name="headcount_cell_codes_are_known",
            ),
        ]

    def __str__(self):
        return f"{self.gender} {self.age_band}: {self.count}"


class AttendanceQuerySet(models.QuerySet):
    def verified(self):
        return self.filter(training_session__status=TrainingSession.Status.VERIFIED)

    def during(self, period):
        return self.filter(
            training_session__held_on__gte=period.start, training_session__held_on__lt=period.end
        )


class Attendance(models.Model):
    """One named person at one training session."""

    training_session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="attendances", verbose_name=_("training session")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances", verbose_name=_("person"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["training_session", "person"], name="person_attends_training_session_once"
            ),
        ]

    def __str__(self):
        return f"{self.training_session_id}: {self.person_id}"
