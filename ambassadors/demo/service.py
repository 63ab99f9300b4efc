"""One certificate of service in the demonstration, so that its check has something to show."""

from ambassadors.models import Ambassador, ServiceCertificate
from ambassadors.team.service import service_of
from ambassadors.team.service_certificates import fields_of
from lms.models.certificates import CERTIFICATE_CODE_LENGTH
from lms.models.people import CODE_ALPHABET


def load(demonstration):
    dice = demonstration.dice("service certificates")
    ambassador = Ambassador.objects.get(person__user__username="demo-ambassador-1")
    service = service_of(ambassador, demonstration.until)
    ServiceCertificate.objects.create(
        id=demonstration.id("service certificate"),
        code="".join(dice.choices(CODE_ALPHABET, k=CERTIFICATE_CODE_LENGTH)),
        **fields_of(ambassador, service, demonstration.end),
    )
