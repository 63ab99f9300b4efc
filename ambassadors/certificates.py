"""The certificate of service, which anyone checks where they check that of a course."""

from ambassadors.models import ServiceCertificate
from lms.certificates import CertificateKind, register

register(CertificateKind(ServiceCertificate, "field/certificate_facts.html"))
