"""How far learners came. Lessons are named by `translation_key`, screens by block id; no change of text moves them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.models.learners import Learner
from lms.models.places import Venue


class LessonProgressQuerySet(models.QuerySet):
    def by_person_of(self, learner):
        """The progress of this learner and of every other learner of the same person."""
        return self.filter(learner__in=Learner.objects.of_same_person(learner))


class LessonProgress(models.Model):
    """Which screens of a lesson a learner has passed, and where to go on."""

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="progress", verbose_name=_("learner"))
    lesson_key = models.UUIDField(_("lesson"))
    screens = models.JSONField(_("screens passed"), default=list)
    last_screen = models.UUIDField(_("last screen"), null=True, blank=True)
    updated_at = models.DateTimeField(_("last change"))

    objects = LessonProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress in a lesson")
        verbose_name_plural = _("progress in lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson_key"], name="progress_once_per_learner_and_lesson"
            ),
        ]

    def __str__(self):
        return f"{self.learner_id}: {self.lesson_key}"


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
    """A lesson completed: every screen passed and every question answered. A participation (counting.md)."""

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


class Feedback(models.Model):
    """One of three faces after a lesson or training session: anonymous, so it names nobody and only a day (R22)."""

    class Face(models.IntegerChoices):
        SAD = 1, _("Not good")
        SO_SO = 2, _("So so")
        HAPPY = 3, _("Good")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson_key = models.UUIDField(_("lesson"), db_index=True)
    face = models.PositiveSmallIntegerField(_("face"), choices=Face)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    made_on = models.DateField(_("day"), default=timezone.localdate)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.CheckConstraint(
                condition=Q(face__gte=1, face__lte=3), name="feedback_is_one_of_three_faces"
            ),
        ]

    def __str__(self):
        return f"{self.made_on}: {self.get_face_display()}"
