"""What staff do about items that could not be used."""

import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from lms.models import SetAsideItem
from lms.sync import Malformed, kind_of, receive
from lms.sync.batch import item_in


def address_of_choice(set_aside):
    """Where staff choose between the versions that this item is one of; None where there is nothing to choose."""
    kind = kind_of(set_aside.kind)
    is_conflict = set_aside.reason == SetAsideItem.Reason.CONFLICT and set_aside.owner is not None
    if not (is_conflict and kind and kind.versions_at):
        return None
    is_there = kind.model.objects.filter(pk=set_aside.item_id).exists()
    return kind.versions_at(set_aside.item_id) if is_there else None


@transaction.atomic
def deal_with(*, set_aside, by, at=None):
    """Says that an item needs no more care; it stays to be read. Doing it twice changes nothing.

    Raises ValidationError for a version that is still to be chosen or not.
    """
    if set_aside.dealt_with_at is not None:
        return set_aside
    if address_of_choice(set_aside):
        raise ValidationError(_("Two versions of this were sent: choose one, and both are dealt with."))
    set_aside.dealt_with_at, set_aside.dealt_with_by = at or timezone.now(), by
    set_aside.save(update_fields=["dealt_with_at", "dealt_with_by"])
    log(set_aside, "lms.dealt_with", user=by)
    return set_aside


def try_again(*, set_aside, by):
    """Hands an item in once more, for its owner, say after a lesson was put back; returns its Receipt.

    Once it is stored, it is dealt with. Raises ValidationError where it cannot be tried.
    """
    try:
        item = item_in(json.loads(set_aside.raw))
    except Malformed:
        item = None
    if item is None or set_aside.owner is None:
        raise ValidationError(_("This cannot be tried again: it does not say what it is, or whose."))
    receipt = receive(item, by=set_aside.owner)
    log(set_aside, "lms.tried_again", user=by, data={"status": str(receipt.status)})
    if receipt.is_safe:
        set_aside.refresh_from_db()
        deal_with(set_aside=set_aside, by=by)
    return receipt
