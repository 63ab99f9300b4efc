"""My data: see, correct, take along, delete (R53)."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.actions.erasing import StillAUser, erase
from lms.actions.people import WrongCodeOrPin, cards_of, check_pin, correct
from lms.actions.tries import Locked
from lms.forms import CorrectForm, OwnPinForm
from lms.my_data import everything_about
from lms.plain_words import in_plain_words
from lms.views.browser import for_a_person, see
from lms.views.people.signing_in import leave_no_trace, locked_message


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
    """Asks once, and for the PIN of who has one, and says what stays: counts without a name."""
    form = (
        OwnPinForm(request.POST if request.method == "POST" else None) if cards_of(person).exists() else None
    )
    if request.method != "POST" or (form and not knows_pin(form, person)):
        return render(request, "learn/delete.html", {"person": person, "form": form})
    try:
        erase(person=person)
    except StillAUser:
        return render(request, "learn/delete_refused.html", status=409)
    return leave_no_trace(request, render(request, "learn/deleted.html"))


def knows_pin(form, person):
    """Whether the right PIN was typed; else the form says what is wrong. Wrong ones lock the card."""
    if not form.is_valid():
        return False
    try:
        check_pin(person=person, pin=form.cleaned_data["pin"])
    except WrongCodeOrPin:
        form.add_error("pin", _("The PIN is not right. Please try again."))
    except Locked as locked:
        form.add_error("pin", locked_message(locked.until))
    return form.is_valid()
