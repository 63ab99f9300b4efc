"""Coming back with a card and a PIN, and leaving."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.actions.people import WrongCodeOrPin, check_card
from lms.actions.phones import continue_on_phone, guest_of_phone
from lms.actions.tries import Locked
from lms.forms import SignInForm
from lms.models import Learner
from lms.views.browser import adopt_beside, learner_to_continue, poster_venue, remember, see
from lms.views.people.cool_off import cooling_until, count_failure, forget_failures


@never_cache
def sign_in(request):
    """Coming back with code and PIN; what was done as a guest in this browser becomes the person's."""
    form = SignInForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid():
        if until := cooling_until(request):
            form.add_error(None, locked_message(until))
        elif person := person_of_card(request, form):
            continue_as_person(request, person, form.phone)
            return see("learn:me")
    return render(request, "learn/sign_in.html", {"form": form})


def person_of_card(request, form):
    """The person whose code and PIN were typed; else None, and the form says what is wrong."""
    try:
        return check_card(code=form.cleaned_data["code"], pin=form.cleaned_data["pin"])
    except WrongCodeOrPin:
        form.add_error(None, _("The code or the PIN is not right. Please try again."))
    except Locked as locked:
        form.add_error(None, locked_message(locked.until))
    count_failure(request)
    return None


def continue_as_person(request, person, phone):
    venue = poster_venue(request)
    guest = phone and guest_of_phone(**phone, came_through=venue)
    if phone and guest is None:
        # Its key was taken away, but the PIN was right, and work that waits on the phone has this owner.
        guest = Learner.objects.filter(pk=phone["guest"], person=person).first()
    learner = continue_on_phone(
        person=person, learner=learner_to_continue(request, person), guest=guest, came_through=venue
    )
    adopt_beside(request, person)
    forget_failures(request)
    request.session.cycle_key()
    rotate_token(request)  # a form still open in a tab of whoever was here before acts for nobody else
    remember(request, learner.pk)


def locked_message(until):
    until = timezone.localtime(until)
    is_today = until.date() == timezone.localdate()
    return _("Too many wrong PINs. To keep your work safe, please wait until %(time)s, then try again.") % {
        "time": time_format(until, "H:i") if is_today else date_format(until, "DATETIME_FORMAT")
    }


@never_cache
@require_safe
def by_card(request, code):
    """What the QR code on a learner card leads to: signing in, with the code filled in already.

    The code stands in the path, and so in the logs of servers and the history of the phone, because what stands after
    a `#` is read by scripts alone. That is acceptable: the code is a name and no secret (it is printed in large type
    on the card); the PIN is the secret, is never in an address, and five wrong ones lock the card. Nothing is looked
    up here, so the answer does not tell whether there is such a card.
    """
    return HttpResponseRedirect(f"{reverse('learn:sign_in')}?{urlencode({'code': code[:20]})}")


@require_POST
def sign_out(request):
    """Leaves nothing of the person in this browser, except what waits on the phone to be sent."""
    return leave_no_trace(request, see("learn:me"))


def leave_no_trace(request, response):
    """Has server and browser forget who was here, pages that were kept included.

    Never "storage": unsent work lies there (sync.md). For answers to POST alone: a service worker, which leaves those
    alone, would wait for such an answer for ever in Chrome of 2018.
    """
    request.session.flush()
    rotate_token(request)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
