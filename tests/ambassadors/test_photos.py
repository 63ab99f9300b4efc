"""The photo of a room comes after its session, in parts, and is kept as a picture and nothing else (sync.md)."""

import datetime as dt
import hashlib
import io

import pytest
from django.utils import timezone
from PIL import Image

from ambassadors.models import SessionPhoto, TrainingSession
from ambassadors.tasks import forget_evidence
from lms.actions.submit_keys import keep_key
from lms.models import MediaPart
from lms.sync.media import MEDIA_BYTES, PART_BYTES, forget_parts
from tests import factories as make
from tests.ambassadors.conftest import coordinator_of

pytestmark = pytest.mark.django_db
KEYS = {"mine": "a" * 22, "other": "b" * 22}


def picture(size=(900, 700), kind="JPEG", **options):
    """A picture too busy to weigh little, as bytes."""
    drawn = io.BytesIO()
    noise = Image.effect_noise(size, 80).convert("RGB")
    noise.save(drawn, kind, **options)
    return drawn.getvalue()


def bomb():
    """A few kilobytes that unpack to 25 million pixels."""
    drawn = io.BytesIO()
    Image.new("L", (5000, 5000)).save(drawn, "PNG")
    return drawn.getvalue()


@pytest.fixture
def hand_over(client, user, private_files):
    """`hand_over(content)` sends bytes in parts; `start` and `sha256` other than they are; returns the last answer."""
    keep_key(key=KEYS["mine"], owner=user)

    def sent(content, *, sha256=None, start=0, key="mine", until=None, total=None):
        sha256 = sha256 or hashlib.sha256(content).hexdigest()
        total = total or len(content)
        answer = None
        for first in range(start, until or len(content), PART_BYTES):
            part = content[first : first + PART_BYTES]
            answer = client.put(
                f"/api/v1/sync/media/{sha256}/",
                part,
                content_type="application/octet-stream",
                headers={
                    "Authorization": f"Submit {KEYS[key]}",
                    "Content-Range": f"bytes {first}-{first + len(part) - 1}/{total}",
                },
            )
        return answer

    return sent


@pytest.fixture
def named(send, payload):
    """`named(content)` hands in a session that names the photo; returns the session."""

    def made(content):
        receipt = send(payload(photo=hashlib.sha256(content).hexdigest()))
        assert receipt.is_safe
        return TrainingSession.objects.get(pk=receipt.id)

    return made


def test_a_photo_that_was_cut_off_goes_on_where_it_stopped_and_is_drawn_anew(client, hand_over, named):
    exif = Image.Exif()
    exif[0x010F] = "Phone of Sok Sreyneang"
    content = picture((1600, 1200), exif=exif, comment=b"at home", quality=60)
    session = named(content)
    assert session.photo is None
    assert hand_over(content, until=PART_BYTES * 2).json() == {
        "received": PART_BYTES * 2,
        "is_complete": False,
    }
    headers = {"Authorization": f"Submit {KEYS['mine']}"}
    address = f"/api/v1/sync/media/{session.photo_sha256}/"
    assert client.head(address, headers=headers)["X-Sala-Received"] == str(PART_BYTES * 2)
    # A part whose answer was lost is sent again, and one beyond what is here is not taken.
    assert hand_over(content, until=PART_BYTES).json()["received"] == PART_BYTES * 2
    gap = hand_over(content, start=PART_BYTES * 3, until=PART_BYTES * 4)
    assert (gap.status_code, gap.json()["received"]) == (409, PART_BYTES * 2)
    assert hand_over(content, start=PART_BYTES * 2).json()["is_complete"]
    assert client.get(address, headers=headers).json()["is_complete"]
    assert hand_over(content).json()["is_complete"]
    with session.photo.file.open() as file:
        kept = Image.open(file)
        assert (kept.format, kept.size) == ("JPEG", (1280, 960))
        assert not kept.getexif()
        assert "comment" not in kept.info
    assert (MediaPart.objects.count(), SessionPhoto.objects.count()) == (0, 1)


