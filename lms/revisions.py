"""Pages as they were published: what an attempt pins, kept in the memory of each process."""

from functools import lru_cache

from django.http import Http404
from django.utils.translation import get_language
from wagtail.models import Page, PageLogEntry, Revision

from lms.pagecache import current_stamp

PUBLISHED = ["wagtail.publish", "wagtail.publish.scheduled"]


def page_at(revision_id):
    """The page as one revision has it, or None if there is no such revision yet."""
    try:
        return _kept(revision_id, current_stamp())
    except Revision.DoesNotExist:
        return None


@lru_cache(maxsize=256)
def _kept(revision_id, stamp):
    """What a revision says never changes; where its page stands does, and then the stamp does, too.

    Raises Revision.DoesNotExist, which is not kept.
    """
    return Revision.objects.page_revisions().get(pk=revision_id).as_object()


def forget_revisions():
    """Gives the memory back, as for tests, whose revisions get the ids of others before."""
    _kept.cache_clear()


def pinned(model, key, revision_id):
    """(page, revision id): the page a phone saw, or the public one where it cannot have seen that.

    `key` is the page's translation key. The page is public, in whichever language, or there is (None, None).
    """
    public = published(model, key)
    if public is None:
        return None, None
    if revision_id in (None, public.live_revision_id):
        return page_at(public.live_revision_id), public.live_revision_id
    seen = page_at(revision_id)
    is_of_it = isinstance(seen, model) and seen.translation_key == public.translation_key
    if is_of_it and was_public(revision_id):
        return seen, revision_id
    return page_at(public.live_revision_id), public.live_revision_id


def was_public(revision_id):
    """Whether a revision is public or once was, as the log of its page says; nobody outside has seen a draft."""
    is_public = Page.objects.filter(live_revision=revision_id).exists()
    return is_public or PageLogEntry.objects.filter(revision=revision_id, action__in=PUBLISHED).exists()


def published(model, key, language=None):
    """The public page with this translation key, in one language or in any; None if there is none."""
    found = model.objects.live().public().filter(translation_key=key).exclude(live_revision=None)
    if language:
        found = found.filter(locale__language_code=language)
    return found.order_by("path").first()


def published_or_404(model, key):
    """The public page in the language of the request; raises Http404."""
    page = published(model, key, get_language())
    if page is None:
        raise Http404
    return page
