"""How far a person is in some lessons, what one of the person's learners adds to it, and when a lesson is completed."""

from django.utils import timezone

from lms.actions.completing import course_may_be_complete
from lms.models import Answer, Completion, LessonProgress


class Standing:
    """Read in three queries, changed in memory, saved in two at most. The learner has to be locked meanwhile."""

    def __init__(self, learner, keys):
        """`keys` are the translation keys of the lessons."""
        self.learner = learner
        self.own, self.passed, self.changed = {}, {key: set() for key in keys}, {}
        for row in LessonProgress.objects.by_person_of(learner).filter(lesson_key__in=keys):
            self.passed[row.lesson_key] |= set(row.screens)
            if row.learner_id == learner.pk:
                self.own[row.lesson_key] = row
        answered = Answer.objects.by_person_of(learner).filter(attempt__page_key__in=keys)
        pairs = answered.values_list("attempt__page_key", "question_id").distinct()
        self.answered = {(key, str(question_id)) for key, question_id in pairs}
        self.completed, self.counted, self.completions = {}, {}, []
        for row in Completion.objects.by_person_of(learner).filter(lesson_key__in=keys):
            if row.learner_id == learner.pk:
                self.completed[row.lesson_key] = row
            if row.duplicate_of_id is None:
                self.counted[row.lesson_key] = row

    def answer(self, lesson, question_ids):
        self.answered |= {(lesson.translation_key, question_id) for question_id in question_ids}

    def pass_screens(self, lesson, screens, *, at, last_screen=None):
        """Adds screens, ids as text; order and repetition make no difference, nothing passed is taken back."""
        known, key = lesson.questions_of_screen, lesson.translation_key
        screens = [screen for screen in screens if screen in known]
        last_screen = last_screen if last_screen in known else (screens[-1] if screens else None)
        if last_screen is None:
            return
        own = self.own.get(key)
        if own is None:
            own = self.own[key] = LessonProgress(learner=self.learner, lesson_key=key, updated_at=at)
        # What was made earlier but arrives later adds its screens and does not move the place to go on.
        if own.last_screen is None or at >= own.updated_at:
            own.last_screen, own.updated_at = last_screen, at
        own.screens = list(dict.fromkeys([*own.screens, *screens]))
        self.passed[key] |= set(screens)
        self.changed[key] = own

    def complete(self, lesson, *, at, language):
        """The learner's Completion of a lesson, made now if every screen was passed and every question answered, right
        or wrong (learning.md); None while it is not completed."""
        key = lesson.translation_key
        if key in self.completed:
            return self.completed[key]
        if not lesson.questions_of_screen.keys() <= self.passed[key]:
            return None
        if any((key, question_id) not in self.answered for question_id in lesson.questions):
            return None
        completion = self.completed[key] = Completion(
            learner=self.learner,
            lesson_key=key,
            course_key=lesson.course.translation_key,
            language=language,
            completed_on=timezone.localdate(at),
            completed_at=at,
            duplicate_of=self.counted.get(key),
        )
        self.completions.append(completion)
        return completion

    def save(self):
        LessonProgress.objects.bulk_create(
            [
                LessonProgress(
                    learner=self.learner,
                    lesson_key=key,
                    screens=row.screens,
                    last_screen=row.last_screen,
                    updated_at=row.updated_at,
                )
                for key, row in self.changed.items()
            ],
            update_conflicts=True,
            unique_fields=["learner", "lesson_key"],
            update_fields=["screens", "last_screen", "updated_at"],
        )
        Completion.objects.bulk_create(self.completions)
        for course_key in {completion.course_key for completion in self.completions}:
            course_may_be_complete(learner=self.learner, course_key=course_key)
