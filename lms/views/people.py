"""Joining, signing in and out, and a learner's own page."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lms.actions.learning import continue_as
from lms.actions.people import CardLocked, WrongCodeOrPin, check_card, register
from lms.forms import JoinForm, SignInForm
from lms.models import ConsentPurpose, ConsentText
from lms.progress import courses_begun
from lms.views.browser import ask_again, learner_of, make_learner, needs_session, poster_venue, remember
from lms.views.errors import csrf_failure


@never_cache
def join(request):
    """Registering: a guest becomes a person with a code and a PIN."""
    learner = learner_of(request)
    if learner is not None and learner.person_id is not None:
        return see("learn:code" if request.method == "POST" else "learn:me")
    text = ConsentText.objects.in_force(ConsentPurpose.PROGRESS)
    form = JoinForm(request.POST or None, consent_text=text)
    if form.is_refused:
        return render(request, "learn/refused.html")
    if request.method == "POST" and form.is_valid():
        if needs_session(request):
            return ask_again(request) or csrf_failure(request)
        register(
            learner=make_learner(request),
            consent_text=text,
            language=get_language(),
            **form.registration(),
        )
        # The session keeps its key: a second tap on the button arrives with it, and must find the person just made.
        return see("learn:code")
    return render(request, "learn/join.html", {"form": form, "text": text})


@never_cache
def code(request):
    """The code in large type, to write down."""
    learner = learner_of(request)
    if learner is None or learner.person_id is None:
        return see("learn:me")
    return render(request, "learn/code.html", {"person": learner.person})


@never_cache
def sign_in(request):
    """Coming back with code and PIN; what was done as a guest in this browser becomes the person's."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = check_card(**form.cleaned_data)
        except WrongCodeOrPin:
            form.add_error(None, _("The code or the PIN is not right. Please try again."))
        except CardLocked as locked:
            form.add_error(None, locked_message(locked.until))
        else:
            learner = continue_as(
                person=person, learner=learner_of(request), came_through=poster_venue(request)
            )
            request.session.cycle_key()
            remember(request, learner.pk)
            return see("learn:me")
    return render(request, "learn/sign_in.html", {"form": form})


def locked_message(until):
    return _("Too many wrong PINs. To keep your work safe, please wait until %(time)s, then try again.") % {
        "time": time_format(timezone.localtime(until), "H:i")
    }


@require_POST
def sign_out(request):
    """Leaves nothing of the person in this browser."""
    request.session.flush()
    return see("learn:me")


@never_cache
def me(request):
    """My courses, what is next, and my code; for a guest what was done on this phone."""
    learner = learner_of(request)
    courses = courses_begun(learner, request) if learner else []
    return render(
        request, "learn/me.html", {"person": learner.person if learner else None, "courses": courses}
    )


def see(name):
    """To another page after a form (303, RFC 9110, 15.4.4)."""
    return HttpResponseRedirect(reverse(name), status=303)
