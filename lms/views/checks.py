"""Checks and tests: beginning one, its questions, and what came out. None of these pages is kept by any cache."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.models import CheckPage
from lms.actions import checks
from lms.actions.tries import Locked
from lms.check_results import check_result
from lms.models import Sitting
from lms.practice import Practice, Result, answers_in, sort_out
from lms.revisions import published_or_404
from lms.views.browser import ask_again, learner_of, make_learner, needs_session
from lms.views.origin import from_own_pages

METHODS = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@METHODS
@from_own_pages
def begin(request, check_key):
    """POST begins a check and leads to its questions; `code` is an ambassador's, for a test taken under their eyes."""
    check = published_or_404(CheckPage, check_key)
    if request.method != "POST":
        return HttpResponseRedirect(check.get_url(request))
    if needs_session(request):
        return ask_again(request) or introduced(request, check, is_unkept=True)
    code = request.POST.get("code", "").strip()
    try:
        sitting = checks.begin(learner=make_learner(request), check=check, code=code)
    except checks.OwnCode:
        problem = _("This is your own code. Ask another ambassador to watch your test.")
        return introduced(request, check, code=code, problem=problem)
    except checks.CodeRefused:
        return introduced(
            request, check, code=code, problem=_("This code does not fit. Ask the ambassador again.")
        )
    except Locked as locked:
        time = time_format(timezone.localtime(locked.until), "H:i")
        problem = _("Too many codes that did not fit. Please wait until %(time)s.") % {"time": time}
        return introduced(request, check, code=code, problem=problem)
    return see(sitting)


def introduced(request, check, **said):
    """The check's own page, with what kept it from beginning."""
    return private(render(request, check.get_template(request), check.get_context(request) | said))


@never_cache
@METHODS
@from_own_pages
def sitting(request, sitting_id):
    """The questions of a check that this browser's learner began; POST hands it in; then its result."""
    learner = learner_of(request)
    found = learner and Sitting.objects.by_person_of(learner).filter(pk=sitting_id).first()
    if not found:
        raise Http404
    if hasattr(found, "attempt"):
        if request.method == "POST":
            return see(found)
        return private(render(request, "learn/check_result.html", context_of(found) | result_of(found)))
    answers, questions = {}, found.questions
    if request.method == "POST":
        answers, _is_all = sort_out(questions, answers_in(request.POST, questions))
        # Whoever was asked once about open questions hands in as it is.
        if answers.keys() == questions.keys() or "asked" in request.POST:
            checks.record_check(sitting=found, answers=answers)
            return see(found)
    context = context_of(found) | form_of(found, answers, request) | {"learner": learner}
    return private(render(request, "learn/check.html", context))


def context_of(sitting):
    check = sitting.page
    return {"sitting": sitting, "check": check, "check_language": check.locale.language_code}


def form_of(sitting, answers, request):
    """What the page with the questions shows: the answers given so far, and after handing in which ones lack."""
    questions, is_asked = sitting.questions, request.method == "POST"
    left_open = questions.keys() - answers.keys() if is_asked else frozenset()
    return {
        "is_check": True,
        "listening": sitting.page.listening(),
        "blocks": sitting.page.stream_of(sitting.form),
        "practice": Practice(
            total=len(questions),
            # Whether they are right is found out when they are handed in.
            results={key: Result(answer, is_correct=False) for key, answer in answers.items()},
            asked=left_open,
        ),
        "is_asked": is_asked,
        "asked_for": [(key, question, key in left_open) for key, question in questions.items()],
    }


def result_of(sitting):
    return {"result": check_result(sitting.attempt), "is_guest": sitting.learner.person_id is None}


def see(sitting):
    """To the page of a sitting after a form (303, RFC 9110, 15.4.4)."""
    return HttpResponseRedirect(reverse("learn:sitting", args=[sitting.pk]), status=303)


def private(response):
    response.headers["X-Robots-Tag"] = "noindex"
    return response
