"""A learner's own certificates: the sheet, the picture and the Open Badge."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms import badges, certificate_picture
from lms.models import Certificate
from lms.qr import qr_svg
from lms.views.browser import learner_of


def own_certificate(request, code):
    """The certificate with this code, if it belongs to the person of this browser; else 404, or None for a guest."""
    learner = learner_of(request)
    if learner is None or learner.person_id is None:
        return None
    found = Certificate.objects.of_person(learner.person).with_code(code)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def certificate(request, code):
    """The sheet on the screen and on paper, and the ways to keep and show it."""
    found = own_certificate(request, code)
    return _page(request, found) if found else redirect("learn:me")


@never_cache
@require_safe
def picture(request, code):
    """The certificate as a PNG in the language of the address, with the Open Badge inside it."""
    found = own_certificate(request, code)
    if found is None or found.is_revoked:
        return redirect("learn:certificate", code) if found else redirect("learn:me")
    try:
        badge = badges.signed(found)
    except badges.KeyCannotBeRead:
        badge = None
    language = get_language()
    drawn = certificate_picture.picture(found, language, badge=badge)
    return _file(drawn, "image/png", f"sala-{found.code}-{language}.png")


@never_cache
@require_safe
def badge(request, code):
    """The certificate as a file that any Open Badges 3.0 verifier can check."""
    found = own_certificate(request, code)
    if found is None or found.is_revoked:
        return redirect("learn:certificate", code) if found else redirect("learn:me")
    try:
        return _file(badges.signed(found), "application/jwt", f"sala-{found.code}.jwt")
    except badges.KeyCannotBeRead:
        return _page(request, found, is_badge_missing=True, status=503)


def _page(request, found, *, status=200, **context):
    code = qr_svg(found.check_url, label=_("Code to check this certificate"))
    short_address = found.check_url.partition("://")[2]
    context |= {
        "certificate": found,
        "qr": code,
        "short_address": short_address,
        "check_place": short_address.removesuffix(f"{found.code}/"),
    }
    return render(request, "learn/certificate.html", context, status=status)


def _file(content, content_type, name):
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
