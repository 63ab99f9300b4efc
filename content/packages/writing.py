"""Writes a published course as its package: the inverse of reading and loading, ids included."""

from content.models import CheckPage, CoursePage
from content.narration import passages_of, recordings
from content.packages import audiences, narration
from content.packages.nodes import LANGUAGES, PackageError
from content.packages.raw import FilesOut, body_of, both, parts_of

FIRST = LANGUAGES[0]


def write_course(slug):
    """{name in the package: content} of a public course: dicts of the YAML files, bytes of the others.

    Raises PackageError where the course is not there, or not in both languages alike.
    """
    course = CoursePage.objects.live().filter(slug=slug, locale__language_code=FIRST).first()
    if course is None:
        raise PackageError(f"There is no public course “{slug}” in “{FIRST}”.")
    return _Writer(course).package()


class _Writer:
    def __init__(self, course):
        self.course, self.files, self.package_files = course, FilesOut(), {}

    def package(self):
        course = self._in_both(self.course)
        first = course[FIRST]
        lessons = {
            f"{number:02}-{lesson.slug}": self._in_both(lesson)
            for number, lesson in enumerate(first.lessons, start=1)
        }
        checks = {
            f"check-{check.slug}": self._in_both(check)
            for check in first.get_children().type(CheckPage).live().specific()
        }
        self.package_files["course.yaml"] = self._course(course, list(lessons), list(checks))
        for name, lesson in lessons.items():
            self.package_files[f"{name}.yaml"] = self._lesson(lesson)
        for name, check in checks.items():
            self.package_files[f"{name}.yaml"] = self._check(check)
        self._audiences(first)
        self._narration([*lessons.values(), *checks.values()])
        return self.package_files | self.files.contents

    def _in_both(self, page):
        found = {FIRST: page}
        for language in LANGUAGES[1:]:
            found[language] = (
                type(page)
                .objects.live()
                .filter(translation_key=page.translation_key, locale__language_code=language)
                .first()
            )
            if found[language] is None:
                raise PackageError(f"“{page.title}” is not public in “{language}”: publish it there first.")
        return found

    def _text(self, pages, name):
        return both(*(getattr(page, name) for page in pages.values()), place=f"{pages[FIRST].title}: {name}")

    def _course(self, pages, lessons, checks):
        course = pages[FIRST]
        found = {
            "id": str(course.translation_key),
            "slug": course.slug,
            "level": course.level,
            "initiative": course.initiative,
            "minutes": course.minutes,
            "competences": course.competences,
            "audience": [audience.code for audience in course.audiences.order_by("code")],
            "required_of_ambassadors": course.is_required_of_ambassadors or None,
            "status": course.status,
            "owner": course.course_owner.strip(),
            "review_by": course.review_by,
            "licence": course.licence or "CC-BY-4.0",
            "title": self._text(pages, "title"),
            "summary": self._text(pages, "summary"),
            "picture": course.picture and self._course_picture(pages),
            "move_on": course.move_on,
            "lessons": lessons,
            "checks": checks,
        }
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    def _course_picture(self, pages):
        found = {
            "file": self.files.picture(pages[FIRST].picture),
            "alt": self._text(pages, "picture_alt"),
        }
        return found if any(found["alt"].values()) else found | {"decorative": True}

    def _lesson(self, pages):
        lesson = pages[FIRST]
        screens = [page.screens.get_prep_value() for page in pages.values()]
        return {
            "id": str(lesson.translation_key),
            "slug": lesson.slug,
            "minutes": lesson.minutes,
            "title": self._text(pages, "title"),
            "aim": self._text(pages, "aim"),
            "remember": self._text(pages, "remember"),
            "screens": body_of(screens, files=self.files, place=lesson.title),
        }

    def _check(self, pages):
        check = pages[FIRST]
        found = {
            "id": str(check.translation_key),
            "slug": check.slug,
            "kind": check.kind,
            "minutes": check.minutes,
            "mastery_score": check.mastery_score,
            "title": self._text(pages, "title"),
            "introduction": self._text(pages, "introduction"),
        }
        for form in ("questions_a", "questions_b"):
            streams = [getattr(page, form).get_prep_value() for page in pages.values()]
            if any(streams):
                found[form] = parts_of(streams, files=self.files, place=check.title)
        return found

    def _audiences(self, course):
        names = [
            {"code": audience.code, "name": {"km": audience.name_km, "en": audience.name_en}}
            for audience in course.audiences.order_by("code")
        ]
        if names:
            self.package_files[audiences.FILE] = {"audiences": names}

    def _narration(self, narrated):
        found = []
        for pages in narrated:
            for language, page in pages.items():
                made = recordings(page)
                for passage in (passage for group in passages_of(page).values() for passage in group):
                    if one := made.get((passage.block_id, passage.sha256)):
                        found.append(
                            {
                                "page": str(page.translation_key),
                                "language": language,
                                "block": one.block_id,
                                "text_sha256": one.text_sha256,
                                "file": self.files.recording(one.file),
                                "made_at": one.made_at.isoformat(),
                            }
                        )
        if found:
            self.package_files[narration.FILE] = {"narration": found}
