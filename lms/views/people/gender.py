"""The one question to a guest, woman or man: asked once, after the first completed lesson, for the counts alone."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from content.models import LessonPage
from lms.actions.gender import answer_gender, correct_gender
from lms.forms import GENDERS, GenderForm
from lms.models import Gender
from lms.revisions import published_or_404
from lms.views.browser import learner_of, see
from lms.views.origin import from_own_pages

PUT_AWAY_KEY = "gender_put_away"


def asked_once(request, learner):
    """What a lesson that was completed shows of the question: nothing but to a guest whose first it is."""
    if learner is None or learner.person_id is not None:
        return {}
    if learner.gender != Gender.NOT_RECORDED:
        return {"is_gender_said": "said" in request.GET}
    is_first = PUT_AWAY_KEY not in request.session and learner.completions.count() == 1
    return {"genders": GENDERS} if is_first else {}


@require_POST
@from_own_pages
def answer(request, lesson_key):
    """Takes {gender} from the end of a lesson; an empty one puts the question away."""
    lesson, learner = published_or_404(LessonPage, lesson_key), learner_of(request)
    form, said = GenderForm(request.POST), ""
    if learner is not None and form.is_valid():
        answer_gender(learner=learner, gender=form.cleaned_data["gender"])
        said = "?said"
    elif learner is not None and request.POST.get("gender") == "":
        request.session[PUT_AWAY_KEY] = True
    address = reverse("learn:practice", args=[lesson.translation_key])
    return HttpResponseRedirect(f"{address}{said}#finish", status=303)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@from_own_pages
def gender(request):
    """What a guest said, to see and to correct; whoever has joined finds it among their data."""
    learner = learner_of(request)
    if learner is None or learner.person_id is not None:
        return see("learn:me")
    form = GenderForm(request.POST or None, initial={"gender": learner.gender})
    if request.method == "POST" and form.is_valid():
        correct_gender(learner=learner, gender=form.cleaned_data["gender"])
        return see("learn:me")
    return render(request, "learn/my_gender.html", {"form": form})
