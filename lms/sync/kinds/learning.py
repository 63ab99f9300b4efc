"""What a learner did: screens of a lesson passed, its questions answered, a check handed in that was begun online."""

from dataclasses import dataclass

from django.conf import settings

from content.models import LessonPage
from lms.actions.checks import record_check
from lms.actions.recording import Work, record_all
from lms.models import Learner, Sitting
from lms.sync.envelope import Malformed, Status
from lms.sync.kinds.pages import page_seen
from lms.sync.reading import Reading
from lms.sync.registry import Kind, register

SCREENS_AT_MOST = ANSWERS_AT_MOST = 200


@dataclass(frozen=True)
class InLesson:
    """What an item says of one lesson; `fields` are those of a Work but for its moment and attempt."""

    fields: dict

    def work(self, item):
        return Work(
            at=item.made_at, attempt_id=item.id if self.fields.get("answers") else None, **self.fields
        )


@dataclass(frozen=True)
class HandIn:
    """The answers to a check that the owner began online; each is stored by itself."""

    sitting: Sitting
    answers: dict


def seen(reading, field, by):
    """{lesson, revision_id, language} of the lesson that a payload names at `field`."""
    if not isinstance(by, Learner):
        raise Malformed("owner")
    lesson, revision_id = page_seen(LessonPage, reading.identifier(field), reading.key("revision"))
    if lesson is None:
        raise Malformed(field)
    language = reading.code("language", dict(settings.LANGUAGES), default=settings.LANGUAGE_CODE)
    return {"lesson": lesson, "revision_id": revision_id, "language": language}


def progress_schema(payload, *, by):
    """{lesson: translation key, revision?, language, screens: [screen id], last_screen?: screen id}"""
    reading = Reading(payload)
    screens, last_screen = reading.items("screens"), payload.get("last_screen")
    if len(screens) > SCREENS_AT_MOST or not all(isinstance(screen, str) for screen in screens):
        raise Malformed("screens")
    if not isinstance(last_screen, str | None):
        raise Malformed("last_screen")
    return InLesson(seen(reading, "lesson", by) | {"screens": tuple(screens), "last_screen": last_screen})


def attempt_schema(payload, *, by):
    """{page: translation key, revision?, language, answers: {question id: answer}, sitting?}; answers as in
    lms/grading.py. `sitting` is that of a check page the same owner began: without one, a page is a lesson."""
    reading = Reading(payload)
    answers = payload.get("answers")
    if not isinstance(answers, dict) or len(answers) > ANSWERS_AT_MOST:
        raise Malformed("answers")
    if "sitting" in payload:
        return HandIn(sitting_of(reading, by), answers)
    if not answers:
        raise Malformed("answers")
    return InLesson(seen(reading, "page", by) | {"answers": answers})


def sitting_of(reading, by):
    """The sitting that a payload names: of this owner, at the check page it says."""
    if not isinstance(by, Learner):
        raise Malformed("owner")
    own = Sitting.objects.by_person_of(by).filter(page_key=reading.identifier("page"))
    sitting = own.filter(pk=reading.identifier("sitting")).first()
    if sitting is None:
        raise Malformed("sitting")
    return sitting


def store_all(pairs, *, by):
    record_all(learner=by, works=[content.work(item) for item, content in pairs])


def store(item, content, *, by):
    if isinstance(content, HandIn):
        record_check(sitting=content.sitting, answers=content.answers, at=item.made_at, attempt_id=item.id)
        return Status.STORED, 1
    store_all([(item, content)], by=by)
    return Status.STORED, 1


register(
    Kind(
        name="lesson-progress",
        schema=progress_schema,
        handle=store,
        handle_all=store_all,
        together=InLesson,
    )
)
register(
    Kind(
        name="quiz-attempt",
        schema=attempt_schema,
        handle=store,
        handle_all=store_all,
        together=InLesson,
    )
)
