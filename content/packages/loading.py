"""Puts what a course folder holds into the page tree: created, updated, or left alone where an editor was."""

import hashlib
import json
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Page

from content.models import CheckPage, CoursePage, HomePage, LessonPage, LoadedPage, Picture
from content.packages.audiences import audiences_of
from content.packages.checks import check_fields
from content.packages.files import Store
from content.packages.narration import put_narration
from content.packages.nodes import LANGUAGES, PackageError
from content.packages.parts import stored_part, stored_picture
from content.packages.reading import read_course, read_start_check

FIRST = LANGUAGES[0]
CREATED, UPDATED, UNCHANGED, KEPT = "created", "updated", "unchanged", "kept as edited"


@dataclass(frozen=True)
class Outcome:
    """What loading did with one page: `what` is CREATED, UPDATED, UNCHANGED or KEPT (an editor changed it)."""

    page: Page | None
    title: str
    language: str
    what: str


def load_course(folder, *, by=None, force=False):
    """Loads a course folder into the page tree, Khmer first; returns one Outcome per page and language.

    Repeating it changes nothing. A page that an editor changed, took back or deleted since the last load is left
    alone unless `force`. Raises PackageError, with nothing changed, when the package is wrong.
    """
    course = read_course(folder)
    store = Store(prefix=course.slug, source=course.owner, licence=course.licence, by=by)
    with all_or_nothing(store):
        stores = {
            "pictures": {name: store.picture(content, name) for name, content in course.pictures.items()},
            "files": {name: store.document(content, name) for name, content in course.files.items()},
        }
        audiences = audiences_of(course.audience, course.audience_names)
        outcomes = []
        for language in LANGUAGES:
            home = home_in(language)
            loaded = put_page(
                CoursePage,
                key=course.id,
                language=language,
                parent=home,
                fields=course_fields(course, language, stores) | {"audiences": audiences},
                by=by,
                force=force,
            )
            outcomes.append(loaded)
            if loaded.page is not None:
                outcomes += put_below(course, language, loaded, stores=stores, by=by, force=force)
        store.written += put_narration(course, by=by)
    return outcomes


def put_below(course, language, loaded, *, stores, by, force):
    """The lessons and checks of a course in one language."""

    def put_lessons():
        return [
            put_page(
                LessonPage,
                key=lesson.id,
                language=language,
                parent=loaded.page,
                fields=lesson_fields(lesson, language, stores),
                by=by,
                force=force,
            )
            for lesson in course.lessons
        ]

    lessons = put_lessons()
    if CREATED in {outcome.what for outcome in lessons} or loaded.what == UPDATED:
        put_in_order(loaded.page, [outcome.page for outcome in lessons if outcome.page])
    if CREATED in {outcome.what for outcome in lessons} and leads_to_pages(course):
        put_lessons()  # again, now that the lessons are there that a text may lead to
    checks = [
        put_check(check, language, parent=loaded.page, stores=stores, by=by, force=force)
        for check in course.checks
    ]
    return lessons + checks


def leads_to_pages(course):
    return any(
        part["type"] == "text" and 'href="page:' in "".join(part["value"].values())
        for lesson in course.lessons
        for screen in lesson.screens
        for part in screen["body"]
    )


@contextmanager
def all_or_nothing(store):
    """The database takes its rows back by itself; of the files written meanwhile `store` knows."""
    try:
        with transaction.atomic(), store.sizes_noted():
            yield
    except BaseException:
        store.undo()
        raise


def load_start_check(path, *, by=None, force=False):
    """Loads the start check of the start pages from its file; returns one Outcome per language."""
    check, files = read_start_check(Path(path))
    store = Store(prefix=check.slug, by=by)
    with all_or_nothing(store):
        stores = {"pictures": {name: store.picture(content, name) for name, content in files.items()}}
        return [
            put_check(check, language, parent=home_in(language), stores=stores, by=by, force=force)
            for language in LANGUAGES
        ]


