"""Keeping and removing recordings."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from content import media
from content.models import Narration
from content.narration import passages_of

# A minute and a half at 32 kbit/s, mono Opus: more than any one text of a lesson needs.
MOST_BYTES = 400 * 1024
KINDS = "Opus, WebM, Ogg, MP3, M4A"


def problem_with_sound(content):
    """Why a recording will not do, as a sentence; None if it will."""
    if len(content) > MOST_BYTES:
        return _("The recording has %(size)s; at most %(most)s are allowed.") % {
            "size": media.in_kilobytes(len(content)),
            "most": media.in_kilobytes(MOST_BYTES),
        }
    if not media.recognised(content, media.SOUNDS):
        return _("This is no recording of these kinds: %(kinds)s.") % {"kinds": KINDS}
    return None


@transaction.atomic
def keep_narration(*, page, block_id, content, by):
    """Keeps a recording of one text of a lesson as `page` has it; returns the Narration.

    An earlier recording of the same words is replaced. One of other words stays while the public page still says
    them. Raises ValidationError when the text is not there or the sound will not do.
    """
    texts = {text.block_id: text for texts in passages_of(page).values() for text in texts}
    if block_id not in texts:
        raise ValidationError(_("This text is not in the lesson any more. Load the page anew."))
    passage = texts[block_id]
    public = type(page).objects.filter(pk=page.pk, live=True).first()
    still_said = {
        text.sha256
        for texts in (passages_of(public) if public else {}).values()
        for text in texts
        if text.block_id == block_id
    }
    old = Narration.objects.of_page(page).filter(block_id=block_id)
    remove(old.exclude(text_sha256__in=still_said - {passage.sha256}))
    return store(
        page_key=page.translation_key,
        language=page.locale.language_code,
        block_id=block_id,
        text_sha256=passage.sha256,
        content=content,
        made_by=by,
    )


def store(*, content, **fields):
    """Stores a recording with its file under a random short name. Raises ValidationError when it will not do."""
    if problem := problem_with_sound(content):
        raise ValidationError(problem)
    media_type, ending = media.recognised(content, media.SOUNDS)
    made = Narration(**fields, media_type=media_type, size=len(content))
    # Short, because the names stand in the lesson's page; random, because a browser may keep what it once got.
    made.file.save(f"{get_random_string(8)}.{ending}", ContentFile(content), save=False)
    made.save(force_insert=True)
    return made


def remove(narrations):
    """Removes recordings; their files go when that is certain."""
    files = [made.file for made in narrations]
    narrations.delete()

    def remove_files():
        for file in files:
            file.storage.delete(file.name)

    transaction.on_commit(remove_files)
