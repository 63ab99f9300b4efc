"""Practice: answering a lesson's questions without scripts, and what a phone needs to answer at once by itself."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.models import LessonPage
from lms import grading
from lms.actions.learning import record_feedback, record_practice
from lms.forms import GENDERS
from lms.models import Feedback
from lms.practice import Practice, answers_in, graded, practice_of, sort_out
from lms.revisions import pinned, published_or_404
from lms.views.browser import ask_again, learner_of, make_learner, needs_session, poster_venue
from lms.views.origin import from_own_pages
from lms.views.people.gender import asked_once

ALL, ENTER = "all", "enter"
WRITTEN, LISTED = {"number", "text"}, {"order", "match"}
FACES = {str(value) for value in Feedback.Face.values}
FACES_KEY, FACES_REMEMBERED = "faces", 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@from_own_pages
def practice(request, lesson_key):
    """The lesson with this browser's answers in it.

    POST takes new ones: the fields of lms.practice.answers_in, `check` (a question's id, `all` to finish, or `enter`
    for that key in a field) and `revision`, the one on the screen.
    """
    lesson = published_or_404(LessonPage, lesson_key)
    if request.method != "POST":
        asked = questions_of(request.GET.get("check"), lesson) if "check" in request.GET else []
        learner = learner_of(request)
        practice = practice_of(
            learner,
            lesson,
            asked=frozenset(asked),
            is_stale="changed" in request.GET,
            is_thanked="thanks" in request.GET,
        )
        return shown(
            request, lesson, practice, **(asked_once(request, learner) if practice.is_complete else {})
        )
    seen, revision_id = pinned(LessonPage, lesson.translation_key, revision_in(request.POST))
    answers = answers_in(request.POST, seen.questions)
    understood, is_all = sort_out(seen.questions, answers)
    check = request.POST.get("check")
    if check == ENTER:
        check = answered_last(seen.questions, answers, practice_of(learner_of(request), seen).results)
    screens = screens_passed(check, seen)
    is_finished = screens and not seen.questions
    if (understood or is_finished) and needs_session(request):
        return ask_again(request) or shown(request, lesson, unkept(lesson, understood))
    if understood or is_finished or (screens and learner_of(request)):
        record_practice(
            learner=make_learner(request),
            lesson=seen,
            answers=understood,
            screens=screens,
            revision_id=revision_id,
        )
    return back_to_lesson(request, lesson, check, is_all)


@require_POST
@from_own_pages
def face(request, lesson_key):
    """Takes one of three faces for a lesson, without a name; a hasty second tap is no second one."""
    lesson = published_or_404(LessonPage, lesson_key)
    shown_faces = request.session.get(FACES_KEY, [])
    today = f"{timezone.localdate()} {lesson.translation_key}"
    if request.POST.get("face") in FACES and today not in shown_faces:
        record_feedback(
            lesson_key=lesson.translation_key,
            face=int(request.POST["face"]),
            language=get_language(),
            venue=poster_venue(request),
        )
        request.session[FACES_KEY] = [*shown_faces[-FACES_REMEMBERED:], today]
    address = reverse("learn:practice", args=[lesson.translation_key])
    return HttpResponseRedirect(f"{address}?thanks#finish", status=303)


@require_safe
def feedback(request, lesson_key):
    """What a phone needs to answer at once by itself, as JSON; public, and the same for everybody.

    {questions: {question id: lms.grading.practice_key}, parts: {name: HTML}}: `parts` are the snippets that the
    script puts into the page, so that its words stand in one catalogue.
    """
    lesson = published_or_404(LessonPage, lesson_key)
    said = {
        "questions": {
            question_id: grading.practice_key(question) for question_id, question in lesson.questions.items()
        },
        "parts": {
            **{
                name: render_to_string(
                    "content/questions/verdict.html", {"is_right": is_right, "several": several}
                )
                for name, is_right, several in (
                    ("right", True, False),
                    ("wrong", False, False),
                    ("wrong_several", False, True),
                )
            },
            **{
                name: render_to_string(
                    "content/questions/choice_feedback.html", {"is_right": is_right, "text": ""}
                )
                for name, is_right in (("good", True), ("not_this", False))
            },
            "unanswered": render_to_string("content/questions/unanswered.html"),
            "open": render_to_string("content/lesson_open_here.html"),
            "done": render_to_string(
                "content/lesson_done.html",
                {
                    "next_lesson": lesson.next_lesson,
                    "course": lesson.course,
                    "practice": {"is_guest": True},
                    "page": lesson,
                    "genders": GENDERS,
                },
                request,
            ),
        },
    }
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def revision_in(form):
    typed = form.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def questions_of(check, lesson):
    """The ids a button stands for: its own question, or all of the lesson."""
    return [check] if check in lesson.questions else list(lesson.questions)


def answered_last(questions, answers, kept):
    """The id of the question in which somebody pressed Enter, as well as can be known: a browser does not say it.

    It is taken for the last one with another answer than is kept, and rather for one that is typed into. Lists take
    Enter for themselves.
    """
    given = [key for key in questions if answers.get(key) is not None and questions[key].kind not in LISTED]
    changed = [key for key in given if key not in kept or kept[key].answer != answers[key]]
    written = [key for key in questions if questions[key].kind in WRITTEN]
    likely = [*questions, *written, *given, *changed, *(key for key in changed if key in written)]
    return likely[-1] if likely else None


def screens_passed(check, lesson):
    """The screens somebody has passed who presses this button: those up to its own, or all."""
    screens = list(lesson.questions_of_screen)
    if check == ALL:
        return screens
    here = lesson.screen_of.get(check)
    return screens[: screens.index(here) + 1] if here else []


def unkept(lesson, answers):
    """Feedback for a browser that keeps no cookies, such as the small one that opens when joining a Wi-Fi."""
    answers = {
        question_id: answer for question_id, answer in answers.items() if question_id in lesson.questions
    }
    results = graded(lesson.questions, answers)
    return Practice(
        total=len(lesson.questions),
        results=results,
        is_complete=len(results) == len(lesson.questions),
        is_kept=False,
    )


def back_to_lesson(request, lesson, check, is_all):
    """To the question that was checked, or the first one left open, or the end of the lesson (303)."""
    asked = questions_of(check, lesson)
    results = practice_of(learner_of(request), lesson).results
    left_open = [question_id for question_id in asked if question_id not in results]
    said = ({"check": check or ALL} if left_open else {}) | ({} if is_all else {"changed": 1})
    if not is_all:
        place = "changed"
    elif left_open or check in lesson.questions:
        place = f"s-{lesson.screen_of[(left_open or asked)[0]]}"
    else:
        place = "finish"
    address = reverse("learn:practice", args=[lesson.translation_key])
    query = f"?{urlencode(said)}" if said else ""
    return HttpResponseRedirect(f"{address}{query}#{place}", status=303)


def shown(request, lesson, practice, **more):
    context = lesson.get_context(request) | {"practice": practice} | more
    response = render(request, lesson.get_template(request), context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
