"""One of three faces after a lesson. Anonymous: what is kept leads to nobody."""

from django.conf import settings
from django.utils import timezone

from content.models import LessonPage
from lms.actions.learning import record_feedback
from lms.models import Feedback
from lms.sync.envelope import Malformed, Status
from lms.sync.kinds.pages import page_seen
from lms.sync.reading import Reading
from lms.sync.registry import Kind, register


def feedback_schema(payload, *, by):
    """{lesson: translation key, face: 1 | 2 | 3, language}"""
    reading = Reading(payload)
    key = reading.identifier("lesson")
    if page_seen(LessonPage, key, None)[0] is None:
        raise Malformed("lesson")
    face = reading.key("face")
    if face not in Feedback.Face.values:
        raise Malformed("face")
    language = reading.code("language", dict(settings.LANGUAGES), default=settings.LANGUAGE_CODE)
    return {"lesson_key": key, "face": face, "language": language}


def store_feedback(item, content, *, by):
    # The day and the zone of the poster alone, as without a script, and an id of its own: nothing ties it to the item
    # that brought it.
    venue = getattr(by, "came_through", None)
    record_feedback(on=timezone.localdate(item.made_at), venue=venue, **content)
    return Status.STORED, 1


register(Kind(name="feedback", schema=feedback_schema, handle=store_feedback, is_anonymous=True))
