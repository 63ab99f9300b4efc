"""What is kept about an ambassador, on the field pages: many have no learner card, and so no page of their own."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from ambassadors.access import ambassador_page
from lms.plain_words import in_plain_words
from lms.views.people.my_data import file_for_a_computer, file_to_read


@ambassador_page
@require_safe
def my_data(request):
    return render(request, "field/my_data.html", {"sections": in_plain_words(request.ambassador.person)})


@ambassador_page
@require_safe
def as_page(request):
    return file_to_read(request.ambassador.person)


@ambassador_page
@require_safe
def as_json(request):
    return file_for_a_computer(request.ambassador.person)
