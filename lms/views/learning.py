"""Practice: answering a lesson's questions without scripts."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.models import LessonPage
from lms.actions.learning import record_practice
from lms.practice import Practice, graded, practice_of, sort_out
from lms.views.browser import ask_again, learner_of, make_learner, needs_session
from lms.views.origin import from_own_pages

ALL = "all"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@from_own_pages
def practice(request, lesson_key):
    """The lesson with this browser's answers in it; POST takes new ones: `q-<question id>` and `check`."""
    lesson = published_lesson(lesson_key)
    if request.method != "POST":
        asked = questions_of(request.GET.get("check"), lesson) if "check" in request.GET else []
        return shown(
            request,
            lesson,
            practice_of(
                learner_of(request), lesson, asked=frozenset(asked), is_stale="changed" in request.GET
            ),
        )
    understood, is_all = sort_out(lesson, choices_in(request.POST))
    if understood and needs_session(request):
        return ask_again(request) or shown(request, lesson, unkept(lesson, understood))
    if understood:
        record_practice(learner=make_learner(request), lesson=lesson, choices=understood)
    return back_to_lesson(request, lesson, is_all)


def choices_in(form):
    """{question id: set of choice ids} as sent."""
    return {name.removeprefix("q-"): set(form.getlist(name)) for name in form if name.startswith("q-")}


def questions_of(check, lesson):
    """The ids a button stands for: its own question, or all of the lesson."""
    return [check] if check in lesson.questions else list(lesson.questions)


def published_lesson(lesson_key):
    """The published lesson in the language of the page; Http404 if there is none."""
    lesson = (
        LessonPage.objects.live()
        .public()
        .filter(translation_key=lesson_key, locale__language_code=get_language())
        .exclude(live_revision=None)
        .first()
    )
    if lesson is None:
        raise Http404
    return lesson


def unkept(lesson, choices):
    """Feedback for a browser that keeps no cookies, such as the small one that opens when joining a Wi-Fi."""
    results = graded(lesson, choices)
    return Practice(
        total=len(lesson.questions),
        results=results,
        is_complete=len(results) == len(lesson.questions),
        is_kept=False,
    )


def back_to_lesson(request, lesson, is_all):
    """To the question that was checked, or the first one left open, or the end of the lesson (303)."""
    check = request.POST.get("check")
    asked = questions_of(check, lesson)
    results = practice_of(learner_of(request), lesson).results
    left_open = [question_id for question_id in asked if question_id not in results]
    said = ({"check": check or ALL} if left_open else {}) | ({} if is_all else {"changed": 1})
    if not is_all:
        place = "changed"
    elif left_open or check in lesson.questions:
        place = f"q-{(left_open or asked)[0]}"
    else:
        place = "finish"
    address = reverse("learn:practice", args=[lesson.translation_key])
    query = f"?{urlencode(said)}" if said else ""
    return HttpResponseRedirect(f"{address}{query}#{place}", status=303)


def shown(request, lesson, practice):
    context = lesson.get_context(request) | {"practice": practice}
    response = render(request, lesson.get_template(request), context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
