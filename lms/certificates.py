"""Every kind of certificate that anyone can check under /v/<code>/.

An app above declares its own in its `certificates.py`.
"""

from dataclasses import dataclass

from lms.models import Certificate, CodedCertificate


@dataclass(frozen=True)
class CertificateKind:
    """`model` is a CodedCertificate whose manager knows `of_person(person)`; `template` shows what it certifies."""

    model: type[CodedCertificate]
    template: str


_kinds = [CertificateKind(Certificate, "learn/certificate_facts.html")]


def register(kind):
    _kinds.append(kind)


def certificate_kinds():
    return list(_kinds)


def certificate_with(code):
    """(certificate, its CertificateKind) with a code as somebody typed it; (None, None) where there is none."""
    for kind in _kinds:
        if found := kind.model.objects.with_code(code):
            return found, kind
    return None, None
