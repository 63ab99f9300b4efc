"""The certificate of service: the ambassador's own page, and what those in charge do about it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors.access import ambassador_page
from ambassadors.models import Ambassador
from ambassadors.team.service import service_of
from ambassadors.team.service_certificates import issue_service_certificate, revoke_service_certificate
from lms.qr import qr_svg


@ambassador_page
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request):
    """The newest one, to print or to show on the phone; the button writes down what has been verified until now."""
    if request.method == "POST":
        try:
            issue_service_certificate(ambassador=request.ambassador, by=request.user)
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        return redirect("field:certificate")
    service = service_of(request.ambassador)
    last = request.ambassador.service_certificates.select_related("area").first()
    context = {"service": service, "certificate": last, "may_issue": service.sessions}
    if last is not None:
        context |= {
            "qr": qr_svg(last.check_url, label=_("Code to check this certificate")),
            "short_address": last.check_url.partition("://")[2],
            "check_place": last.check_url.partition("://")[2].removesuffix(f"{last.code}/"),
            "may_issue": service.sessions and not last.is_revoked and not service.is_told_by(last),
        }
    return render(request, "field/certificate.html", context)


@require_POST
def issue(request, pk):
    found = ambassador_seen_by(request.user, pk)
    return done(request, pk, lambda: issue_service_certificate(ambassador=found, by=request.user))


@require_POST
def revoke(request, pk, certificate):
    found = get_object_or_404(ambassador_seen_by(request.user, pk).service_certificates, pk=certificate)
    reason = request.POST.get("reason", "")
    return done(
        request, pk, lambda: revoke_service_certificate(certificate=found, by=request.user, reason=reason)
    )


def ambassador_seen_by(user, pk):
    return get_object_or_404(Ambassador.objects.visible_to(user), pk=pk)


def done(request, pk, act):
    """Back on the page of the ambassador, with what came of it."""
    try:
        made = act()
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        state = _("revoked") if made.is_revoked else _("in force")
        messages.success(request, f"{made}: {state}.")
    return redirect("ambassadors:inspect", pk)


def staff_urls():
    """Below the staff page of an ambassador."""
    return [
        path("<int:pk>/certificates/issue/", issue, name="issue_certificate"),
        path("<int:pk>/certificates/<uuid:certificate>/revoke/", revoke, name="revoke_certificate"),
    ]
