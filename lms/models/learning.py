"""What learners did. Lessons are named by `translation_key` and questions by block id, so a typo fix or a
translation changes no result."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from lms.models.choices import Gender
from lms.models.people import Person
from lms.models.places import Venue


class LearnerQuerySet(models.QuerySet):
    def guests(self):
        return self.filter(person=None)

    def of_same_person(self, learner):
        """This learner and, once the person is known, every other learner of that person."""
        if learner.person_id is None:
            return self.filter(pk=learner.pk)
        return self.filter(person=learner.person_id)

    def visible_to(self, user):
        return self.filter(user.area_condition("person__commune", "lms.view_person"))


class Learner(models.Model):
    """Someone taking lessons in one browser; a guest until registration gives it a person.

    The id is made by the phone (or by the server for a browser without JavaScript), so that work done before
    registering, even offline, can be adopted. One person may have several learners: one for each phone used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="learners", verbose_name=_("person")
    )
    came_through = models.ForeignKey(
        Venue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="learners",
        verbose_name=_("came through the poster of"),
    )
    # Only from the voluntary one-tap question; a person's own gender counts once there is a person.
    gender = models.CharField(_("gender"), max_length=12, choices=Gender, default=Gender.NOT_RECORDED)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    adopted_at = models.DateTimeField(_("adopted at"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = LearnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("learner")
        verbose_name_plural = _("learners")
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, adopted_at=None) | Q(person__isnull=False, adopted_at__isnull=False),
                name="learner_adopted_when_person_known",
            ),
        ]

    def __str__(self):
        return str(self.person or self.id)


class Attempt(models.Model):
    """One try at a set of questions; never changed after it is made. Pins the published revision that was seen."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("practice")
        START_CHECK = "start_check", _("start check")
        BEFORE = "before", _("before the course")
        AFTER = "after", _("after the course")
        FINAL = "final", _("final test")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="attempts", verbose_name=_("learner"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PRACTICE)
    lesson_key = models.UUIDField(_("lesson"), db_index=True)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name=_("revision"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    made_at = models.DateTimeField(_("made at"))
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["made_at"]
        indexes = [models.Index(fields=["learner", "lesson_key", "made_at"], name="attempt_of_learner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__lte=F("received_at")), name="attempt_not_made_in_the_future"
            ),
        ]

    def __str__(self):
        return str(self.id)


class AnswerQuerySet(models.QuerySet):
    def by_person_of(self, learner):
        """The answers of this learner and of every other learner of the same person."""
        return self.filter(attempt__learner__in=Learner.objects.of_same_person(learner))

    def last_by_question(self, lesson_key):
        """{question id as text: the last Answer to it} in one lesson."""
        answers = self.filter(attempt__lesson_key=lesson_key).order_by("attempt__made_at", "pk")
        return {str(answer.question_id): answer for answer in answers}


class Answer(models.Model):
    """What was chosen for one question in one attempt, graded once, on the server, from ids."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers", verbose_name=_("attempt"))
    question_id = models.UUIDField(_("question"), db_index=True)
    choice_ids = models.JSONField(_("choices"), default=list)
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


class CompletionQuerySet(models.QuerySet):
    def by_person_of(self, learner):
        """The completions of this learner and of every other learner of the same person."""
        return self.filter(learner__in=Learner.objects.of_same_person(learner))

    def counted(self):
        """Without lessons the same person had already completed as another learner."""
        return self.filter(duplicate_of=None)

    def during(self, period):
        return self.filter(completed_on__gte=period.start, completed_on__lt=period.end)


class Completion(models.Model):
    """A lesson completed: every question of its practice answered. A participation (counting.md)."""

    learner = models.ForeignKey(
        Learner, models.PROTECT, related_name="completions", verbose_name=_("learner")
    )
    lesson_key = models.UUIDField(_("lesson"))
    course_key = models.UUIDField(_("course"), db_index=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    completed_on = models.DateField(_("completed on"))
    completed_at = models.DateTimeField(_("completed at"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("already counted as"),
    )

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completed lesson")
        verbose_name_plural = _("completed lessons")
        ordering = ["completed_at"]
        indexes = [models.Index(fields=["completed_on"], name="completion_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson_key"], name="lesson_completed_once_per_learner"
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | ~Q(duplicate_of=F("pk")),
                name="completion_not_a_duplicate_of_itself",
            ),
        ]

    def __str__(self):
        return f"{self.learner_id}: {self.lesson_key}"