def put_check(check, language, *, parent, stores, by, force):
    def picture(value, language):
        return stored_picture(value, language, stores)

    fields = check_fields(check, language, picture)
    return put_page(
        CheckPage, key=check.id, language=language, parent=parent, fields=fields, by=by, force=force
    )


def home_in(language):
    home = HomePage.objects.filter(locale__language_code=language).first()
    if home is None:
        raise PackageError(f"There is no start page in “{language}” to put the course under.")
    return home


def course_fields(course, language, stores):
    return {
        "slug": course.slug,
        "title": course.title[language],
        "summary": course.summary[language],
        "picture": stores["pictures"][course.picture["file"][FIRST]] if course.picture else None,
        "picture_alt": course.picture["alt"][language] if course.picture else "",
        "level": course.level,
        "minutes": course.minutes,
        "initiative": course.initiative,
        "move_on": course.move_on,
        "status": course.status,
        "is_required_of_ambassadors": course.is_required_of_ambassadors,
        "competences": course.competences,
        "licence": course.licence,
        "course_owner": course.owner,
        "review_by": course.review_by,
    }


def lesson_fields(lesson, language, stores):
    screens = [
        {
            "id": screen["id"],
            "type": "screen",
            "value": {
                "heading": screen["heading"][language],
                "body": [{**part, "value": stored_part(part, language, stores)} for part in screen["body"]],
            },
        }
        for screen in lesson.screens
    ]
    return {
        "slug": lesson.slug,
        "title": lesson.title[language],
        "minutes": lesson.minutes,
        "aim": lesson.aim[language],
        "remember": lesson.remember[language],
        "screens": json.dumps(screens, ensure_ascii=False),
    }


def put_page(model, *, key, language, parent, fields, by=None, force=False):
    """Creates or updates one published page; returns its Outcome. `fields` are all the fields the file speaks of."""
    key = uuid.UUID(key)
    digest = digest_of(fields)
    record = LoadedPage.objects.filter(key=key, language=language).select_related("page").first()
    page = model.objects.filter(translation_key=key, locale__language_code=language).first()

    def outcome(what):
        return Outcome(page=page, title=fields["title"], language=language, what=what)

    if not force:
        if record and record.digest == digest:
            return outcome(UNCHANGED)
        if record.was_edited if record else page:
            return outcome(KEPT)
    what = UPDATED if page else CREATED
    if page is None:
        page = model(translation_key=key, locale=Locale.objects.get(language_code=language), live=False)
    if parent.get_children().filter(slug=fields["slug"]).exclude(pk=page.pk).exists():
        raise PackageError(
            f"“{fields['title']}”: another page under “{parent.title}” has the address “{fields['slug']}”."
        )
    for name, value in fields.items():
        setattr(page, name, value)
    if what == CREATED:
        parent.add_child(instance=page)
    revision = page.save_revision(user=by, log_action=True)
    try:
        revision.publish(user=by, skip_permission_checks=True)
    except ValidationError as problem:
        raise PackageError(f"“{fields['title']}”: {' '.join(problem.messages)}") from problem
    page.refresh_from_db()
    LoadedPage.objects.update_or_create(
        key=key, language=language, defaults={"page": page, "revision": revision, "digest": digest}
    )
    return outcome(what)


def digest_of(fields):
    """Hash of what a file says of a page."""

    def plain_value(value):
        if isinstance(value, Picture):
            return value.pk
        return [audience.code for audience in value] if isinstance(value, list) else value

    plain = {name: plain_value(value) for name, value in fields.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()


def put_in_order(parent, pages):
    """Moves pages so that they follow each other as given; other children of the parent stay before them."""
    wanted = [page.pk for page in pages]
    current = list(parent.get_children().filter(pk__in=wanted).order_by("path").values_list("pk", flat=True))
    if current == wanted:
        return
    for pk in wanted:
        Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
