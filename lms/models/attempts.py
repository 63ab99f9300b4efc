"""What learners answered. Pages are named by `translation_key` and questions by block id, so a typo fix or a
translation changes no result."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from content.models import CoursePage
from lms.models.learners import Learner
from lms.models.places import Venue
from lms.revisions import page_at


class AttemptKind(models.TextChoices):
    PRACTICE = "practice", _("practice")
    START_CHECK = "start_check", _("start check")
    BEFORE = "before", _("before the course")
    AFTER = "after", _("after the course")
    FINAL = "final", _("final test")


class Form(models.TextChoices):
    """Two parallel forms of a check ask the same with other questions."""

    ONLY = "", _("only form")
    A = "a", _("form A")
    B = "b", _("form B")


class SittingQuerySet(models.QuerySet):
    def by_person_of(self, learner):
        """The sittings of this learner and of every other learner of the same person."""
        return self.filter(learner__in=Learner.objects.of_same_person(learner))


class Sitting(models.Model):
    """A check or test somebody began: its questions, form and rules are frozen from here on.

    A final test taken at a zone under an ambassador's eyes says where and with whom.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="sittings", verbose_name=_("learner"))
    page_key = models.UUIDField(_("check"), db_index=True)
    kind = models.CharField(_("kind"), max_length=12, choices=AttemptKind)
    form = models.CharField(_("form"), max_length=1, choices=Form, blank=True, default=Form.ONLY)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name=_("revision"))
    mastery_score = models.PositiveSmallIntegerField(_("pass mark in percent"), null=True, blank=True)
    move_on = models.CharField(
        _("course completed when"), max_length=20, choices=CoursePage.MoveOn, blank=True
    )
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="sittings", verbose_name=_("venue")
    )
    proctored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("under the eyes of"),
    )

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["started_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind=AttemptKind.PRACTICE), name="sitting_is_of_a_check"),
            models.CheckConstraint(
                condition=Q(mastery_score=None) | Q(mastery_score__lte=100),
                name="sitting_pass_mark_is_percent",
            ),
            models.CheckConstraint(
                condition=Q(venue=None, proctored_by=None)
                | Q(venue__isnull=False, proctored_by__isnull=False),
                name="sitting_proctored_at_a_venue",
            ),
        ]

    def __str__(self):
        return str(self.id)

    @property
    def is_proctored(self):
        return self.proctored_by_id is not None

    @property
    def page(self):
        """The check as it was published when this was begun."""
        return page_at(self.revision_id)

    @property
    def questions(self):
        """{question id: QuestionValue} of the form that was begun."""
        return self.page.questions_of_form.get(self.form or Form.A, {})


class AttemptQuerySet(models.QuerySet):
    def by_person_of(self, learner):
        """The attempts of this learner and of every other learner of the same person."""
        return self.filter(learner__in=Learner.objects.of_same_person(learner))


class Attempt(models.Model):
    """One try at a set of questions; never changed after it is made. Pins the published revision that was seen.

    Practice has answers only; a check also has its score, and a final test whether it was passed.
    """

    Kind = AttemptKind

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="attempts", verbose_name=_("learner"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PRACTICE)
    page_key = models.UUIDField(_("lesson or check"), db_index=True)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name=_("revision"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    made_at = models.DateTimeField(_("made at"))
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    sitting = models.OneToOneField(
        Sitting, models.PROTECT, null=True, blank=True, related_name="attempt", verbose_name=_("sitting")
    )
    form = models.CharField(_("form"), max_length=1, choices=Form, blank=True, default=Form.ONLY)
    score = models.PositiveSmallIntegerField(_("right answers"), null=True, blank=True)
    maximum = models.PositiveSmallIntegerField(_("questions"), null=True, blank=True)
    mastery_score = models.PositiveSmallIntegerField(_("pass mark in percent"), null=True, blank=True)
    is_passed = models.BooleanField(_("passed"), null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["made_at"]
        indexes = [models.Index(fields=["learner", "page_key", "made_at"], name="attempt_of_learner")]
        permissions = [
            ("view_learning", "Can see the figures of learning"),
            ("view_difficulty", "Can see how hard questions are"),
            ("view_small_counts", "Can see counts of few people"),
            ("export_attempts", "Can export attempts"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__lte=F("received_at")), name="attempt_not_made_in_the_future"
            ),
            models.CheckConstraint(
                condition=Q(kind=AttemptKind.PRACTICE, score=None, maximum=None)
                | ~Q(kind=AttemptKind.PRACTICE) & Q(score__lte=F("maximum"), maximum__gte=1),
                name="attempt_at_a_check_has_a_score",
            ),
            models.CheckConstraint(
                condition=Q(mastery_score=None, is_passed=None)
                | Q(mastery_score__lte=100, is_passed__isnull=False),
                name="attempt_passed_by_a_pass_mark",
            ),
        ]

    def __str__(self):
        return str(self.id)

    @property
    def percent(self):
        """Right answers in whole percent, rounded down so that nobody passes by rounding; None in practice."""
        return None if self.score is None else self.score * 100 // self.maximum


class AnswerQuerySet(models.QuerySet):
    def by_person_of(self, learner):
        """The answers of this learner and of every other learner of the same person."""
        return self.filter(attempt__learner__in=Learner.objects.of_same_person(learner))

    def last_by_question(self, page_key):
        """{question id as text: the last Answer to it} in one lesson."""
        answers = self.filter(attempt__page_key=page_key).order_by("attempt__made_at", "pk")
        return {str(answer.question_id): answer for answer in answers}


class Answer(models.Model):
    """What was answered to one question in one attempt, graded once, on the server (lms/grading.py)."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers", verbose_name=_("attempt"))
    question_id = models.UUIDField(_("question"), db_index=True)
    response = models.JSONField(_("answer"))
    is_correct = models.BooleanField(_("correct"))

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "question_id"], name="question_answered_once_per_attempt"
            ),
        ]

    def __str__(self):
        return f"{self.attempt_id}: {self.question_id}"
