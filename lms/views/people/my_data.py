"""My data: see, correct, take along, delete (R53)."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lms.actions.erasing import StillAUser, erase
from lms.actions.people import correct
from lms.forms import CorrectForm
from lms.my_data import everything_about
from lms.plain_words import in_plain_words
from lms.views.browser import for_a_person, see
from lms.views.people.signing_in import leave_no_trace


@for_a_person
@require_safe
def my_data(request, person):
    """Everything kept about me, in plain words."""
    return render(request, "learn/my_data.html", {"person": person, "sections": in_plain_words(person)})


@for_a_person
@require_safe
def as_page(request, person):
    """The same as a file to read without network."""
    return file_to_read(person)


@for_a_person
@require_safe
def as_json(request, person):
    """The same for another system."""
    return file_for_a_computer(person)


def file_to_read(person):
    context = {"sections": in_plain_words(person), "language": get_language()}
    page = render_to_string("learn/my_data_file.html", context)
    return HttpResponse(page, headers={"Content-Disposition": 'attachment; filename="sala-my-data.html"'})


def file_for_a_computer(person):
    return JsonResponse(
        everything_about(person),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="sala-my-data.json"'},
    )


@for_a_person
def correct_my_data(request, person):
    form = CorrectForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        correct(person=person, language=get_language(), **form.particulars())
        return see("learn:my_data")
    return render(request, "learn/correct.html", {"form": form})


@for_a_person
def delete_my_data(request, person):
    """Asks once, and says what stays: counts without a name."""
    if request.method != "POST":
        return render(request, "learn/delete.html", {"person": person})
    try:
        erase(person=person)
    except StillAUser:
        return render(request, "learn/delete_refused.html", status=409)
    return leave_no_trace(request, render(request, "learn/deleted.html"))
