"""Becoming a digital ambassador: a form for anybody over 18, and taking it back."""

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from ambassadors.models import Application
from ambassadors.team.application_actions import receive_application, take_back
from ambassadors.team.volunteer_forms import ApplicationForm
from lms.models import ConsentPurpose, ConsentText
from lms.views.browser import learner_of
from lms.views.daily import count_sent, sent_lately
from lms.views.origin import from_own_pages

KEY, PER_DAY = "applications", 5
LAST = "last_application"


@never_cache
@from_own_pages
def apply(request):
    """Takes an application in. Only sending one touches the session of somebody who is no learner yet."""
    text = ConsentText.objects.in_force(ConsentPurpose.VOLUNTEER)
    learner = learner_of(request)
    form = ApplicationForm(request.POST or None, consent_text=text, person=learner and learner.person)
    if form.is_refused:
        return render(request, "volunteer/not_kept.html")
    if request.method == "POST":
        if len(sent_lately(request, KEY)) >= PER_DAY:
            return render(request, "volunteer/later.html", status=429)
        is_valid = form.is_valid()
        if form.is_too_young:
            return render(request, "volunteer/too_young.html")
        if is_valid:
            made = receive_application(consent_text=text, language=get_language(), **form.details)
            if str(made.pk) != request.session.get(LAST):
                count_sent(request, KEY)
            request.session[LAST] = str(made.pk)
            return redirect("volunteer:sent")
    return render(request, "volunteer/apply.html", {"form": form, "text": text})


@never_cache
@from_own_pages
def sent(request):
    """What happens next, for the browser that sent an application; POST takes it back."""
    found = Application.objects.filter(pk=request.session.get(LAST)).select_related("area__parent").first()
    if found is None:
        return redirect("volunteer:apply")
    if request.method == "POST":
        is_gone = take_back(application=found)
        if is_gone:
            del request.session[LAST]
            return render(request, "volunteer/taken_back.html")
    return render(request, "volunteer/sent.html", {"application": found})