def test_a_wrong_hash_is_refused_and_sending_begins_anew(hand_over, named):
    content = picture()
    session = named(content)
    damaged = content[:-1] + b"?"
    answer = hand_over(damaged, sha256=session.photo_sha256)
    assert (answer.status_code, answer.json()) == (422, {"reason": "wrong_hash", "received": 0})
    assert hand_over(content).json()["is_complete"]


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg'/>", bomb(), b"\xff\xd8\xff\xe0oh"],
)
def test_what_is_no_photo_is_not_kept(hand_over, named, content):
    session = named(content)
    answer = hand_over(content)
    assert (answer.status_code, answer.json()["reason"]) == (422, "not_usable")
    assert session.photo is None


def test_a_photo_is_taken_only_from_the_owner_of_the_session_that_names_it(
    hand_over, named, district, private_files
):
    content = picture()
    named(content)
    keep_key(key=KEYS["other"], owner=make.ambassador(area=district).person.user)
    assert hand_over(content, key="other").status_code == 404
    assert hand_over(picture((300, 300))).status_code == 404
    assert not MediaPart.objects.exists()


def test_too_much_is_refused_before_it_is_kept(client, hand_over, named):
    content = picture()
    session = named(content)
    assert hand_over(content, total=MEDIA_BYTES + 1).status_code == 413
    headers = {"Authorization": f"Submit {KEYS['mine']}", "Content-Range": f"bytes 0-{PART_BYTES}/900000"}
    address = f"/api/v1/sync/media/{session.photo_sha256}/"
    big = client.put(address, b"x" * (PART_BYTES + 1), content_type="image/jpeg", headers=headers)
    wrong = client.put(address, b"xx", content_type="image/jpeg", headers=headers)
    nobody = client.put(address, b"xx", content_type="image/jpeg", headers={"Authorization": "Submit x"})
    assert [answer.status_code for answer in (big, wrong, nobody)] == [413, 400, 401]


def test_a_full_disk_is_the_servers_trouble_and_keeps_the_parts(hand_over, named, private_files):
    content = picture()
    session = named(content)
    folder = private_files / "photos"
    folder.touch()  # where the folder should be stands a file
    assert hand_over(content).status_code == 503
    folder.unlink()
    assert MediaPart.objects.exists()
    assert hand_over(content, start=MediaPart.objects.count() * PART_BYTES).json()["is_complete"]
    assert session.photo


def test_only_reviewers_of_the_area_see_it_and_after_a_year_nobody(
    client, hand_over, named, coordinator, private_files, caplog
):
    content = picture()
    session = named(content)
    hand_over(content)
    address = f"/admin/training-sessions/{session.pk}/photo/"
    client.force_login(coordinator)
    answer = client.get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert "photo/" in client.get(f"/admin/training-sessions/{session.pk}/").content.decode()
    client.force_login(coordinator_of(make.area("Kampong Seila", level=2)))
    assert client.get(address).status_code == 404
    TrainingSession.objects.update(held_on=timezone.localdate() - dt.timedelta(days=365))
    forget_evidence()
    assert session.photo.file
    TrainingSession.objects.update(held_on=timezone.localdate() - dt.timedelta(days=366))
    with caplog.at_level("INFO", "ambassadors.tasks"):
        forget_evidence()
    assert "1 photos of training sessions were deleted" in caplog.text
    assert not list(private_files.rglob("*.jpg"))
    client.force_login(coordinator)
    assert client.get(address).status_code == 404
    assert (
        "The photo was deleted on" in client.get(f"/admin/training-sessions/{session.pk}/").content.decode()
    )
    assert hand_over(content).json()["is_complete"]


def test_a_mended_session_without_the_photo_drops_it(
    send, payload, hand_over, named, django_capture_on_commit_callbacks, private_files
):
    content = picture()
    session = named(content)
    hand_over(content)
    with django_capture_on_commit_callbacks(execute=True):
        assert send(payload(), id=session.pk, base=1).is_safe
    assert not SessionPhoto.objects.exists()
    assert not list(private_files.rglob("*.jpg"))


def test_parts_nobody_goes_on_sending_are_dropped_after_a_month(hand_over, named):
    content = picture()
    named(content)
    hand_over(content, until=PART_BYTES)
    assert forget_parts(at=timezone.now() + dt.timedelta(days=29)) == 0
    assert forget_parts(at=timezone.now() + dt.timedelta(days=31)) == 1
