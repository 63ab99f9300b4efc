"""Announcements on the ambassador's phone."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ambassadors.access import ambassador_page
from ambassadors.models import Announcement, AnnouncementReading


@ambassador_page
def announcements(request):
    """All that is announced now, also what was read already."""
    found = Announcement.objects.current().meant_for(request.ambassador)
    return render(request, "field/announcements.html", {"announcements": found})


@ambassador_page
@require_POST
def read(request, pk):
    """The ambassador has read it: it leaves the start page. Twice is once."""
    found = get_object_or_404(Announcement.objects.meant_for(request.ambassador), pk=pk)
    AnnouncementReading.objects.get_or_create(announcement=found, ambassador=request.ambassador)
    return redirect("field:home")
