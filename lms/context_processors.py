"""What every page of ours may show around its content. Nothing here reads a cookie or the session."""

from django.core.cache import cache
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page

from content.models import GlossaryPage, InfoPage
from lms.models import Venue

SECONDS = 60


def sala(request):
    """`is_demo`: demonstration data is in the database; `footer_pages`: [{title, url}] in this language.

    Both are read only when a template uses them, and at most once a minute.
    """
    language = get_language()
    return {
        "is_demo": SimpleLazyObject(has_demo_data),
        "footer_pages": SimpleLazyObject(lambda: footer_pages(language)),
    }


def has_demo_data():
    return cache.get_or_set("has-demo-data", Venue.objects.filter(is_demo=True).exists, SECONDS)


def footer_pages(language):
    def found():
        pages = Page.objects.live().type(GlossaryPage, InfoPage)
        pages = pages.filter(locale__language_code=language).order_by("path")
        return [{"title": page.title, "url": page.url} for page in pages]

    return cache.get_or_set(f"footer-pages-{language}", found, SECONDS)
