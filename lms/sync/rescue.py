"""Unsent work that leaves a phone in somebody else's hands: as a file, or as a row of QR codes.

What a rescue holds, for each owner on that phone, is a parcel: the items as the phone would have sent them, sealed with
AES-256-GCM. The secret is HMAC-SHA256 of "sala rescue 1" under the SHA-256 of that owner's submit key, and the owner's
name is sealed along. So

* the phone can make it offline from the key it has, and this server can open it, for it keeps the key's SHA-256;
* whoever carries it can neither read it nor change a word, and learns no key: nothing else can be sent with it;
* that it opens is the proof that it was made on a phone that may send for this owner. It is credited to that owner and
  nobody else; who handed it in is written in the log. A parcel of a revoked key does not open;
* the items keep their ids, so that what also comes from the phone itself later is known already.

A key that has run out by age alone still opens: who was without a network for so long is just who needs this. A guest
whom the server never met has no key here, and their parcel cannot be opened.

A file may carry photos, too, each sealed by itself with " photo" after the owner's name; they are taken in after the
items that name them. Where they are more than PHOTO_BYTES_AT_MOST, and in codes, they stay on the phone.
"""

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils import timezone
from wagtail.log_actions import log

from lms.models import SubmitKey
from lms.sync.batch import ITEMS_AT_MOST, Batch, uuid_of
from lms.sync.media import MediaRefused, add_whole
from lms.sync.taking_in import take_in

EDITION = 1
CONTEXT = f"sala rescue {EDITION}"
TEXT_AT_MOST = 1_500_000
PLAIN_AT_MOST = 8_000_000
PHOTO_BYTES_AT_MOST = 5_000_000  # in all, as static/ambassadors/rescue.js
FILE_AT_MOST = TEXT_AT_MOST + PHOTO_BYTES_AT_MOST * 3 // 2  # written in base64
PHOTOS_AT_MOST = 50
PARCELS_AT_MOST = 50
KEYS_TRIED = 50


class NotARescue(Exception):
    """The text is no rescue file of Sala, or cut off."""


@dataclass(frozen=True)
class Outcome:
    """What became of one parcel: `owner` a Learner, a User or None, and the results as a phone would get them.

    `photos` says of each photo whether it is here now.
    """

    owner: object = None
    results: list = field(default_factory=list)
    photos: list = field(default_factory=list)

    @property
    def is_open(self):
        return self.owner is not None


def hand_in_rescue(text, *, by):
    """Takes in all parcels of a rescue and returns their Outcomes, in order; doing it twice stores nothing twice.

    Raises NotARescue. Trouble with the database goes through, and then the rest was not taken in.
    """
    return [_hand_in_parcel(parcel, by=by) for parcel in _parcels_in(text)]


def _parcels_in(text):
    try:
        rescue = json.loads(text)
    except (ValueError, RecursionError):
        raise NotARescue from None
    parcels = rescue.get("parcels") if isinstance(rescue, dict) else None
    if not isinstance(parcels, list) or rescue.get("sala_rescue") != EDITION:
        raise NotARescue
    if len(parcels) > PARCELS_AT_MOST or not all(isinstance(parcel, dict) for parcel in parcels):
        raise NotARescue
    return parcels


def _hand_in_parcel(parcel, *, by):
    key, items = _opened(parcel)
    if key is None:
        return Outcome()
    now, results = timezone.now(), []
    for first in range(0, len(items), ITEMS_AT_MOST):
        batch = Batch(parcel["owner"], items[first : first + ITEMS_AT_MOST], None, is_small=False)
        results += take_in(batch, by=key.owner, now=now)
    handed = [{"id": result["id"], "status": result["status"]} for result in results]
    photos = [_is_kept(photo, parcel["owner"], key) for photo in _photos_in(parcel)]
    log(key.owner, "lms.rescue_handed_in", user=by, data={"items": handed, "photos": sum(photos)})
    return Outcome(key.owner, results, photos)


def _opened(parcel):
    """(SubmitKey, items) of a parcel, (None, []) when no key in force opens it."""
    owner = parcel.get("owner")
    for key in _keys_of(owner) if isinstance(owner, str) else []:
        plain = _unsealed(parcel, key, f"{CONTEXT} {owner}")
        if plain is not None:
            return key, _items_in(plain, is_packed=parcel.get("packed") is True)
    return None, []


def _unsealed(part, key, context):
    """The bytes in {nonce, sealed}; None where this key does not open it, or somebody changed it."""
    nonce, sealed = _bytes(part.get("nonce")), _bytes(part.get("sealed"))
    if len(nonce) != 12:
        return None
    try:
        return AESGCM(secret_of(key)).decrypt(nonce, sealed, context.encode())
    except InvalidTag:
        return None


def _photos_in(parcel):
    photos = parcel.get("photos")
    photos = photos[:PHOTOS_AT_MOST] if isinstance(photos, list) else []
    return [photo for photo in photos if isinstance(photo, dict)]


def _is_kept(photo, owner, key):
    content = _unsealed(photo, key, f"{CONTEXT} {owner} photo")
    if content is None:
        return False
    try:
        add_whole(content, by=key.owner)
    except MediaRefused:
        return False
    return True


def secret_of(key):
    return hmac.digest(bytes.fromhex(key.key_sha256), CONTEXT.encode(), hashlib.sha256)


def _keys_of(owner):
    keys = SubmitKey.objects.filter(revoked_at=None).order_by("-made_at").select_related("learner", "user")
    kind, _colon, pk = owner.partition(":")
    if kind == "user" and pk.isascii() and pk.isdigit() and len(pk) < 10:
        return keys.filter(user__pk=pk, user__is_active=True)[:KEYS_TRIED]
    learner = uuid_of(owner)
    return keys.filter(learner=learner)[:KEYS_TRIED] if learner else []


def _items_in(plain, *, is_packed):
    """The items of what was sealed; a phone that has our key packed it, and yet no more is unpacked than is sound."""
    try:
        if is_packed:
            plain = zlib.decompressobj().decompress(plain, PLAIN_AT_MOST)
        items = json.loads(plain)
    except (zlib.error, ValueError, RecursionError):
        raise NotARescue from None
    if not isinstance(items, list):
        raise NotARescue
    return items


def _bytes(text):
    """The bytes of a base64url text without padding; none where it is no such text."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError, TypeError):
        return b""
