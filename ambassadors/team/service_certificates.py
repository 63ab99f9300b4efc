"""Issuing and revoking certificates of service."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ambassadors.models import Ambassador, ServiceCertificate
from ambassadors.team.service import service_of
from lms.actions.certificates import names_of, take_back, with_new_code


@transaction.atomic
def issue_service_certificate(*, ambassador, by, at=None):
    """Writes down what an ambassador has given until now, under a code; returns the ServiceCertificate.

    `by` is the ambassador or whoever is in charge of them. The newest one is returned where it says the same already.
    After one was revoked only those in charge issue again. Raises PermissionDenied, and ValidationError where there is
    nothing to certify.
    """
    at = at or timezone.now()
    ambassador = (
        Ambassador.objects.select_for_update(of=("self",)).select_related("person").get(pk=ambassador.pk)
    )
    is_own = ambassador.person_id == by.person_id
    if not is_own and not Ambassador.objects.changeable_by(by).filter(pk=ambassador.pk).exists():
        raise PermissionDenied
    last, service = ambassador.service_certificates.first(), service_of(ambassador, timezone.localdate(at))
    if is_own and last is not None and last.is_revoked:
        raise ValidationError(_("Your last certificate was revoked. Ask your coordinator for another one."))
    if last is not None and not last.is_revoked and service.is_told_by(last):
        return last
    if not service.sessions:
        raise ValidationError(_("No training session has been verified yet."))
    made = with_new_code(ServiceCertificate, **fields_of(ambassador, service, at))
    log(made, "lms.certificate_issued", user=by, data={"sessions": made.sessions, "minutes": made.minutes})
    return made


def fields_of(ambassador, service, at):
    """What a certificate of this Service says, but its code."""
    names = names_of(ambassador.person, at)
    if not any(names.values()):
        raise ValidationError(_("This person has no name to show."))
    return {
        "ambassador": ambassador,
        "area": ambassador.area,
        "name_km": names["km"],
        "name_en": names["en"],
        "issued_at": at,
        "first_on": service.first,
        "last_on": service.last,
        "sessions": service.sessions,
        "minutes": service.minutes,
        "participations": service.participations,
        "months": service.months,
    }


@transaction.atomic
def revoke_service_certificate(*, certificate, by, reason):
    """Takes a certificate of service back for ever; returns it.

    Raises PermissionDenied outside the area of `by` and for their own, ValidationError without a reason or when it is
    revoked already.
    """
    in_charge = ServiceCertificate.objects.changeable_by(by).exclude(ambassador__person=by.person_id)
    locked = in_charge.select_for_update(of=("self",)).filter(pk=certificate.pk).first()
    if locked is None:
        raise PermissionDenied
    return take_back(locked, by=by, reason=reason)
