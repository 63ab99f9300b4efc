"""Puts what a course folder holds into the page tree: created, updated, or left alone where an editor was."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.models import Locale, Page

from content.models import CheckPage, CoursePage, HomePage, LessonPage, LoadedPage, Picture
from content.packages.checks import check_fields
from content.packages.nodes import LANGUAGES, PackageError
from content.packages.questions import list_item, stored
from content.packages.reading import read_course, read_start_check

CREATED, UPDATED, UNCHANGED, KEPT = "created", "updated", "unchanged", "kept as edited"


@dataclass(frozen=True)
class Outcome:
    """What loading did with one page: `what` is CREATED, UPDATED, UNCHANGED or KEPT (an editor changed it)."""

    page: Page | None
    title: str
    language: str
    what: str


@transaction.atomic
def load_course(folder, *, by=None, force=False):
    """Loads a course folder into the page tree, Khmer first; returns one Outcome per page and language.

    Repeating it changes nothing. A page that an editor changed, took back or deleted since the last load is left
    alone unless `force`. Raises PackageError, with nothing changed, when the package is wrong.
    """
    course = read_course(folder)
    pictures = {
        name: picture_of(
            content, name=f"{course.slug}-{name}", source=course.owner, licence=course.licence, by=by
        )
        for name, content in course.pictures.items()
    }
    outcomes = []
    for language in LANGUAGES:
        home = home_in(language)
        loaded = put_page(
            CoursePage,
            key=course.id,
            language=language,
            parent=home,
            fields=course_fields(course, language, pictures),
            by=by,
            force=force,
        )
        outcomes.append(loaded)
        if loaded.page is None:
            continue
        lessons = [
            put_page(
                LessonPage,
                key=lesson.id,
                language=language,
                parent=loaded.page,
                fields=lesson_fields(lesson, language, pictures),
                by=by,
                force=force,
            )
            for lesson in course.lessons
        ]
        outcomes += lessons
        if CREATED in {outcome.what for outcome in lessons} or loaded.what == UPDATED:
            put_in_order(loaded.page, [outcome.page for outcome in lessons if outcome.page])
        outcomes += [
            put_check(check, language, parent=loaded.page, pictures=pictures, by=by, force=force)
            for check in course.checks
        ]
    return outcomes


@transaction.atomic
def load_start_check(path, *, by=None, force=False):
    """Loads the start check of the start pages from its file; returns one Outcome per language."""
    check, files = read_start_check(Path(path))
    pictures = {
        name: picture_of(content, name=f"{check.slug}-{name}", source="", licence="", by=by)
        for name, content in files.items()
    }
    return [
        put_check(check, language, parent=home_in(language), pictures=pictures, by=by, force=force)
        for language in LANGUAGES
    ]


def put_check(check, language, *, parent, pictures, by, force):
    def picture(value, language):
        return picture_value(value, language, pictures)

    fields = check_fields(check, language, picture)
    return put_page(
        CheckPage, key=check.id, language=language, parent=parent, fields=fields, by=by, force=force
    )


def home_in(language):
    home = HomePage.objects.filter(locale__language_code=language).first()
    if home is None:
        raise PackageError(f"There is no start page in “{language}” to put the course under.")
    return home


def course_fields(course, language, pictures):
    return {
        "slug": course.slug,
        "title": course.title[language],
        "summary": course.summary[language],
        "picture": pictures[course.picture["file"]],
        "picture_alt": course.picture["alt"][language],
        "level": course.level,
        "minutes": course.minutes,
        "initiative": course.initiative,
        "move_on": course.move_on,
        "competences": course.competences,
        "course_owner": course.owner,
        "review_by": course.review_by,
    }


def lesson_fields(lesson, language, pictures):
    screens = [
        {
            "id": screen["id"],
            "type": "screen",
            "value": {
                "heading": screen["heading"][language],
                "body": [{**part, "value": part_value(part, language, pictures)} for part in screen["body"]],
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


def part_value(part, language, pictures):
    """One part of a screen as the raw value that its block stores."""
    value = part["value"]

    def picture(value):
        return picture_value(value, language, pictures)

    match part["type"]:
        case "text":
            return value[language]
        case "picture":
            return picture(value)
        case "steps":
            return [list_item(step["id"], step["text"][language]) for step in value]
        case "notice":
            return {"tone": value["tone"], "text": value["text"][language]}
    return stored(value, question_id=part["id"], language=language, picture=picture)


def picture_value(value, language, pictures):
    return {"image": pictures[value["file"]].pk, "alt_text": value["alt"][language], "decorative": False}


def picture_of(content, *, name, source, licence, by):
    """The stored picture with these bytes, added if there is none yet."""
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()  # the hash Wagtail keeps of a picture
    found = Picture.objects.filter(file_hash=sha1).first()
    if found:
        return found
    picture = Picture(
        title=Path(name).stem.replace("-", " "),
        file=ImageFile(BytesIO(content), name=name),
        file_hash=sha1,
        file_size=len(content),
        source=source,
        licence=licence,
        uploaded_by_user=by,
    )
    picture.save()
    return picture


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
    plain = {name: value.pk if isinstance(value, Picture) else value for name, value in fields.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()


def put_in_order(parent, pages):
    """Moves pages so that they follow each other as given; other children of the parent stay before them."""
    wanted = [page.pk for page in pages]
    current = list(parent.get_children().filter(pk__in=wanted).order_by("path").values_list("pk", flat=True))
    if current == wanted:
        return
    for pk in wanted:
        Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
