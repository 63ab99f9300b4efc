"""Own-origin check for forms on pages that are the same for everybody and so carry no token."""

from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt


def from_own_pages(view):
    """Lets a form through only from a page of this site (OWASP, "Cross-Site Request Forgery Prevention").

    Every browser says where a form comes from: in `Sec-Fetch-Site`, else in `Origin`, else in `Referer`. A form that
    says nothing, or another place, is refused with a page of its own and changes nothing.
    """

    @csrf_exempt
    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.method not in ("GET", "HEAD") and not is_from_own_page(request):
            return render(request, "learn/foreign_form.html", status=403)
        return view(request, *args, **kwargs)

    return checked


def is_from_own_page(request):
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    own = {f"{request.scheme}://{request.get_host()}", settings.SITE_URL}
    return f"{parts.scheme}://{parts.netloc}" in own
