"""Open Badges, verified as a third party would: with another library, from what we publish over HTTP alone."""

import io
import json
import uuid

import jwt
import pytest
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from lms import badges
from lms.actions.certificates import issue, rotate_signing_key
from lms.certificate_picture import picture
from lms.models import SigningKey
from tests.lms.earning import completed

pytestmark = pytest.mark.django_db
SITE = "https://sala.example"


@pytest.fixture(autouse=True)
def at_its_own_address(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def certificate(lesson):
    return issue(person=completed(lesson, nickname="ស្រីមុំ"), course_key=lesson.get_parent().translation_key)


def verified(client, token):
    """The claims of a badge whose signature fits one of the keys published now; raises PyJWT's errors."""
    published = jwt.PyJWKSet.from_dict(client.get("/.well-known/jwks.json").json())
    key = published[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(
        token,
        key.key,
        algorithms=["ES256"],
        issuer=f"{SITE}/badges/issuer.json",
        options={"require": ["iss", "jti", "nbf", "sub"]},
    )


def test_another_library_verifies_a_badge_with_the_published_keys(client, certificate):
    claims = verified(client, badges.signed(certificate))
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert claims["credentialSubject"]["achievement"]["name"] == "មេរៀន · Lesson"


def test_a_badge_verifies_offline_with_keys_fetched_once_and_after_every_rotation(client, certificate):
    before = badges.signed(certificate)
    for _ in range(2):
        call_command("rotate_signing_key", stdout=io.StringIO())
    after = badges.signed(certificate)
    assert jwt.get_unverified_header(before)["kid"] != jwt.get_unverified_header(after)["kid"]
    assert verified(client, before) == verified(client, after)
    assert len(client.get("/.well-known/jwks.json").json()["keys"]) == 3


def test_a_changed_badge_does_not_verify(client, certificate):
    header, payload, signature = badges.signed(certificate).split(".")
    claims = json.loads(jwt.utils.base64url_decode(payload))
    claims["credentialSubject"]["identifier"][0]["identityHash"] = "ក្លែងក្លាយ"
    forged = jwt.utils.base64url_encode(json.dumps(claims).encode()).decode()
    with pytest.raises(jwt.InvalidSignatureError):
        verified(client, f"{header}.{forged}.{signature}")
    with pytest.raises(jwt.InvalidSignatureError):
        verified(client, f"{header}.{payload}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}")


def test_a_badge_of_a_stranger_or_without_a_signature_does_not_verify(client, certificate):
    _header, payload, _signature = badges.signed(certificate).split(".")
    stranger = badges.new_signing_key()
    kid = badges.key_url(SigningKey.objects.get().thumbprint)
    private = badges.ECKey.import_key(stranger.encrypted_private_key, password=badges._passphrase()).raw_value
    claims = json.loads(jwt.utils.base64url_decode(payload))
    with pytest.raises(jwt.InvalidSignatureError):
        verified(client, jwt.encode(claims, private, "ES256", headers={"kid": kid}))
    with pytest.raises(jwt.InvalidAlgorithmError):
        verified(client, jwt.encode(claims, None, "none", headers={"kid": kid}))


def test_the_claims_agree_with_the_credential_as_the_proof_format_demands(client, certificate):
    token = badges.signed(certificate)
    claims = verified(client, token)
    assert claims["iss"] == claims["issuer"]["id"]
    assert claims["jti"] == claims["id"] == f"{SITE}/v/{certificate.code}/"
    assert claims["sub"] == claims["credentialSubject"]["id"] == f"urn:uuid:{certificate.pk}"
    assert claims["nbf"] == int(certificate.issued_at.timestamp())
    assert claims["validFrom"] == certificate.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert claims["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    header = jwt.get_unverified_header(token)
    assert header == {"alg": "ES256", "typ": "JWT", "kid": header["kid"]}


def test_the_key_identifier_leads_to_the_key(client, certificate):
    kid = jwt.get_unverified_header(badges.signed(certificate))["kid"]
    answer = client.get(kid.removeprefix(SITE))
    assert answer.json()["kid"] == kid
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/.well-known/jwks/none.json").status_code == 404


def test_no_private_half_is_published_or_stored_readable(client, certificate):
    rotate_signing_key()
    published = client.get("/.well-known/jwks.json").json()["keys"]
    assert all(key.keys() == {"kty", "crv", "x", "y", "kid", "alg", "use"} for key in published)
    for key in SigningKey.objects.all():
        assert "d" not in key.public_key
        assert "BEGIN PRIVATE" not in key.encrypted_private_key
    assert SigningKey.objects.current().encrypted_private_key.startswith("-----BEGIN ENCRYPTED PRIVATE KEY")


def test_the_issuer_is_published(client):
    profile = client.get("/badges/issuer.json").json()
    assert profile["id"] == f"{SITE}/badges/issuer.json"
    assert profile["type"] == ["Profile"]


def test_of_the_holder_a_badge_says_the_name_and_nothing_else(client, certificate):
    person = certificate.person
    person.phone = "+85512345678"
    person.save()
    said = json.dumps(verified(client, badges.signed(certificate)), ensure_ascii=False)
    assert "ស្រីមុំ" in said
    for secret in ("+85512345678", "1990", "female", "@example", f'"{person.pk}"'):
        assert secret not in said


def test_a_final_test_is_told_with_its_score(client, certificate):
    certificate.score, certificate.maximum, certificate.is_proctored = 9, 10, True
    subject = verified(client, badges.signed(certificate))["credentialSubject"]
    (result,), (described,) = subject["result"], subject["achievement"]["resultDescription"]
    assert (result["value"], described["valueMax"], described["resultType"]) == ("9", "10", "RawScore")
    assert result["resultDescription"] == described["id"]
    assert "ambassador" in subject["achievement"]["criteria"]["narrative"]


def test_with_another_secret_key_nothing_is_signed_until_the_key_is_rotated(client, certificate, settings):
    before = badges.signed(certificate)
    settings.SECRET_KEY = str(uuid.uuid4())
    with pytest.raises(badges.KeyCannotBeRead):
        badges.signed(certificate)
    rotate_signing_key()
    assert verified(client, before) == verified(client, badges.signed(certificate))


def test_the_picture_carries_the_badge(client, certificate):
    drawn = Image.open(io.BytesIO(picture(certificate, "km", badge=badges.signed(certificate))))
    assert verified(client, drawn.text["openbadgecredential"])["sub"] == certificate.pk.urn


def test_addresses_of_the_publication_do_not_depend_on_a_language():
    assert reverse("badge_keys") == "/.well-known/jwks.json"
