"""Khmer first: what may be public, and what leaves the public together."""

import re

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page
from wagtail.signals import page_unpublished

KHMER_LETTER = re.compile("[\u1780-\u17b3]")
FIRST_LANGUAGE = settings.LANGUAGE_CODE


def has_khmer(text):
    return KHMER_LETTER.search(str(text)) is not None


def refusal(page):
    """Why a page must not become public, as a sentence for its editor; None if it may.

    A page in Khmer needs Khmer words; a page in another language needs its Khmer translation to be public.
    A question needs its right answer marked, and a lesson keeps to its weight.
    """
    if problems := page.unfinished():
        return _("Not published: %(problems)s") % {"problems": " ".join(map(str, problems))}
    if page.locale.language_code == FIRST_LANGUAGE:
        places = dict.fromkeys(str(label) for label, text in page.khmer_texts() if not has_khmer(text))
        if places:
            return _("Not published: write in Khmer first. There is no Khmer in: %(places)s.") % {
                "places": ", ".join(places)
            }
    elif not translations_of(page).filter(locale__language_code=FIRST_LANGUAGE).live().exists():
        return _("Not published: publish the Khmer page first, then this one.")
    if problems := page.overweight():
        return _("Not published: %(problems)s") % {"problems": " ".join(map(str, problems))}
    return None


def check(page):
    """Raises ValidationError when a page must not become public."""
    if sentence := refusal(page):
        raise ValidationError({NON_FIELD_ERRORS: [ValidationError(sentence, code="not_in_khmer")]})


def missing_translations(page):
    """Names of the other languages in which a page is not public yet."""
    public = set(translations_of(page).live().values_list("locale__language_code", flat=True))
    return [
        name for code, name in settings.LANGUAGES if code not in public and code != page.locale.language_code
    ]


def translations_of(page):
    return Page.objects.filter(translation_key=page.translation_key).exclude(locale=page.locale_id)


@receiver(page_unpublished)
def unpublish_translations(instance, **kwargs):
    """When the Khmer page leaves the public (taken back, expired or deleted), its translations leave with it."""
    if instance.locale.language_code == FIRST_LANGUAGE:
        for translation in translations_of(instance).specific():
            UnpublishPageAction(translation).execute()
            # A publication planned for later would be refused then, with nobody there to read why.
            translation.revisions.update(approved_go_live_at=None)
