"""My page: courses, what is next, and the ways to everything of my own."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.models import Certificate
from lms.progress import courses_begun, lesson_states
from lms.views.browser import learner_of


@never_cache
def me(request):
    """My courses, what is next, and my code; for a guest what was done on this phone."""
    learner = learner_of(request)
    person = learner.person if learner else None
    context = {
        "person": person,
        "guest": None if person else learner,
        "courses": courses_begun(learner, request) if learner else [],
        "certificates": Certificate.objects.of_person(person).order_by("-issued_at") if person else [],
    }
    return render(request, "learn/me.html", context)


@never_cache
@require_safe
def progress(request):
    """{owner, name, is_guest, lessons: {lesson key: {done, screen}}} of this browser's learner, for the phone's ticks.

    `owner` is null and `lessons` empty before the first answer; `screen` is the id of the last one seen, or "".
    """
    learner = learner_of(request)
    return JsonResponse(who_is(learner) | {"lessons": lesson_states(learner) if learner else {}})


def who_is(learner):
    """{owner, name, is_guest} of a learner, or of nobody yet, as the phone reads it."""
    person = learner.person if learner else None
    return {
        "owner": str(learner.pk) if learner else None,
        "name": person.name if person else None,
        "is_guest": person is None,
    }
