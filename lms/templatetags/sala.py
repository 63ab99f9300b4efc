"""Template tags of every page of ours: `{% load sala %}`."""

import functools
import re
from itertools import groupby
from pathlib import Path

from django import template
from django.conf import settings
from django.template.exceptions import TemplateSyntaxError
from django.urls import translate_url
from django.utils.dates import MONTHS
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from lms.offline import course_bytes
from lms.search.words import dictionary_key
from lms.style import public_css

register = template.Library()

ICONS = Path(__file__).resolve().parent.parent / "icons"
LANGUAGE_OWN_NAMES = {"km": "ខ្មែរ", "en": "English"}


@functools.cache
def drawing(name):
    """The shapes inside one icon file; an unknown name is a mistake in a template and stops the page."""
    path = ICONS / f"{name}.svg"
    if not path.is_file():
        raise TemplateSyntaxError(f"There is no icon “{name}” in {ICONS}.")
    inside = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(), re.DOTALL)[1]
    inside = inside.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
    return mark_safe(re.sub(r">\s+<", "><", inside).strip().replace(" />", "/>"))  # noqa: S308 our own files


@register.simple_tag
def month_names():
    """The twelve months in the page's language, a word each, for scripts that say a day."""
    return " ".join(str(name) for name in MONTHS.values())


@register.simple_tag
def icon(name):
    """An icon in the colour of the text around it, silent to screen readers: words always stand beside it."""
    return format_html(
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>',
        drawing(name),
    )


@register.simple_tag
def inline_css():
    """The public style sheet inside the page; the security policy admits it by its hash (lms/style.py)."""
    return mark_safe(f"<style>{public_css()}</style>")  # noqa: S308 our own files


@register.filter
def lookup(mapping, key):
    """What a mapping holds under a key that is only known in the template; nothing if there is none."""
    return mapping.get(str(key)) if hasattr(mapping, "get") else None


@register.simple_tag(takes_context=True)
def languages_of_page(context):
    """This page's languages: [{code, name, url, is_current, is_same_page}], Khmer first.

    `name` is the language's own name. Where the page does not exist in a language, `url` leads to that language's
    start page and `is_same_page` is false.
    """
    request = context.get("request")
    return [
        {
            "code": code,
            "name": LANGUAGE_OWN_NAMES.get(code, name),
            "is_current": code == get_language(),
            **address_in(code, request=request, page=context.get("page")),
        }
        for code, name in settings.LANGUAGES
    ]


def address_in(code, *, request, page):
    """{url, is_same_page} of what is shown now, in another language."""
    path = request.get_full_path() if request else "/"
    if code == get_language():
        return {"url": path, "is_same_page": True}
    match = getattr(request, "resolver_match", None)
    if isinstance(page, Page):
        translation = page.get_translations().live().filter(locale__language_code=code).first()
        if translation is None:
            return {"url": f"/{code}/", "is_same_page": False}
        if match is None or match.url_name in (None, "wagtail_serve"):
            return {"url": translation.get_url(request), "is_same_page": True}
    if match and (url := translate_url(path, code)) != path:
        return {"url": url, "is_same_page": True}
    return {"url": f"/{code}/", "is_same_page": False}


@register.filter
def holds(chosen, identifier):
    """Whether a set of ids (text) holds an id; false for nothing at all."""
    return bool(chosen) and str(identifier) in chosen


@register.filter
def place(identifiers, identifier):
    """Where an id stands in a list of ids (text), counted from 1; 0 where it does not."""
    return identifiers.index(str(identifier)) + 1 if identifiers and str(identifier) in identifiers else 0


@register.filter
def in_dictionary_order(words):
    """[(first letter, words)] of a glossary, in the order of a dictionary of their language."""
    ordered = sorted(words, key=lambda word: dictionary_key(word.word))
    return [(letter, list(group)) for letter, group in groupby(ordered, key=first_letter)]


def first_letter(word):
    return dictionary_key(word.word)[0][0].upper()


@register.simple_tag(takes_context=True)
def course_kilobytes(context, course):
    """How many kilobytes saving a course on a phone costs, as text."""
    return str(round(course_bytes(course, context["request"]) / 1024))
