"""Helping learners from the ambassador's phone: joining, and a new PIN."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ambassadors.access import ambassador_page
from ambassadors.learners.forms import EnrolForm, NewPinForm
from ambassadors.models import LearnerGroup
from ambassadors.views import show_inactive
from lms.actions.people import enrol, reset_pin
from lms.models import ConsentPurpose, ConsentText, Person
from lms.reporting.learning.outline import outlines
from lms.reporting.learning.stopped import where_learners_stopped
from lms.views.people.my_card import card_context

LEARNERS_PER_PAGE = 20


@ambassador_page
def learners(request):
    """Where this ambassador's learners stopped: what to do with whom next, and nobody else's learners."""
    if not request.ambassador.may_log:
        return show_inactive(request)
    stops = where_learners_stopped(learners_of(request.ambassador), outlines(), with_new=True)
    page = Paginator(stops, LEARNERS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "field/learners.html", {"page_of_stops": page})


def learners_of(ambassador):
    """The people whom an ambassador enrolled, and those in the own groups; each once."""
    members = LearnerGroup.members.through.objects.filter(learnergroup__ambassador=ambassador)
    return Person.objects.filter(
        Q(enrolled_by__person=ambassador.person_id) | Q(pk__in=members.values("person"))
    )


@ambassador_page
def new_learner(request):
    """Somebody without a phone, or who cannot type, joins; the card is shown to be printed or photographed."""
    if not request.ambassador.may_log:
        return show_inactive(request)
    text = ConsentText.objects.in_force(ConsentPurpose.PROGRESS)
    form = EnrolForm(request.POST or None, consent_text=text)
    if form.is_refused:
        messages.success(request, _("Nothing was kept. All lessons stay open to the learner."))
        return redirect("field:home")
    if request.method == "POST" and form.is_valid():
        card = enrol(by=request.user, consent_text=text, language=get_language(), **form.registration())
        if card is None:
            raise PermissionDenied
        return show_card(request, card, form, title=_("The learner has joined"))
    return render(request, "field/new_learner.html", {"form": form, "text": text})


@ambassador_page
def new_pin(request):
    """A new PIN for a learner who is present; logged (lms.actions.people.reset_pin)."""
    if not request.ambassador.may_log:
        return show_inactive(request)
    form = NewPinForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        card = form.cleaned_data["card"]
        reset_pin(card=card, pin=form.pin, reason=form.cleaned_data["reason"], by=request.user)
        return show_card(request, card, form, title=_("The new PIN is set"))
    return render(request, "field/new_pin.html", {"form": form})


def show_card(request, card, form, *, title):
    """Answers the form itself, because a PIN that Sala chose is stored nowhere; sent again, the form shows the same."""
    context = card_context(card) | {"pin": form.pin_to_show, "title": title}
    return render(request, "field/learner_card.html", context)
