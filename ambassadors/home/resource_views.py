"""What ambassadors work with: lesson plans, checklists, what to say. The same for all of them, nothing personal."""

from django.shortcuts import render

from ambassadors.access import ambassador_page
from ambassadors.home.resources import resources_in_use


@ambassador_page
def resources(request):
    return render(request, "field/resources.html", resources_in_use())
