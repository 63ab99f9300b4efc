"""What is hard for me: asked of those who want to answer, and of nobody under 18. Only yes or no is kept."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from lms.actions.people import note_disability
from lms.forms import SixQuestionsForm
from lms.models import Disability
from lms.views.browser import for_a_person, see


@for_a_person
@require_http_methods(["GET", "HEAD", "POST"])
def six_questions(request, person):
    """The form; what it comes to stands among my data afterwards."""
    if person.is_minor():
        return see("learn:me")
    form = SixQuestionsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note_disability(person=person, disability=form.disability())
        return see("learn:my_data")
    return render(request, "learn/six_questions.html", {"form": form, "person": person})


@for_a_person
@require_POST
def take_back(request, person):
    """As if nobody had asked."""
    note_disability(person=person, disability=Disability.NOT_ASKED)
    return see("learn:my_data")
