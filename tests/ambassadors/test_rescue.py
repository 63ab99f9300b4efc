"""Work that left a phone in somebody else's hands is credited to its owner, once, and nobody can read or change it."""

import base64
import datetime as dt
import hashlib
import io
import json
import os
import uuid
import zlib

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from ambassadors.models import TrainingSession
from ambassadors.sign_ins.actions import keep_key_of, note_password_sign_in, revoke_sign_in
from lms.actions.submit_keys import keep_key
from lms.models import SubmitKey
from lms.sync.rescue import CONTEXT, secret_of
from tests import factories as make
from tests.ambassadors.pages import words_of

pytestmark = pytest.mark.django_db
KEY = "a" * 22


def text64(content):
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@pytest.fixture
def key(user):
    return keep_key(key=KEY, owner=user)


@pytest.fixture
def sealed(key, payload):
    """A rescue as the phone makes it: `sealed()` holds one session; `owner`, `items` and `photos` may be others."""

    def seal(plain, context):
        nonce = os.urandom(12)
        body = AESGCM(secret_of(key)).encrypt(nonce, plain, f"{CONTEXT} {context}".encode())
        return {"nonce": text64(nonce), "sealed": text64(body)}

    def made(*, owner=None, items=None, photos=(), is_packed=True, **fields):
        owner = owner or f"user:{key.user_id}"
        item = {"id": str(uuid.uuid4()), "kind": "training-session", "payload": payload(), "seq": 1}
        item["made_at"] = timezone.now().isoformat()
        plain = json.dumps(items or [item]).encode()
        parcel = {"owner": owner, "packed": is_packed}
        parcel |= seal(zlib.compress(plain) if is_packed else plain, owner)
        parcel |= {"photos": [seal(photo, f"{owner} photo") for photo in photos]} if photos else {}
        return {"sala_rescue": 1, "parcels": [parcel | fields]}

    return made


@pytest.fixture
def hand_in(client, district):
    """Another ambassador of the district hands a rescue in, as a file; returns the page."""
    other = make.ambassador(area=district).person.user

    def handed(rescue, by=other):
        client.force_login(by)
        client.cookies["django_language"] = "en"
        content = rescue if isinstance(rescue, bytes) else json.dumps(rescue).encode()
        return client.post("/field/hand-in/", {"file": SimpleUploadedFile("sala.txt", content)})

    handed.by = other
    return handed


@pytest.mark.parametrize("is_packed", [True, False])
def test_it_is_stored_under_its_owner_once_and_the_log_says_by_whom(hand_in, sealed, user, is_packed):
    rescue = sealed(is_packed=is_packed)
    assert "Safe now" in hand_in(rescue).content.decode()
    session = TrainingSession.objects.get()
    assert session.ambassador.person.user == user
    assert session.revisions.get().sent_by == user
    assert "Was safe already" in hand_in(rescue).content.decode()
    assert TrainingSession.objects.count() == 1
    entry = ModelLogEntry.objects.filter(action="lms.rescue_handed_in").first()
    assert (entry.user, entry.object_id) == (hand_in.by, str(user.pk))


def test_what_the_phone_sends_later_itself_is_known(hand_in, sealed, send, payload, user):
    content = payload()
    item = {"id": str(uuid.uuid4()), "kind": "training-session", "payload": content, "seq": 1}
    hand_in(sealed(items=[item | {"made_at": timezone.now().isoformat()}]))
    assert send(content, id=uuid.UUID(item["id"])).status == "already_stored"


def test_photos_come_along_with_the_sessions_that_name_them(hand_in, sealed, payload, user, private_files):
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(drawn, "JPEG")
    photo, unnamed = drawn.getvalue(), b"of no session"
    content = payload(photo=hashlib.sha256(photo).hexdigest())
    item = {"id": str(uuid.uuid4()), "kind": "training-session", "payload": content, "seq": 1}
    rescue = sealed(items=[item | {"made_at": timezone.now().isoformat()}], photos=[photo, unnamed, photo])
    changed = rescue["parcels"][0]["photos"][2]
    changed["sealed"] = changed["sealed"][:-8] + "AAAAAAAA"
    for _twice in range(2):
        said = words_of(hand_in(rescue))
        assert "1 · Photo handed in" in said
        assert "2 · Photo that cannot be used" in said
    session = TrainingSession.objects.get()
    with session.photo.file.open() as file:
        assert Image.open(file).size == (64, 48)
    assert len(list(private_files.rglob("*.jpg"))) == 1
    entry = ModelLogEntry.objects.filter(action="lms.rescue_handed_in").first()
    assert entry.data["photos"] == 1
    # What is no list of photos keeps nothing from being handed in.
    assert "Was safe already" in words_of(
        hand_in({**rescue, "parcels": [rescue["parcels"][0] | {"photos": 7}]})
    )


def test_nothing_can_be_passed_off_as_somebody_elses(hand_in, sealed, district):
    victim = make.ambassador(area=district).person.user
    keep_key(key="b" * 22, owner=victim)
    rescue = sealed()
    rescue["parcels"][0]["owner"] = f"user:{victim.pk}"
    forged = sealed(owner=f"user:{victim.pk}")
    changed = sealed()
    changed["parcels"][0]["sealed"] = changed["parcels"][0]["sealed"][:-8] + "AAAAAAAA"
    for wrong in (rescue, forged, changed):
        assert "Cannot be opened" in hand_in(wrong).content.decode()
    assert not TrainingSession.objects.exists()


def test_a_revoked_key_opens_nothing(hand_in, sealed, key):
    rescue = sealed()
    key.revoked_at = timezone.now()
    key.save()
    assert "Cannot be opened" in hand_in(rescue).content.decode()
    key.revoked_at, key.made_at = None, timezone.now() - dt.timedelta(days=400)
    key.save()
    assert "Safe now" in hand_in(rescue).content.decode()


def test_a_key_that_had_run_out_opens_nothing_once_its_phone_is_revoked(hand_in, sealed, key, coordinator):
    rescue = sealed()
    SubmitKey.objects.update(made_at=timezone.now() - dt.timedelta(days=91))
    expires_at = timezone.now() + dt.timedelta(days=1)
    sign_in = note_password_sign_in(user=key.user, label="Android", expires_at=expires_at)
    keep_key_of(sign_in=sign_in, key=key)
    revoke_sign_in(sign_in=sign_in, by=coordinator)
    assert "Cannot be opened" in hand_in(rescue).content.decode()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b'{"sala_rescue": 2, "parcels": []}', b'{"sala_rescue": 1, "parcels": [1]}'],
)
def test_what_is_no_rescue_gets_a_sentence(hand_in, content):
    page = hand_in(content)
    assert page.status_code == 200
    assert "notice problem" in page.content.decode()


def test_a_coordinator_may_and_a_stranger_may_not(hand_in, sealed, coordinator):
    rescue = sealed()
    assert hand_in(rescue, by=make.user()).status_code == 403
    assert "Safe now" in hand_in(rescue, by=coordinator).content.decode()
