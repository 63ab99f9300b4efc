"""The training sessions ambassadors deliver: what was sent about each, and every decision."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador
from ambassadors.models.session_queries import TrainingSessionQuerySet
from ambassadors.models.topics import Topic, course_titles
from lms.models import Feedback, Partner, Venue
from lms.sync import content_sha256

# More heads in one cell, or a longer day, than one person can count or teach is a typing mistake.
HEADCOUNT_LIMIT = 2_000
DURATION_LIMIT_MINUTES = 720
NOTE_LIMIT = 1_000
GRADE_LIMIT = 20
VENUE_TEXT_LIMIT = 150
# A phone that is not sure within a day's walk says nothing about the place.
ACCURACY_LIMIT_METRES = 20_000
FACES = ("1", "2", "3")


class PriorityGroup(models.TextChoices):
    """People the programme must reach above all; as the facilitator knows them, nobody is asked to show a card."""

    POOR = "poor", _("from poor households")
    MARGINALISED = "marginalised", _("from groups that are often left out")


class TrainingSession(models.Model):
    """One delivery by ambassadors, on one local date, at one venue. The id is made on the phone at the final save.

    Counts only once verified. Everything sent is kept as a revision, everything decided as a review event.
    """

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school class")
        COMMUNITY = "community", _("community")
        HOME = "home", _("home visit")
        ZONE = "zone", _("at a Wi-Fi zone")

    class Language(models.TextChoices):
        KHMER = "km", _("Khmer")
        ENGLISH = "en", _("English")
        OTHER = "other", _("another language")

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
    # The place in the ambassador's words while in no list; `venue` is then a stand-in (ambassadors.sessions.places).
    venue_text = models.CharField(_("place not in the list"), max_length=VENUE_TEXT_LIMIT, blank=True)
    # Where the phone was, only if its owner tapped for it: rounded to about a hundred metres.
    latitude = models.DecimalField(_("latitude"), max_digits=6, decimal_places=3, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=6, decimal_places=3, null=True, blank=True)
    accuracy_metres = models.PositiveIntegerField(_("accuracy in metres"), null=True, blank=True)
    # When the place was forgotten, here and in every revision; the commune of the venue is what remains.
    location_forgotten_at = models.DateTimeField(
        _("location forgotten at"), null=True, blank=True, editable=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMMUNITY)
    grade = models.CharField(_("grade and class"), max_length=GRADE_LIMIT, blank=True)
    language = models.CharField(_("language taught in"), max_length=5, choices=Language, blank=True)
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
    # {PriorityGroup: people}, people in the headcount or on the roster once more, as counted by the facilitator.
    priority_counts = models.JSONField(_("priority groups"), default=dict, blank=True)
    # {face: people}: "1" not good, "2" so-so, "3" good.
    feedback_counts = models.JSONField(_("how learners liked it"), default=dict, blank=True)
    # The photo of the room that the session names, by the hash of its bytes; it comes later (SessionPhoto).
    photo_sha256 = models.CharField(
        _("SHA-256 of the photo"), max_length=64, blank=True, db_index=True, editable=False
    )
    note = models.TextField(_("note"), blank=True, max_length=NOTE_LIMIT)
    is_from_paper = models.BooleanField(_("from paper"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SUBMITTED)
    revision_number = models.PositiveSmallIntegerField(_("revision"), default=1)
    # Who verified it first, while a second person has yet to (ReviewPolicy).
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verified once by"),
    )
    # The training session that counts in its place.
    duplicate_of = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("duplicate of"),
    )
    is_taught_together = models.BooleanField(
        _("taught together"),
        default=False,
        help_text=_("The one that counts also counts in the record of whoever taught this one."),
    )
    made_at = models.DateTimeField(_("made at"))
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering = ["-held_on", "-made_at"]
        permissions = [("review_trainingsession", "Can verify, return and reject training sessions")]
        # The session before this one of the same ambassador is looked up for each that waits.
        indexes = [models.Index(fields=["ambassador", "-held_on"], name="session_of_ambassador_by_day")]
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
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None, accuracy_metres=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180), accuracy_metres__isnull=False),
                name="training_session_location_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(location_forgotten_at=None) | Q(latitude=None),
                name="training_session_forgotten_location_is_gone",
            ),
            models.CheckConstraint(
                condition=~Q(status="verified") | Q(venue_text=""),
                name="training_session_verified_has_a_listed_venue",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(status="submitted"),
                name="training_session_verified_once_still_waits",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | Q(status="duplicate"),
                name="training_session_with_original_is_duplicate",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | ~Q(duplicate_of=F("pk")),
                name="training_session_not_duplicate_of_itself",
            ),
            models.CheckConstraint(
                condition=Q(is_taught_together=False) | Q(duplicate_of__isnull=False),
                name="training_session_taught_together_is_duplicate",
            ),
        ]

    def __str__(self):
        return f"{self.held_on:%d/%m/%Y} {self.place}"

    @property
    def subject(self):
        """Name of the course or topic. One query for a course."""
        if self.course_key:
            return course_titles().get(self.course_key, _("a course that is not on offer any more"))
        return str(self.topic)

    @property
    def place(self):
        """Where it was, for people to read: the venue, or the ambassador's words while it is in no list."""
        return self.venue_text or self.venue.name

    @property
    def priority_lines(self):
        """[(label, people)] of the priority groups that were counted."""
        return [
            (group.label, self.priority_counts[group])
            for group in PriorityGroup
            if group in self.priority_counts
        ]

    @property
    def face_lines(self):
        """[(label, people)] of how learners liked it, the best first; nothing where nobody was asked."""
        faces = reversed(Feedback.Face) if self.feedback_counts else ()
        return [(face.label, self.feedback_counts.get(str(face.value), 0)) for face in faces]

    @property
    def photo(self):
        """The SessionPhoto that came for this session as it stands now; None without one, or while it is to come."""
        return self.photos.filter(sha256=self.photo_sha256).first() if self.photo_sha256 else None

    @property
    def version(self):
        """What somebody who looks at this session sees: another word after every revision and every decision."""
        return f"{self.revision_number}-{self.status}{'-once' if self.checked_by_id else ''}"

    @property
    def is_editable(self):
        """Its ambassador may still mend it; doing so puts it up for review again."""
        return self.status not in (self.Status.REJECTED, self.Status.DUPLICATE)

    def is_led_by(self, user):
        """The user taught this session, alone or with others; also who sent it once more, as taught together."""
        return user.person_id is not None and (
            self.ambassador.person_id == user.person_id
            or self.co_ambassadors.filter(person=user.person_id).exists()
            or self.duplicates.filter(
                Q(ambassador__person=user.person_id) | Q(co_ambassadors__person=user.person_id),
                is_taught_together=True,
            ).exists()
        )

    def revision_holding(self, payload, base_revision=0):
        """Number of the revision that holds just this content, else None.

        One later than `base_revision`, which this content may have made; that one itself only while it is current, for
        else somebody went back to it.
        """
        least = min(base_revision + 1, self.revision_number)
        held = self.revisions.filter(number__gte=least, content_sha256=content_sha256(payload))
        return held.values_list("number", flat=True).first()
