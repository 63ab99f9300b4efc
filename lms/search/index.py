"""Keeps the index in step with what is published, whoever publishes: the editor, a command, a schedule."""

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.signals import page_published, page_unpublished

from content.models import CoursePage, GlossaryPage, InfoPage, LessonPage
from lms.models import SearchEntry
from lms.search.words import searchable

PAGES = (CoursePage, LessonPage, GlossaryPage, InfoPage)


@transaction.atomic
def rebuild():
    """Makes the whole index anew from the published pages; returns how many entries it has."""
    SearchEntry.objects.all().delete()
    for model in PAGES:
        for page in model.objects.live().select_related("locale").iterator(chunk_size=50):
            SearchEntry.objects.bulk_create(entries_of(page))
    return SearchEntry.objects.count()


@receiver(page_published)
@transaction.atomic
def take_in(instance, **kwargs):
    """Puts a page that was just published into the index, in place of what it said before."""
    if isinstance(instance, PAGES):
        leave_out(instance)
        SearchEntry.objects.bulk_create(entries_of(instance))


@receiver(page_unpublished)
def leave_out(instance, **kwargs):
    SearchEntry.objects.filter(page_id=instance.pk).delete()


def entries_of(page):
    """The entries of one page: itself, and each word of a glossary."""
    match page:
        case CoursePage():
            yield entry(page, SearchEntry.Kind.COURSE, page.title, page.summary)
        case LessonPage():
            texts = page.screens.stream_block.get_searchable_content(page.screens)
            yield entry(page, SearchEntry.Kind.LESSON, page.title, page.aim, [page.remember, *texts])
        case GlossaryPage():
            yield entry(page, SearchEntry.Kind.PAGE, page.title, page.introduction)
            for word in page.words:
                yield entry(
                    page,
                    SearchEntry.Kind.WORD,
                    word.word,
                    word.explanation,
                    anchor=word.anchor,
                    spellings=[key for spelling in word.also if (key := searchable(spelling).strip())],
                )
        case InfoPage():
            yield entry(page, SearchEntry.Kind.PAGE, page.title, "", [get_text_for_indexing(page.body)])


def entry(page: Page, kind, title, aim, texts=(), *, anchor="", spellings=()):
    """One entry, not stored yet. `texts` are passages, kept one in a line."""
    text = "\n".join(" ".join(str(passage).split()) for passage in texts)
    return SearchEntry(
        page_id=page.pk,
        anchor=anchor,
        kind=kind,
        language=page.locale.language_code,
        title=title,
        aim=aim,
        text=text,
        key="\n".join(map(searchable, (title, aim, text))),
        spellings=list(spellings),
    )
