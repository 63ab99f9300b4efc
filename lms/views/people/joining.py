"""Registering, and the code one gets."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from lms.actions.people import register
from lms.actions.phones import guest_of_phone
from lms.forms import JoinForm
from lms.models import ConsentPurpose, ConsentText
from lms.views.browser import (
    adopt_beside,
    ask_again,
    for_a_card_holder,
    keep_beside,
    learner_of,
    make_learner,
    needs_session,
    poster_venue,
    remember,
    see,
)
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
        guest = form.phone and guest_of_phone(**form.phone, came_through=poster_venue(request))
        if guest and guest.person_id is not None:
            # A second tap, while the first one was made a person: nothing is made, and nothing shown on a key alone.
            return see("learn:code")
        card = register(
            learner=guest or make_learner(request),
            consent_text=text,
            language=get_language(),
            **form.registration(),
        )
        if guest:
            if learner is not None:
                keep_beside(request, learner)
            remember(request, guest.pk)
        adopt_beside(request, card.person)
        # The session keeps its key: a second tap on the button arrives with it, and must find the person just made.
        return see("learn:code")
    return render(request, "learn/join.html", {"form": form, "text": text})


@for_a_card_holder
def code(request, person):
    """The code in large type, to write down."""
    return render(request, "learn/code.html", {"person": person})
