"""Certificates as Open Badges 3.0: credentials that a third party verifies without asking us.

1EdTech "Open Badges Specification" 3.0: the data model is W3C's Verifiable Credentials 2.0, the proof the "JSON Web
Token Proof Format" (8.2): the claims stand beside the credential's own members, and `kid` is an address that leads to
the public key. That a certificate was revoked is seen at its `id`, /v/<code>/.
"""

from django.conf import settings
from django.utils.crypto import salted_hmac
from joserfc import jwt
from joserfc.jwk import ECKey

from lms.models import SigningKey

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
ALGORITHM = "ES256"


class KeyCannotBeRead(Exception):
    """The current signing key was encrypted under another SECRET_KEY; `rotate_signing_key` makes a new one."""


def new_signing_key():
    """An unsaved SigningKey, as the current one."""
    key = ECKey.generate_key("P-256", auto_kid=False)
    return SigningKey(
        thumbprint=key.thumbprint(),
        public_key=key.as_dict(private=False),
        encrypted_private_key=key.as_pem(private=True, password=_passphrase()).decode(),
    )


def _passphrase():
    return salted_hmac("lms.badges", "signing key", algorithm="sha256").hexdigest()


def issuer():
    """Who issues: a Profile of Open Badges 3.0."""
    return {
        "id": f"{settings.SITE_URL}/badges/issuer.json",
        "type": ["Profile"],
        "name": "សាលា · Sala",
        "url": f"{settings.SITE_URL}/",
    }


def key_url(thumbprint):
    return f"{settings.SITE_URL}/.well-known/jwks/{thumbprint}.json"


def public_jwk(key):
    """The public half of a SigningKey (RFC 7517); its `kid` is its own address."""
    return key.public_key | {"kid": key_url(key.thumbprint), "alg": ALGORITHM, "use": "sig"}


def credential(certificate):
    """An OpenBadgeCredential as JSON values. Of the holder it says the name on the certificate, and nothing else."""
    return {
        "@context": CONTEXT,
        "id": certificate.check_url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _title(certificate),
        "issuer": issuer(),
        "validFrom": f"{certificate.issued_at:%Y-%m-%dT%H:%M:%SZ}",
        "credentialSubject": {
            "id": certificate.id.urn,
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}
                for name in dict.fromkeys(filter(None, (certificate.name_km, certificate.name_en)))
            ],
            "achievement": _achievement(certificate),
            **_result(certificate),
        },
        "evidence": [
            {
                "id": certificate.check_url,
                "type": ["Evidence"],
                "name": "Certificate check",
                "description": "Says whether this certificate is valid or was revoked.",
            }
        ],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _title(certificate):
    titles = dict.fromkeys(filter(None, (certificate.course_title_km, certificate.course_title_en)))
    return " · ".join(titles)


def _achievement(certificate):
    achievement = {
        "id": certificate.course_key.urn,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": _title(certificate),
        "description": f"Completed the course “{certificate.course_title_en or certificate.course_title_km}”.",
        "criteria": {"narrative": _narrative(certificate)},
    }
    if certificate.score is not None:
        achievement["resultDescription"] = [
            {
                "id": f"{certificate.course_key.urn}#final-test",
                "type": ["ResultDescription"],
                "name": "Final test",
                "resultType": "RawScore",
                "valueMin": "0",
                "valueMax": str(certificate.maximum),
            }
        ]
    return achievement


def _narrative(certificate):
    if certificate.score is None:
        return "All lessons of the course and their practice."
    if certificate.is_proctored:
        return "The final test of the course, taken in the presence of a digital ambassador."
    return "The final test of the course, taken online."


def _result(certificate):
    if certificate.score is None:
        return {}
    return {
        "result": [
            {
                "type": ["Result"],
                "resultDescription": f"{certificate.course_key.urn}#final-test",
                "value": str(certificate.score),
            }
        ]
    }


def signed(certificate):
    """A certificate as a compact VC-JWT, signed with the current key.

    Raises KeyCannotBeRead when the key was made under another SECRET_KEY.
    """
    key = SigningKey.objects.current()
    try:
        private = ECKey.import_key(key.encrypted_private_key, password=_passphrase())
    except ValueError:
        raise KeyCannotBeRead(key.thumbprint) from None
    body = credential(certificate)
    claims = {
        "iss": body["issuer"]["id"],
        "jti": body["id"],
        "nbf": int(certificate.issued_at.timestamp()),
        "sub": body["credentialSubject"]["id"],
    }
    header = {"alg": ALGORITHM, "kid": key_url(key.thumbprint), "typ": "JWT"}
    return jwt.encode(header, body | claims, private, algorithms=[ALGORITHM])
