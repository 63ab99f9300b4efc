"""Who may open a field page."""

from functools import wraps
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ambassadors.models import Ambassador
from lms.views.field import field_page


def ambassador_page(view):
    """A field page for ambassadors who have signed in; `request.ambassador` is who it is."""

    @field_page
    @wraps(view)
    def page(request, *args, **kwargs):
        if not request.user.is_authenticated:
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('field:sign_in')}?{query}")
        request.ambassador = (
            Ambassador.objects.filter(person__user=request.user).select_related("person", "area").first()
        )
        if request.ambassador is None:
            return render(request, "field/no_ambassador.html", status=403)
        return view(request, *args, **kwargs)

    return page


def next_address(request):
    """Where to go after signing in: a page of ours, or the start of the field pages."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else reverse("field:home")
